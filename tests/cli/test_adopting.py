"""What a team does with findings that are there already: a baseline, or comments."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fitlens.cli.main import main

PROGRAM = """\
from sklearn.linear_model import Ridge
from sklearn.svm import SVC

Ridge(alhpa=1.0)
Ridge(alhpa=1.0)
SVC(kernel="linear", gamma=2)
"""

Run = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`fitlens check` in a directory with one program: exit code, what was found (line and code), and what else was told."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_text(PROGRAM)

    def check(*arguments: str) -> tuple[int, list[str], str]:
        code = main(["check", "--target-version", "1.9", "--output-format", "concise", *arguments])
        out, err = capsys.readouterr()
        found: list[str] = []
        told = err
        for line in out.splitlines():
            place, _, rest = line.partition(": ")
            if place.count(":") >= 2:
                found.append(f"{place.rpartition(':')[0]} {rest.split()[0]}")
            else:
                told += line + "\n"
        return code, found, told

    return check


class TestBaseline:
    def test_what_is_in_it_is_not_reported_and_what_is_new_is(self, run: Run, tmp_path: Path) -> None:
        code, found, told = run(".", "--baseline", "known.json", "--write-baseline")
        assert (code, found, told) == (0, [], "Wrote 3 findings in 1 file to known.json.\n")
        code, found, told = run(".", "--baseline", "known.json")
        assert (code, found) == (0, [])
        assert told.endswith(" 3 findings not shown: known by the baseline.\n")
        (tmp_path / "a.py").write_text(PROGRAM + "Ridge(alhpa=1.0)\nSVC(C=-1)\n")
        assert run(".", "--baseline", "known.json")[:2] == (1, ["a.py:7 SKL101", "a.py:8 SKL102"])

    def test_lines_layout_comments_and_messages_may_change(self, run: Run, tmp_path: Path) -> None:
        run(".", "--baseline", "known.json", "--write-baseline")
        moved = PROGRAM.replace("\n\n", "\n\n\nx = 1\n").replace("(kernel", "(  # why\n    kernel")
        (tmp_path / "a.py").write_text(moved.replace("Ridge(alhpa=1.0)\n", "Ridge( alhpa = 1.0 )\n"))
        assert run(".", "--baseline", "known.json", "--locked-baseline")[:2] == (0, [])

    def test_a_stale_one_is_told_of_fails_where_it_is_locked_and_can_be_pruned(self, run: Run, tmp_path: Path) -> None:
        run(".", "--baseline", "known.json", "--write-baseline")
        (tmp_path / "a.py").write_text(PROGRAM.replace("Ridge(alhpa=1.0)\n", "", 1) + "SVC(C=-1)\n")
        stale = "fitlens: known.json: 1 finding in it is gone: SKL101 in a.py; --prune-baseline drops it"
        code, found, told = run(".", "--baseline", "known.json", "--exit-zero")
        assert (code, found, told.startswith(stale)) == (0, ["a.py:6 SKL102"], True)
        assert run(".", "--baseline", "known.json", "--locked-baseline", "--ignore", "SKL102")[0] == 1
        # Pruning drops, and takes nothing in.
        assert run(".", "--baseline", "known.json", "--prune-baseline")[1] == ["a.py:6 SKL102"]
        assert run(".", "--baseline", "known.json", "--locked-baseline", "--ignore", "SKL102")[0] == 0

    def test_what_a_run_did_not_look_at_stays(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "b.py").write_text(PROGRAM)
        run(".", "--baseline", "known.json", "--write-baseline")
        before = (tmp_path / "known.json").read_text()
        assert run("a.py", "--select", "SKL106", "--baseline", "known.json", "--locked-baseline")[:2] == (0, [])
        run("a.py", "--select", "SKL106", "--baseline", "known.json", "--write-baseline")
        assert (tmp_path / "known.json").read_text() == before
        (tmp_path / "b.py").unlink()
        assert run("a.py", "--baseline", "known.json", "--locked-baseline")[0] == 1

    def test_it_can_be_a_setting(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "fitlens.toml").write_text('baseline = "known.json"\n')
        assert (
            run(".")[2] == "fitlens: known.json: no such baseline; write it with --write-baseline, or check the path\n"
        )
        assert run(".", "--write-baseline")[0] == 0
        assert run(".")[:2] == (0, [])

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("{", "known.json: is no baseline: invalid JSON: "),
            ("[]", 'known.json: is no baseline: expected what --write-baseline writes, with "version": 1'),
            ('{"version": 2, "findings": {}}', "known.json: is no baseline: expected "),
        ],
    )
    def test_a_file_that_is_none_is_refused(self, run: Run, tmp_path: Path, text: str, says: str) -> None:
        (tmp_path / "known.json").write_text(text)
        code, _, told = run(".", "--baseline", "known.json")
        assert code == 2
        assert told.startswith(f"fitlens: {says}")


class TestFixesBesideABaseline:
    """What is not reported is not mended, and nothing that is known becomes new by a fix."""

    @pytest.fixture
    def program(self, tmp_path: Path, run: Run) -> Path:
        path = tmp_path / "a.py"
        path.write_text(PROGRAM + "SVC(C=-1)\n")
        run(".", "--baseline", "known.json", "--write-baseline")
        return path

    def test_what_is_known_stays_and_what_is_new_is_mended(self, run: Run, program: Path, tmp_path: Path) -> None:
        known = (tmp_path / "known.json").read_text()
        before = program.read_text()
        program.write_text(before + "Ridge(alhpa=2.0)\n")
        assert run(".", "--baseline", "known.json", "--fix", "--unsafe-fixes")[:2] == (0, [])
        assert program.read_text() == before + "Ridge(alpha=2.0)\n"
        assert run(".", "--baseline", "known.json", "--locked-baseline")[:2] == (0, [])
        assert (tmp_path / "known.json").read_text() == known
        code, _, told = run(".", "--baseline", "known.json", "--diff")
        assert (code, told) == (0, "Nothing would be fixed.\n")

    def test_a_statement_is_not_changed_of_which_something_is_known(self, run: Run, program: Path) -> None:
        program.write_text("from sklearn.svm import SVC\n\nSVC(C=-1, kernl='rbf')\n")
        run(".", "--baseline", "known.json", "--write-baseline", "--select", "SKL102")
        code, found, told = run(".", "--baseline", "known.json", "--fix")
        assert (code, found) == (1, ["a.py:3 SKL101"])
        assert "fixable" not in told
        assert run(".", "--baseline", "known.json", "--fix", "--prune-baseline")[:2] == (1, ["a.py:3 SKL101"])
        assert "kernl" in program.read_text()

    def test_with_prune_it_is_mended_and_dropped(self, run: Run, program: Path, tmp_path: Path) -> None:
        code, found, told = run(".", "--baseline", "known.json", "--fix", "--prune-baseline")
        assert (code, found) == (0, [])
        assert "Fixed 3 findings in 1 file:" in told
        assert "Dropped 3 findings from known.json.\n" in told
        assert program.read_text().count("alpha=1.0") == 2
        assert (tmp_path / "known.json").read_text().count("SKL") == 1
        assert run(".", "--baseline", "known.json", "--locked-baseline")[:2] == (0, [])

    def test_with_write_what_the_fixes_leave_is_what_is_known(self, run: Run, program: Path) -> None:
        told = run(".", "--baseline", "known.json", "--fix", "--write-baseline")[2]
        assert told == "Wrote 1 finding in 1 file to known.json.\n"
        assert program.read_text().count("alpha=1.0") == 2

    def test_a_baseline_that_cannot_be_read_keeps_all_as_it_is(self, run: Run, program: Path, tmp_path: Path) -> None:
        before = program.read_text()
        (tmp_path / "known.json").write_text("<<<<<<< ours\n")
        assert run(".", "--baseline", "known.json", "--fix")[0] == 2
        assert program.read_text() == before


class TestAddIgnore:
    def test_afterwards_nothing_is_found_and_no_comment_is_unused(self, run: Run, tmp_path: Path) -> None:
        program = (
            PROGRAM + 'SVC(C=-1,  # why\n    gamma="""a\n    b""")\nSVC(kernel="linear", \\\n    gamma=2)\n'
            "SVC(C=-1, gamma=-1, kernl=1)  # fitlens: ignore[SKL101]\r\n"
            "def f(\n    a=SVC(C=-2),\n):\n    return SVC(C=-3)"
        )
        (tmp_path / "a.py").write_bytes(program.encode())
        code, found, told = run("a.py", "--add-ignore")
        assert (code, found, told) == (0, [], "Added 8 comments for 10 findings in 1 file.\n")
        assert run("a.py")[:2] == (0, [])
        written = (tmp_path / "a.py").read_bytes().decode()
        assert 'SVC(kernel="linear", gamma=2)  # fitlens: ignore[SKL106]\n' in written
        assert "SVC(C=-1,  # why  # fitlens: ignore[SKL102]\n" in written
        assert "    gamma=2)  # fitlens: ignore[SKL106]\n" in written
        assert "# fitlens: ignore[SKL101, SKL102]\r\n" in written

    def test_in_a_notebook_only_the_lines_change(self, run: Run, tmp_path: Path) -> None:
        cells = [
            {"cell_type": "markdown", "metadata": {}, "source": ["# é"]},
            {
                "cell_type": "code",
                "metadata": {"b": 1, "a": 2},
                "outputs": [],
                "source": PROGRAM.splitlines(keepends=True),
            },
        ]
        text = json.dumps({"nbformat_minor": 5, "nbformat": 4, "metadata": {}, "cells": cells}, indent=3)
        (tmp_path / "n.ipynb").write_text(text)
        assert run("n.ipynb", "--add-ignore")[0] == 0
        assert run("n.ipynb")[:2] == (0, [])
        changed = [line for line in (tmp_path / "n.ipynb").read_text().split("\n") if line not in text.split("\n")]
        assert len(changed) == 3
        assert all("  # fitlens: ignore[SKL10" in line for line in changed)
