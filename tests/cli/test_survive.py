"""A run that is killed, finds the disk full, may not write, or meets files that are none: nobody's file suffers."""

import json
import os
import random
import resource
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fitlens.analysis import analyze
from fitlens.analysis.facts import Facts
from fitlens.cli.main import main
from fitlens.source.document import Document

Fitlens = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, modes and files that Windows does not have")

WRONG = "from sklearn.linear_model import Ridge\n\nmodel = Ridge(alhpa=1.0)\n" + "# and more\n" * 1000
RIGHT = WRONG.replace("alhpa", "alpha")
CHECK = [sys.executable, "-m", "fitlens", "check", ".", "-o", "concise"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    for number in range(30):
        (root / f"study_{number}.py").write_text(WRONG)
    return root


def contents(project: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in project.iterdir()}


@pytest.mark.parametrize("fix", [[], ["--fix"]], ids=["check", "fix"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_killed_at_any_moment(project: Path, number: signal.Signals, fix: list[str]) -> None:
    chance = random.Random(number)
    whole = subprocess.run([*CHECK, "--no-cache"], cwd=project, capture_output=True, check=False)
    begun = time.monotonic()
    subprocess.run([*CHECK, "--no-cache", *fix, "--diff"], cwd=project, capture_output=True, check=False)
    longest = time.monotonic() - begun
    for _ in range(4):
        for path in project.iterdir():
            path.write_text(WRONG)
        running = subprocess.Popen([*CHECK, *fix], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(chance.random() * longest)
        running.send_signal(number)
        _, told = running.communicate(timeout=60)
        # Before it comes to what is ours, Python itself may have something to say of an interrupt, and ends with 1.
        early = b"KeyboardInterrupt" in told and b"/cli/" not in told
        assert early or told == b""
        assert running.returncode in (-number, 128 + number, 1 if early or not fix else 0)
        left = contents(project)
        begun_names = [name for name in left if name.startswith(".fitlens-")]
        assert not begun_names or number == signal.SIGKILL
        for name in begun_names:
            (project / name).unlink()
            del left[name]
        assert len(left) == 30
        assert set(left.values()) <= {WRONG, RIGHT}
        if not fix:
            assert set(left.values()) == {WRONG}
    for path in project.iterdir():
        path.write_text(WRONG)
    again = subprocess.run(CHECK, cwd=project, capture_output=True, check=False)
    assert (again.stdout, again.stderr) == (whole.stdout, b"")


def test_what_a_killed_run_had_begun_to_write_goes_with_the_next_that_writes(fitlens: Fitlens, tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text(WRONG)
    for name, age in ((".fitlens-1-a", 7200), (".fitlens-1-b", 0)):
        (tmp_path / name).write_text("half")
        os.utime(tmp_path / name, (time.time() - age, time.time() - age))
    assert fitlens("check", ".", "--fix").returncode == 0
    assert contents(tmp_path) == {"wrong.py": RIGHT, ".fitlens-1-b": "half"}


def test_eight_that_fix_the_same_files(project: Path) -> None:
    running = [
        subprocess.Popen([*CHECK, "--fix"], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(8)
    ]
    for each in running:
        _, told = each.communicate(timeout=120)
        changed = [line for line in told.decode().splitlines() if "was changed while it was checked" not in line]
        assert changed == []
        # 2: a fix that was to be made was not.
        assert each.returncode == (2 if told else 0)
    assert set(contents(project).values()) == {RIGHT}
    assert len(contents(project)) == 30


def limited(project: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """A run whose files may not become larger than half of a program."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(WRONG) // 2, resource.RLIM_INFINITY))

    def run(*flags: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*CHECK, *flags], cwd=project, capture_output=True, preexec_fn=limit, check=False)

    return run


def test_a_file_that_cannot_grow(project: Path) -> None:
    run = limited(project)
    first = run("--fix")
    assert first.returncode == 2
    assert b"study_0.py: is not fixed: it cannot be written: File too large\n" in first.stderr
    assert contents(project) == {f"study_{number}.py": WRONG for number in range(30)}
    assert first.stdout.count(b"SKL101") == 30


class TestFullDisk:
    """One of memory, so small that it holds the programs and little else."""

    @pytest.fixture
    def disk(self, tmp_path: Path) -> Iterator[Path]:
        place = tmp_path / "disk"
        place.mkdir()
        size = "size=64k,nr_inodes=100"
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(place)], capture_output=True, check=False
        )
        if mounted.returncode:
            pytest.skip("disks cannot be mounted here")
        try:
            yield place
        finally:
            subprocess.run(["umount", "--lazy", str(place)], check=True)

    def fill(self, path: Path) -> None:
        with path.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))

    def test_nothing_is_lost(self, fitlens: Fitlens, disk: Path) -> None:
        (disk / "a.py").write_text(WRONG)
        known = {"version": 1, "findings": {}}
        (disk / "known.json").write_text(json.dumps(known))
        (disk / "out.sarif").write_text("of the run before")
        with pytest.raises(OSError, match="No space left"):
            self.fill(disk / "ballast")
        before = {path: path.read_bytes() for path in disk.iterdir()}
        program, cache = str(disk / "a.py"), ("--cache-dir", str(disk / "cache"))
        fixing = fitlens("check", program, "--fix", *cache)
        assert fixing.returncode == 2
        assert fixing.stderr.endswith("a.py: is not fixed: no space is left on its disk\n")
        assert "SKL101" in fixing.stdout
        adopting = fitlens("check", program, "--baseline", str(disk / "known.json"), "--write-baseline", *cache)
        assert (adopting.returncode, adopting.stdout) == (2, "")
        assert "known.json: the baseline cannot be written: No space left on device" in adopting.stderr
        reporting = fitlens("check", program, "-o", f"sarif:{disk / 'out.sarif'}", *cache)
        assert reporting.returncode == 2
        assert "out.sarif: the sarif report cannot be written there: No space left on device" in reporting.stderr
        assert {path: path.read_bytes() for path in disk.iterdir() if path.is_file()} == before


class TestNoRights:
    """Modes that hold for root too, who runs the tests in CI: what lets it pass them by is taken from the process."""

    @pytest.fixture
    def run(self, project: Path) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
        without = []
        if os.geteuid() == 0:
            if shutil.which("setpriv") is None:
                pytest.skip("root may write everywhere")
            without = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]

        def run(*flags: str) -> subprocess.CompletedProcess[str]:
            command = [*without, *CHECK, *flags]
            return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)

        yield run
        project.chmod(0o755)

    def test_a_read_only_tree_is_checked_and_stays(
        self, run: Callable[..., subprocess.CompletedProcess[str]], project: Path
    ) -> None:
        project.chmod(0o555)
        checked = run("--cache-dir", "cache")
        assert (checked.returncode, checked.stderr) == (1, "")
        assert checked.stdout.count("SKL101") == 30
        fixing = run("--fix")
        assert fixing.returncode == 2
        assert "study_1.py: is not fixed: its directory may not be written to; allow this user to\n" in fixing.stderr
        assert fixing.stdout == checked.stdout
        known = run("--baseline", "known.json", "--write-baseline")
        assert (known.returncode, known.stderr) == (
            2,
            "fitlens: known.json: the baseline cannot be written: Permission denied\n",
        )
        assert set(contents(project).values()) == {WRONG}
        assert len(contents(project)) == 30

    @pytest.mark.parametrize("mode", [0o555, 0o000], ids=["read-only", "of another user"])
    def test_a_cache_that_may_not_be_written_or_even_read(
        self, run: Callable[..., subprocess.CompletedProcess[str]], project: Path, mode: int
    ) -> None:
        cache = Path(os.environ["FITLENS_CACHE_DIR"])
        first = run()
        (project / "study_0.py").write_text(RIGHT)
        places = [cache, *cache.rglob("*")]
        for place in reversed(places):
            place.chmod(mode if place.is_dir() else mode & 0o444)
        try:
            again = run()
        finally:
            for place in places:
                place.chmod(0o755)
        assert (again.returncode, again.stderr) == (1, "")
        of_the_first = [line for line in first.stdout.splitlines() if line.startswith("study_0.py:")]
        assert [line for line in first.stdout.splitlines()[:-1] if line not in of_the_first] == (
            again.stdout.splitlines()[:-1]
        )


class TestWhatIsNoFile:
    def test_a_directory_that_is_full_of_them(self, fitlens: Fitlens, tmp_path: Path) -> None:
        (tmp_path / "wrong.py").write_text(WRONG)
        (tmp_path / "dangling.py").symlink_to("nowhere.py")
        (tmp_path / "loop.py").symlink_to("loop.py")
        (tmp_path / "zero.py").symlink_to("/dev/zero")
        (tmp_path / "folder.py").mkdir()
        os.mkfifo(tmp_path / "pipe.py")
        with socket.socket(socket.AF_UNIX) as listening:
            here = os.getcwd()
            os.chdir(tmp_path)  # the path of a socket must be short
            try:
                listening.bind("socket.py")
            finally:
                os.chdir(here)
        done = fitlens("check", ".", "-o", "concise")
        assert (done.returncode, done.stderr) == (1, "")
        assert "in 1 of 1 file " in done.stdout
        for name, says in (
            ("dangling.py", "no such file; check the path"),
            ("loop.py", "cannot be read: Too many levels of symbolic links"),
            ("zero.py", "is not a regular file; save the program to a file first"),
            ("pipe.py", "is not a regular file; save the program to a file first"),
            ("socket.py", "is not a regular file; save the program to a file first"),
        ):
            named = fitlens("check", name, "--fix")
            assert (named.returncode, named.stderr) == (2, f"fitlens: {name}: {says}\n")
        assert stat.S_ISFIFO((tmp_path / "pipe.py").stat().st_mode)

    def test_names_of_every_kind_are_fixed_known_and_reported(self, fitlens: Fitlens, tmp_path: Path) -> None:
        names = [b"new\nline.py", b"\xff\xfe.py", b"l" * 250 + b".py", b" .py", b"-.py", "é\u2028.py".encode()]
        paths = [os.fsencode(tmp_path) + b"/" + name for name in names]

        def write() -> None:
            for path in paths:
                with open(path, "w") as file:
                    file.write(WRONG)

        write()
        formats = ("full", "json", "sarif", "junit", "gitlab", "github", "rdjson")
        done = fitlens("check", ".", *(word for each in formats for word in ("-o", f"{each}:out.{each}")))
        assert (done.returncode, done.stderr) == (1, "")
        for format_ in formats:
            assert (tmp_path / f"out.{format_}").read_text(encoding="utf-8").count("SKL101") >= len(names)
        assert fitlens("check", ".", "--baseline", "known.json", "--write-baseline").returncode == 0
        assert fitlens("check", ".", "--baseline", "known.json", "--locked-baseline").returncode == 0
        assert fitlens("check", ".", "--fix", "--baseline", "none.json", "--write-baseline").returncode == 0
        assert all(Path(os.fsdecode(path)).read_text() == RIGHT for path in paths)

    def test_the_current_directory_is_gone(self, tmp_path: Path) -> None:
        (tmp_path / "gone").mkdir()
        script = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
        done = subprocess.run(
            ["sh", "-c", script, "sh", str(tmp_path / "gone"), *CHECK], capture_output=True, text=True, check=False
        )
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert line.startswith("fitlens: ")


class TestMeanwhile:
    """What happens to files while others are looked at."""

    def during(self, monkeypatch: pytest.MonkeyPatch, project: Path, act: Callable[[Path], object]) -> None:
        """While the first is analysed, something happens to it and to the last."""
        real = analyze.analyze

        def acting(document: Document, *known: Any) -> Facts:
            if document.path == "study_0.py":
                act(project / "study_0.py")
                act(project / "study_9.py")
            return real(document, *known)

        monkeypatch.setattr(analyze, "analyze", acting)
        monkeypatch.chdir(project)

    def test_files_vanish(
        self, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.during(monkeypatch, project, lambda path: path.unlink(missing_ok=True))
        assert main(["check", ".", "-o", "concise"]) == 1
        out, err = capsys.readouterr()
        assert err == "fitlens: study_9.py: no such file; check the path\n"
        assert out.count("SKL101") == 29

    def test_files_are_saved_by_their_author(
        self, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.during(monkeypatch, project, lambda path: path.write_text("mine = 1\n"))
        assert main(["check", ".", "--fix", "-o", "concise"]) == 2
        out, err = capsys.readouterr()
        assert err == "fitlens: study_0.py: is not fixed: it was changed while it was checked; run this again\n"
        assert out.count("SKL101 `Ridge`") == 1
        left = contents(project)
        assert left.pop("study_0.py") == left.pop("study_9.py") == "mine = 1\n"
        assert set(left.values()) == {RIGHT}
