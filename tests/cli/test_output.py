"""Where `fitlens check` reports to, in which format, and what that means to its exit code."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from fitlens.check.report import FORMATS
from fitlens.cli import progress

Fitlens = Callable[..., subprocess.CompletedProcess[str]]

WRONG = "from sklearn.linear_model import Ridge\n\nmodel = Ridge(alhpa=1.0)\n"
DOUBTFUL = 'from sklearn.svm import SVC\n\nmodel = SVC(kernel="linear", gamma=2.0)\n'


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A program with one error."""
    path = tmp_path / "wrong.py"
    path.write_text(WRONG)
    return path


def test_reports_go_to_files_beside_what_is_shown(fitlens: Fitlens, wrong: Path) -> None:
    files = [f"--output-format={name}:out.{name}" for name in FORMATS]
    done = fitlens("check", ".", "-o", "concise", *files)
    assert (done.returncode, done.stderr) == (1, "")
    finding, summary = done.stdout.splitlines()
    assert finding.startswith("wrong.py:3:15: SKL101 ")
    assert summary.startswith("Found 1 error ")
    for name in FORMATS:
        assert "SKL101" in (wrong.parent / f"out.{name}").read_text(encoding="utf-8")
    assert (wrong.parent / "out.junit").read_text(encoding="utf-8") == fitlens("check", ".", "-o", "junit").stdout


def test_what_would_be_shown_goes_to_the_output_file(fitlens: Fitlens, wrong: Path) -> None:
    done = fitlens("check", ".", "-o", "json", "--output-file", "out.json")
    assert json.loads((wrong.parent / "out.json").read_text())[0]["code"] == "SKL101"
    # Nothing that a program reads stands there any more: people are told how it went.
    assert done.stdout.startswith("Found 1 error ")


def test_annotations_under_github_actions(fitlens: Fitlens, wrong: Path) -> None:
    assert fitlens("check", ".", GITHUB_ACTIONS="true").stdout.startswith(
        "::error title=FitLens (SKL101),file=wrong.py"
    )
    assert fitlens("check", ".", "-o", "concise", GITHUB_ACTIONS="true").stdout.startswith("wrong.py:3:15")
    assert fitlens("check", ".", "-o", "sarif:x.sarif", GITHUB_ACTIONS="true").stdout.startswith("::error ")


def test_colours(fitlens: Fitlens, wrong: Path) -> None:
    assert "\x1b[" not in fitlens("check", ".").stdout
    assert "\x1b[" in fitlens("check", ".", FORCE_COLOR="1", TERM="dumb").stdout
    assert "\x1b[" not in fitlens("check", ".", FORCE_COLOR="1", NO_COLOR="1").stdout
    assert "\x1b[" in fitlens("check", ".", "--color=always", NO_COLOR="1").stdout
    assert "\x1b[" not in fitlens("check", ".", "--color=never", FORCE_COLOR="1").stdout
    assert "\x1b[" not in fitlens("check", ".", "-o", "json", "--color=always").stdout


def test_statistics_take_the_place_of_findings(fitlens: Fitlens, wrong: Path) -> None:
    done = fitlens("check", ".", "--statistics", "-o", "json-lines:all.jsonl")
    assert done.returncode == 1
    assert done.stdout.startswith("1  SKL101  unknown-hyperparameter")
    assert "Found 1 error " in done.stdout
    assert (wrong.parent / "all.jsonl").read_text().startswith('{"code": "SKL101"')
    assert json.loads(fitlens("check", ".", "--statistics", "-o", "json").stdout)[0]["count"] == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-o", "xml"), "no format 'xml': expected one of full, concise, grouped, "),
        (("-o", "sarif:"), "'sarif:' names no file: expected sarif or sarif:FILE"),
        (("-o", "json", "-o", "full"), "-o json and -o full both go to standard output; give one a file: -o full:FILE"),
        (("-o", "json:a", "-o", "sarif:./a"), "./a: two reports would go to this file"),
        (("--statistics", "-o", "sarif"), "--statistics is shown as text or json, not as sarif"),
        (("-o", "sarif:no/such/x"), "no/such/x: the sarif report cannot be written there: No such file or directory"),
        (("-o", "sarif:/dev/full"), "/dev/full: the sarif report cannot be written there: No space left on device"),
        (("--stdin-filename", "x.py"), "--stdin-filename x.py: it names what - reads, and - is not among the paths"),
        (("--exit-zero", "--error-on-warning"), "not allowed with argument"),
    ],
)
def test_what_cannot_be_done_is_said(fitlens: Fitlens, wrong: Path, arguments: tuple[str, ...], says: str) -> None:
    done = fitlens("check", ".", *arguments)
    assert done.returncode == 2
    assert says in done.stderr


class TestExitCode:
    """0 for warnings, as with ty and pyright: a deprecation announced for next year stops nobody's release."""

    def test_errors_fail_and_warnings_do_where_asked(self, fitlens: Fitlens, wrong: Path) -> None:
        doubtful = wrong.with_name("doubtful.py")
        doubtful.write_text(DOUBTFUL)
        warned = fitlens("check", "doubtful.py")
        assert (warned.returncode, "Found 1 warning " in warned.stdout) == (0, True)
        assert fitlens("check", "doubtful.py", "--error-on-warning").returncode == 1
        assert fitlens("check", ".").returncode == 1
        assert fitlens("check", ".", "--exit-zero").returncode == 0

    def test_advice_never_fails(self, fitlens: Fitlens, tmp_path: Path) -> None:
        (tmp_path / "advised.py").write_text("from sklearn.model_selection import ShuffleSplit\n\nShuffleSplit(5)\n")
        done = fitlens("check", ".", "--select", "SKL112", "--error-on-warning")
        assert (done.returncode, "Found 1 piece of advice " in done.stdout) == (0, True)


