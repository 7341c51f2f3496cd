"""What a run remembers of the ones before: the same result, sooner, and never one that does not hold any more."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Fitlens = Callable[..., subprocess.CompletedProcess[str]]

MODELS = "from sklearn.svm import SVC\n\nmodel = SVC(C=2.0)\n"
PROGRAM = "from models import model\n\nprint(model.coeff_)\nmodel.fit(X, y)\n"
WRONG = "from sklearn.linear_model import Ridge\n\nmodel = Ridge(alhpa=1.0)\n"


@pytest.fixture
def cache() -> Path:
    return Path(os.environ["FITLENS_CACHE_DIR"])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "study"\n')
    (tmp_path / "models.py").write_text(MODELS)
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "wrong.py").write_text(WRONG)
    return tmp_path


def results(cache: Path) -> list[Path]:
    return [each for each in cache.glob("check-*/*") if each.is_file()]


def found(fitlens: Fitlens, *more: str, **environment: str) -> list[str]:
    """What a run tells, which must be what one without a cache tells."""
    known = fitlens("check", ".", "-o", "json", *more, **environment)
    fresh = fitlens("check", ".", "-o", "json", "--no-cache", *more, **environment)
    assert (known.stdout, known.stderr, known.returncode) == (fresh.stdout, fresh.stderr, fresh.returncode)
    return [f"{each['filename']}:{each['code']}" for each in json.loads(known.stdout)]


def loaded(project: Path) -> set[str]:
    """Which of our modules a run loads."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "fitlens", "check", "."],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


def test_what_has_not_changed_is_neither_analysed_nor_judged_again(project: Path) -> None:
    rooms = {"fitlens.analysis.interpreter", "fitlens.rules.registry"}
    assert rooms <= loaded(project)
    assert rooms.isdisjoint(loaded(project))


@pytest.mark.parametrize("format_", ["full", "concise", "grouped", "sarif", "gitlab", "rdjson"])
def test_reports_are_the_same(fitlens: Fitlens, project: Path, format_: str) -> None:
    first = fitlens("check", ".", "-o", format_)
    again = fitlens("check", ".", "-o", format_)
    assert (again.stdout, again.returncode) == (first.stdout, first.returncode)


def test_a_change_is_noticed_wherever_it_is(fitlens: Fitlens, project: Path) -> None:
    before = found(fitlens)
    assert [each.partition(":")[0] for each in before] == ["program.py", "wrong.py"]
    (project / "models.py").write_text("model = unknown()\n")
    assert found(fitlens) == ["wrong.py:SKL101"]
    (project / "models").mkdir()
    (project / "models" / "__init__.py").write_text(MODELS)
    assert found(fitlens) == before
    (project / "wrong.py").write_text(WRONG.replace("alhpa", "alpha"))
    assert "wrong.py:SKL101" not in found(fitlens)


def test_settings_and_versions_are_told_apart(fitlens: Fitlens, project: Path) -> None:
    assert "wrong.py:SKL101" in found(fitlens)
    assert found(fitlens, "--select", "SKL3") == []
    (project / "fitlens.toml").write_text('severity = { SKL101 = "warning" }\nignore = ["SKL2"]\n')
    assert found(fitlens) == ["wrong.py:SKL101"]
    assert fitlens("check", ".").returncode == 0
    (project / "old.py").write_text("from sklearn.cluster import HDBSCAN\n")
    assert "old.py:SKL405" in found(fitlens, "--target-version", "1.2")
    assert "old.py:SKL405" not in found(fitlens)


def test_fixes_and_baselines_are_the_same(fitlens: Fitlens, project: Path) -> None:
    first = fitlens("check", ".", "--diff")
    assert fitlens("check", ".", "--diff").stdout == first.stdout != ""
    fitlens("check", ".", "--baseline", "known.json", "--write-baseline")
    assert found(fitlens, "--baseline", "known.json") == []
    fitlens("check", ".", "--fix")
    assert "alpha=1.0" in (project / "wrong.py").read_text()
    assert "wrong.py:SKL101" not in found(fitlens)


def test_where_it_is(fitlens: Fitlens, project: Path, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    fitlens("check", ".", "--no-cache")
    fitlens("check", "-", given=WRONG)
    assert results(cache) == []
    fitlens("check", ".", "--cache-dir", str(other / "flag"))
    (project / "fitlens.toml").write_text('cache-dir = "kept"\n')
    fitlens("check", ".")
    assert results(other / "flag")
    assert results(project / "kept")
    assert results(cache) == []
    (project / "fitlens.toml").unlink()
    fitlens("check", ".", FITLENS_CACHE_DIR="", XDG_CACHE_HOME=str(other / "xdg"))
    if sys.platform == "linux":
        assert results(other / "xdg" / "fitlens")


def test_what_is_damaged_counts_for_nothing(fitlens: Fitlens, project: Path, cache: Path) -> None:
    before = found(fitlens)
    (kept,) = results(cache)
    whole = kept.read_bytes()
    for damage in (b"", whole[: len(whole) // 2], whole.replace(b"SKL101", b"SKL102"), b"\0" * 100, whole[32:]):
        kept.write_bytes(damage)
        assert found(fitlens) == before
    kept.unlink()
    kept.mkdir()
    assert found(fitlens) == before


def test_a_folder_that_cannot_be_written_to_is_no_failure(fitlens: Fitlens, project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    before = found(fitlens)
    for folder in ("file", "file/below", "/dev/full", "/proc/none" if sys.platform == "linux" else "file"):
        assert found(fitlens, "--cache-dir", folder) == before


def test_what_is_old_or_too_much_goes(fitlens: Fitlens, project: Path, cache: Path) -> None:
    month = 31 * 24 * 60 * 60
    for name in ("old", "new"):
        path = cache / "check-of-another-version" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    (cache / "of-others").write_text("")
    for path in (cache / "check-of-another-version" / "old", cache / "of-others"):
        os.utime(path, (time.time() - month, time.time() - month))
    fitlens("check", ".")
    assert [each.name for each in (cache / "check-of-another-version").iterdir()] == ["new"]
    assert (cache / "of-others").exists()
    (project / "wrong.py").unlink()
    (project / "models.py").write_text(MODELS + "\n")
    fitlens("check", ".")
    assert not any(b"wrong.py" in each.read_bytes() for each in results(cache))


@pytest.mark.skipif(sys.platform == "win32", reason="killed by a signal")
def test_eight_at_once_some_of_them_killed(fitlens: Fitlens, project: Path) -> None:
    for number in range(30):
        (project / f"study_{number}.py").write_text(WRONG + PROGRAM + f"# {number}\n")
    expected = fitlens("check", ".", "-o", "json", "--no-cache").stdout
    command = [sys.executable, "-m", "fitlens", "check", ".", "-o", "json"]
    chance = random.Random(0)
    for _ in range(2):
        running = [
            subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(8)
        ]
        for each in running[:4]:
            time.sleep(chance.random() / 4)
            each.send_signal(signal.SIGKILL)
        for number, each in enumerate(running):
            out, err = each.communicate(timeout=120)
            if number >= 4:
                assert (out.decode(), err) == (expected, b"")
    assert fitlens("check", ".", "-o", "json").stdout == expected
