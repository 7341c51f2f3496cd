"""`fitlens check`: what it prints, where, and with which exit code."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

from fitlens.analysis.facts import Facts
from fitlens.cli.main import main
from fitlens.source.document import Document

Fitlens = Callable[..., subprocess.CompletedProcess[str]]

WRONG = "from sklearn.linear_model import Ridge\n\nmodel = Ridge(alhpa=1.0)\n"
RIGHT = "from sklearn.linear_model import Ridge\n\nmodel = Ridge(alpha=1.0)\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A directory with one right and one wrong program, where every test starts."""
    (tmp_path / "right.py").write_text(RIGHT)
    (tmp_path / "wrong.py").write_text(WRONG)
    return tmp_path


class TestGoodInput:
    def test_clean(self, fitlens: Fitlens, files: Path) -> None:
        done = fitlens("check", "right.py")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "All checks passed: 1 file, 1 estimator, scikit-learn 1.9.\n"

    def test_findings(self, fitlens: Fitlens, files: Path) -> None:
        done = fitlens("check", ".", "--output-format", "concise")
        assert (done.returncode, done.stderr) == (1, "")
        finding, summary = done.stdout.splitlines()
        assert finding.startswith("wrong.py:3:15: SKL101 ")
        assert summary.startswith("Found 1 error in 1 of 2 files")
        assert "\x1b" not in done.stdout

    def test_quiet_and_exit_zero(self, fitlens: Fitlens, files: Path) -> None:
        done = fitlens("check", ".", "--output-format", "concise", "--quiet", "--exit-zero")
        assert done.returncode == 0
        assert len(done.stdout.splitlines()) == 1

    def test_rules_are_chosen_by_code_beginning_and_name(self, fitlens: Fitlens, files: Path) -> None:
        assert fitlens("check", ".", "--select", "SKL2").returncode == 0
        assert fitlens("check", ".", "--select", "skl1,SKL201").returncode == 1
        assert fitlens("check", ".", "--ignore", "unknown-hyperparameter").returncode == 0
        unknown = fitlens("check", ".", "--select", "E501")
        assert unknown.returncode == 2
        assert "no rule 'E501'" in unknown.stderr

    def test_a_notebook_is_one_program(self, fitlens: Fitlens, tmp_path: Path) -> None:
        cells = [
            {"cell_type": "markdown", "metadata": {}, "source": "# Ridge"},
            {
                "cell_type": "code",
                "metadata": {},
                "outputs": [],
                "source": "%pylab\nfrom sklearn.linear_model import Ridge",
            },
            {"cell_type": "code", "metadata": {}, "outputs": [], "source": ["print('🦊')\n", "Ridge(alhpa=1.0)"]},
        ]
        notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (tmp_path / "study.ipynb").write_text(json.dumps(notebook))
        (record,) = json.loads(fitlens("check", "study.ipynb", "--output-format", "json").stdout)
        assert (record["filename"], record["cell"]) == ("study.ipynb", 3)
        assert record["location"] == {"row": 2, "column": 7}