class TestStandardInput:
    def test_a_program_under_the_name_it_is_given(self, fitlens: Fitlens, tmp_path: Path) -> None:
        (tmp_path / "src").mkdir()
        (tmp_path / "src" / "parts.py").write_text("from sklearn.linear_model import Ridge\n")
        program = "from parts import Ridge\n\nRidge(alhpa=1.0)\n"
        done = fitlens("check", "-", "--stdin-filename", "src/model.py", "-o", "concise", given=program)
        # What it imports is looked for beside where it would be.
        assert (done.returncode, done.stdout.split(" ")[0]) == (1, "src/model.py:3:7:")
        assert fitlens("check", "-", "-o", "concise", given=WRONG).stdout.startswith("<stdin>:3:15: SKL101 ")

    def test_a_notebook_by_its_name(self, fitlens: Fitlens) -> None:
        cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": WRONG}
        notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
        done = fitlens("check", "-", "--stdin-filename", "study.ipynb", "-o", "concise", given=notebook)
        assert done.stdout.startswith("study.ipynb:cell 1:3:15: SKL101 ")
        broken = fitlens("check", "-", "--stdin-filename", "study.ipynb", given="{")
        assert (broken.returncode, "study.ipynb: is not a notebook" in broken.stderr) == (2, True)

    def test_it_comes_alone(self, fitlens: Fitlens, wrong: Path) -> None:
        done = fitlens("check", "-", "wrong.py", given=WRONG)
        assert done.stderr == "fitlens: -: standard input is checked alone; leave out the other paths\n"
        assert "--watch: standard input does not change" in fitlens("check", "-", "--watch", given=WRONG).stderr


def test_watch_checks_again_after_a_change(wrong: Path) -> None:
    watching = subprocess.Popen(
        [sys.executable, "-m", "fitlens", "check", ".", "--watch", "-o", "concise"],
        cwd=wrong.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert watching.stdout is not None
    assert watching.stderr is not None
    try:
        assert watching.stdout.readline().startswith("wrong.py:3:15: SKL101 ")
        assert watching.stdout.readline().startswith("Found 1 error ")
        assert watching.stderr.readline() == "Watching 1 file for changes; Ctrl-C ends it.\n"
        wrong.write_text(WRONG.replace("alhpa", "alpha"))
        assert watching.stdout.readline().startswith("All checks passed: 1 file, ")
        (wrong.parent / "new.py").write_text(WRONG)
        assert watching.stdout.readline().startswith("new.py:3:15: SKL101 ")
    finally:
        watching.send_signal(2)
        code = watching.wait(60)
        watching.stdout.close()
        watching.stderr.close()
    assert code == 0


class TestProgress:
    class Terminal:
        def __init__(self) -> None:
            self.text = ""

        def isatty(self) -> bool:
            return True

        def write(self, text: str) -> None:
            self.text += text

        def flush(self) -> None:
            pass

    @pytest.fixture
    def terminal(self, monkeypatch: pytest.MonkeyPatch) -> Terminal:
        terminal = self.Terminal()
        monkeypatch.setattr(progress, "sys", SimpleNamespace(stdout=terminal, stderr=terminal))
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("CI", "")
        return terminal

    def test_a_long_run_is_drawn_and_wiped_away(self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(progress, "PATIENCE", 0.0)
        monkeypatch.setenv("COLUMNS", "40")
        with progress.shown(quiet=False) as tell:
            assert tell is not None
            tell(1_000, 4_000)
            tell(1_001, 4_000)
        drawn, wiped = terminal.text.split("\x1b[K")[:2]
        assert drawn == "\r[====" + " " * 12 + "] 1,000 of 4,000 files"
        assert len(drawn) == 40
        assert wiped == "\r"

    def test_a_short_run_is_not(self, terminal: Terminal) -> None:
        with progress.shown(quiet=False) as tell:
            assert tell is not None
            tell(1, 2)
        assert terminal.text == ""

    def test_nobody_watches_in_ci(self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CI", "true")
        with progress.shown(quiet=False) as tell:
            assert tell is None


class TestCompletion:
    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_a_script_knows_commands_flags_and_values(self, fitlens: Fitlens, shell: str) -> None:
        script = fitlens("completion", shell).stdout
        for word in ("inspect", "output-format", "json-lines", "SKL101", "unknown-hyperparameter"):
            assert word in script

    def test_bash_completes(self, fitlens: Fitlens, tmp_path: Path) -> None:
        (tmp_path / "script").write_text(fitlens("completion", "bash").stdout)
        ask = """
        complete_() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); $function; echo "${COMPREPLY[@]}"; }
        source ./script
        function=$(complete -p fitlens | sed -E 's/.*-F ([^ ]+).*/\\1/')
        complete_ fitlens ins
        complete_ fitlens check -o sar
        complete_ fitlens check --select SKL20
        """
        done = subprocess.run(["bash", "-c", ask], cwd=tmp_path, capture_output=True, text=True, check=False)
        command, format_, rules = done.stdout.splitlines()
        assert (command, format_) == ("inspect", "sarif")
        assert rules.split()[:2] == ["SKL201", "SKL202"]