class TestBadInput:
    """Each with a right and a wrong program beside it, which are still checked."""

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("latin.py", "# coding of the caf\xe9\nx = 1\n".encode("latin-1"), "is not UTF-8"),
            ("data.py", bytes(range(256)) * 20, "is not UTF-8"),
            ("half.ipynb", b'{"cells": [', "half.ipynb: "),
            ("list.ipynb", b"[1, 2]", "list.ipynb: "),
        ],
    )
    def test_a_file_that_cannot_be_read(
        self, fitlens: Fitlens, files: Path, name: str, content: bytes, says: str
    ) -> None:
        (files / name).write_bytes(content)
        done = fitlens("check", ".", "--output-format", "concise")
        assert done.returncode == 1
        (message,) = done.stderr.splitlines()
        assert message.startswith(f"fitlens: {name}: ")
        assert says in message
        assert "wrong.py:3:15: SKL101 " in done.stdout
        assert "in 1 of 2 files" in done.stdout
        assert done.stdout.endswith(f" 1 path could not be checked: {name}.\n")

        (files / "wrong.py").unlink()
        assert f"No findings in 1 file, but 1 path could not be checked: {name}.\n" in fitlens("check", ".").stdout
        alone = fitlens("check", name)
        assert (alone.returncode, alone.stdout) == (2, "Nothing could be checked.\n")

    def test_a_missing_path(self, fitlens: Fitlens, files: Path) -> None:
        done = fitlens("check", "missing.py", "right.py")
        assert done.returncode == 1
        assert done.stderr.startswith("fitlens: missing.py: no such file")
        assert fitlens("check", "missing.py", "missing").returncode == 2

    def test_a_pipe_is_not_waited_for(self, fitlens: Fitlens, files: Path) -> None:
        os.mkfifo(files / "pipe")
        done = fitlens("check", "pipe", "right.py")
        assert done.returncode == 1
        assert done.stderr.startswith("fitlens: pipe: is not a regular file")

    def test_without_permission(
        self, files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        # Root, who runs the tests in CI, may read everything: so the refusal is played, within this process.
        def refuse(path: str, mode: str) -> IO[Any]:
            if os.path.basename(path) == "right.py":
                raise PermissionError(13, "Permission denied", path)
            return open(path, mode)

        monkeypatch.setattr("fitlens.source.read.open", refuse, raising=False)
        monkeypatch.chdir(files)
        assert main(["check", "."]) == 1
        captured = capsys.readouterr()
        assert captured.err.startswith("fitlens: right.py: permission denied")
        assert "wrong.py:3:15" in captured.out

    @pytest.mark.parametrize("code", ["this is no Python at all", "def f(:\n", "x = (\n", "\0", "\x0c", "if x:\n"])
    def test_what_is_not_python_is_found_to_be_so(self, fitlens: Fitlens, files: Path, code: str) -> None:
        (files / "broken.py").write_text(f"import sklearn\n{code}")
        done = fitlens("check", ".", "--output-format", "concise")
        assert (done.returncode, done.stderr) == (1, "")
        assert ("broken.py:" in done.stdout) == (code != "\x0c")
        assert "wrong.py:3:15: SKL101 " in done.stdout

    def test_half_typed_code_is_analysed_as_far_as_it_goes(self, fitlens: Fitlens, files: Path) -> None:
        (files / "half.py").write_text(WRONG + "\nmodel.fit(X,\n")
        done = fitlens("check", "half.py", "--output-format", "json")
        codes = {record["code"]: record["location"]["row"] for record in json.loads(done.stdout)}
        assert set(codes) == {"SKL101", "SKL999"}
        assert codes["SKL101"] == 3
        assert codes["SKL999"] >= 5

    def test_a_text_that_is_no_python_is_told_of_in_a_few_lines(self, fitlens: Fitlens, files: Path) -> None:
        (files / "notes.txt").write_text("these are notes on sklearn\n" * 42)
        done = fitlens("check", "notes.txt", "--output-format", "concise", "--quiet")
        *named, rest = done.stdout.splitlines()
        assert len(named) == 5
        assert rest == "notes.txt:6:7: SKL999 and 37 more places from here on"
        assert "= docs: fitlens rule SKL999" in fitlens("check", "notes.txt").stdout

    def test_syntax_is_selected_as_rules_are(self, fitlens: Fitlens, files: Path) -> None:
        (files / "broken.py").write_text("import sklearn\nx = (\n")
        assert fitlens("check", "broken.py").returncode == 1
        assert fitlens("check", "broken.py", "--ignore", "SKL999").returncode == 0
        assert fitlens("check", "broken.py", "--select", "SKL101").returncode == 0
        assert fitlens("check", "broken.py", "--select", "SKL101,invalid-syntax").returncode == 1

    def test_a_notebook_that_is_not_python_is_skipped_not_passed(self, fitlens: Fitlens, files: Path) -> None:
        cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "x <- 1"}
        notebook = {"cells": [cell], "metadata": {"kernelspec": {"language": "R"}}, "nbformat": 4, "nbformat_minor": 5}
        (files / "study.ipynb").write_text(json.dumps(notebook))
        alone = fitlens("check", "study.ipynb")
        assert (alone.returncode, alone.stdout) == (
            0,
            "Nothing to check. 1 notebook skipped, without Python code: study.ipynb.\n",
        )
        both = fitlens("check", "study.ipynb", "right.py").stdout
        assert both.startswith("All checks passed: 1 file, ")
        assert both.endswith(" 1 notebook skipped, without Python code: study.ipynb.\n")

    def test_exit_zero_stands_for_what_could_be_read(self, fitlens: Fitlens, files: Path) -> None:
        assert fitlens("check", "wrong.py", "missing.py", "--exit-zero").returncode == 0
        assert fitlens("check", "missing.py", "--exit-zero").returncode == 2

    def test_an_empty_file_and_an_empty_directory(self, fitlens: Fitlens, tmp_path: Path) -> None:
        assert fitlens("check", ".").stdout == "No Python files or notebooks found under the given paths.\n"
        (tmp_path / "empty.py").touch()
        done = fitlens("check", ".")
        assert (done.returncode, done.stdout) == (0, "All checks passed: 1 file, 0 estimators, scikit-learn 1.9.\n")

    def test_50_000_lines(self, fitlens: Fitlens, files: Path) -> None:
        (files / "long.py").write_text(WRONG + "value = [n + 1 for n in range(3)]\n" * 50_000 + "Ridge(alhpa=2)\n")
        done = fitlens("check", "long.py", "--output-format", "concise", "--quiet")
        assert done.returncode == 1
        assert done.stdout.startswith("long.py:3:15: SKL101 ")

    def test_deep_nesting(self, fitlens: Fitlens, files: Path) -> None:
        (files / "deep.py").write_text(
            "x = " + "(" * 150 + "1" + ")" * 150 + "\ny = " + "-" * 5000 + "1\n" + "z = 1" + " + 1" * 5000 + "\n"
        )
        done = fitlens("check", ".", "--output-format", "concise")
        assert "wrong.py:3:15: SKL101 " in done.stdout
        assert "internal error" not in done.stderr

    def test_a_directory_loop(self, fitlens: Fitlens, files: Path) -> None:
        (files / "loop").symlink_to(files, target_is_directory=True)
        assert "in 1 of 2 files" in fitlens("check", ".").stdout

    def test_names_that_the_terminal_cannot_show(self, fitlens: Fitlens, files: Path) -> None:
        os.rename(files / "wrong.py", os.fsencode(files) + b"/\xff\xe9.py")
        (files / "r\xe9gr\n.py").write_text(WRONG)
        done = fitlens("check", ".", "--output-format", "concise", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
        assert done.returncode == 1
        first, second, _summary = done.stdout.splitlines()
        assert first.startswith("r\\xe9gr\\n.py:3:15: SKL101 ")
        assert second.startswith("\\udcff\\udce9.py:3:15: SKL101 ")


class TestAccidents:
    def test_our_own_mistake_names_the_file_and_spares_the_others(
        self, files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        from fitlens.analysis import analyze as module

        analyze = module.analyze

        def fail(document: Document, *known: Any) -> Facts:
            if document.path == "right.py":
                raise LookupError("of\nours")
            return analyze(document, *known)

        monkeypatch.setattr(module, "analyze", fail)
        monkeypatch.chdir(files)
        assert main(["check", "."]) == 2
        captured = capsys.readouterr()
        (message,) = captured.err.splitlines()
        assert message.startswith("fitlens: right.py: internal error at fitlens/check/judging.py:")
        assert "LookupError: of ours" in message
        assert "report it" in message
        assert "wrong.py:3:15" in captured.out

    def test_a_reader_that_goes_away(self, files: Path) -> None:
        for n in range(400):
            (files / f"wrong{n}.py").write_text(WRONG)
        checking = subprocess.Popen(
            [sys.executable, "-m", "fitlens", "check", "."],
            cwd=files,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert checking.stdout is not None
        checking.stdout.close()
        assert checking.wait(60) == 141
        assert checking.stderr is not None
        assert checking.stderr.read() == b""

    @pytest.mark.parametrize("command", [("check", "."), ("inspect", "."), ("show", "SVC"), ("--help",)])
    def test_output_that_nobody_can_take(self, files: Path, command: tuple[str, ...]) -> None:
        fitlens = [sys.executable, "-m", "fitlens"]
        with open("/dev/full", "w") as full:
            done = subprocess.run([*fitlens, *command], cwd=files, stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 2
        assert done.stderr == b"fitlens: standard output cannot be written: No space left on device\n"
        closed = subprocess.run(
            ["sh", "-c", 'exec "$@" >&-', "sh", *fitlens, *command], cwd=files, stderr=subprocess.PIPE, check=False
        )
        assert closed.returncode == 2
        (line,) = closed.stderr.splitlines()
        assert line.startswith(b"fitlens: standard output is closed")
        # Without standard error, what belongs there does not turn up elsewhere.
        silent = subprocess.run(
            ["sh", "-c", 'exec "$@" 2>&-', "sh", *fitlens, "check", "missing.py", "--quiet"],
            cwd=files,
            stdout=subprocess.PIPE,
            check=False,
        )
        assert (silent.returncode, silent.stdout) == (2, b"")

    def test_an_interrupt(
        self, files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def interrupt(*_: object) -> object:
            raise KeyboardInterrupt

        monkeypatch.setattr("fitlens.analysis.analyze.analyze", interrupt)
        assert main(["check", str(files)]) == 130
        assert capsys.readouterr().out == ""

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("chek", "."), "COMMAND: no 'chek'; did you mean check? (`fitlens --help` tells more)"),
            (
                ("check", "--selct", "SKL1"),
                "no flag --selct; did you mean --select? (`fitlens check --help` tells more)",
            ),
            (("check", "--color", "blue"), "--color: no 'blue': expected one of auto, always, never (`fitlens check"),
            (("check", "-o", "xml", "."), "-o/--output-format: no format 'xml': expected one of full, concise"),
            (("show",), "the following arguments are required: NAME (`fitlens show --help` tells more)"),
            (("rule", "SKL101", "SKL102"), "'SKL102' is one argument too many (`fitlens rule --help` tells more)"),
        ],
    )
    def test_bad_arguments_are_told_of_in_one_line(
        self, fitlens: Fitlens, arguments: tuple[str, ...], told: str
    ) -> None:
        done = fitlens(*arguments)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert done.stderr.startswith(f"fitlens: {told}")

    def test_who_asks_for_nothing_is_shown_what_can_be_asked_for(self, fitlens: Fitlens) -> None:
        done = fitlens()
        assert done.returncode == 2
        assert "find what scikit-learn would refuse" in done.stderr

    def test_without_a_path_the_current_directory_is_checked(self, fitlens: Fitlens, tmp_path: Path) -> None:
        (tmp_path / "model.py").write_text("from sklearn.svm import SVC\nSVC(gama=1)\n", encoding="utf-8")
        assert fitlens("check").stdout == fitlens("check", ".").stdout
        assert "model.py:2:5: SKL101" in fitlens("check").stdout
