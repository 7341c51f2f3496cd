"""`fitlens check --fix` and its relatives: what is written, what is printed, and the exit code."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fitlens.cli.main import main

Check = Callable[..., tuple[int, str, str]]

WRONG = b"from sklearn.linear_model import Ridge\r\n\r\nmodel = Ridge(alhpa=1.0)\r\n"
RIGHT = WRONG.replace(b"alhpa", b"alpha")
UNSAFE = b"from sklearn.cluster import KMeans\n\nKMeans(3, n_jobs=2)\n"


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Check:
    """Runs `fitlens check .` in a directory with one wrong program: exit code, standard output and error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wrong.py").write_bytes(WRONG)

    def run(*flags: str) -> tuple[int, str, str]:
        code = main(["check", ".", "--output-format", "concise", *flags])
        captured = capfdbinary.readouterr()
        return code, captured.out.decode(), captured.err.decode()

    return run


def test_fix_writes_and_reports_what_is_left(check: Check, tmp_path: Path) -> None:
    (tmp_path / "other.py").write_bytes(UNSAFE)
    code, out, err = check("--fix")
    assert (code, err) == (1, "")
    finding, fixed, rule, found = out.splitlines()
    assert finding.startswith("other.py:3:11: SKL402 ")
    assert (fixed, rule) == ("Fixed 1 finding in 1 file:", "  1 × SKL101 (unknown-hyperparameter)")
    assert found.startswith("Found 1 error in 1 of 2 files (1 fixable with --fix --unsafe-fixes), ")
    assert (tmp_path / "wrong.py").read_bytes() == RIGHT
    assert (tmp_path / "other.py").read_bytes() == UNSAFE


def test_a_second_run_has_nothing_to_do(check: Check, tmp_path: Path) -> None:
    (tmp_path / "other.py").write_bytes(UNSAFE)
    code, out, _ = check("--fix", "--unsafe-fixes")
    assert code == 0
    assert out.startswith("Fixed 2 findings in 2 files:\n")
    once = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    code, out, _ = check("--fix", "--unsafe-fixes")
    assert (code, out) == (0, "All checks passed: 2 files, 2 estimators, scikit-learn 1.9.\n")
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()} == once


def test_without_it_the_summary_says_what_it_could_do(check: Check, tmp_path: Path) -> None:
    (tmp_path / "other.py").write_bytes(UNSAFE)
    _, out, _ = check()
    assert "Found 2 errors in 2 of 2 files (1 fixable with --fix, 1 more with --unsafe-fixes), " in out
    assert (tmp_path / "wrong.py").read_bytes() == WRONG


def test_exit_codes(check: Check, tmp_path: Path) -> None:
    def again(*flags: str) -> int:
        (tmp_path / "wrong.py").write_bytes(WRONG)
        return check(*flags)[0]

    assert again("--fix") == 0
    assert again("--fix", "--exit-non-zero-on-fix") == 1
    assert again("--fix", "--exit-non-zero-on-fix", "--exit-zero") == 0
    assert again("--fix-only", "--exit-non-zero-on-fix") == 1
    assert again("--diff") == 1
    assert again("--diff", "--exit-zero") == 0
    (tmp_path / "wrong.py").write_bytes(UNSAFE)
    assert check("--fix-only", "--exit-non-zero-on-fix")[0] == 0
    assert check("--diff")[0] == 0


def test_fix_only_tells_nothing_of_the_rest(check: Check, tmp_path: Path) -> None:
    (tmp_path / "other.py").write_bytes(UNSAFE)
    code, out, _ = check("--fix-only")
    assert code == 0
    assert out == (
        "Fixed 1 finding in 1 file:\n  1 × SKL101 (unknown-hyperparameter)\n1 fixable with --fix --unsafe-fixes.\n"
    )
    assert check("--fix-only")[1] == "Nothing was fixed (1 fixable with --fix --unsafe-fixes).\n"
    assert check("--fix-only", "--quiet")[1] == ""


def test_diff_writes_nothing_and_applies(check: Check, tmp_path: Path) -> None:
    (tmp_path / "latin.py").write_bytes(b"# coding: latin-1\ns = '\xe9\x0c'\n" + WRONG.removesuffix(b"\r\n"))
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": ["%matplotlib inline\n", WRONG.decode()]}]
    (tmp_path / "study.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}, indent=1))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = subprocess.run(
        [sys.executable, "-m", "fitlens", "check", ".", "--diff"], cwd=tmp_path, capture_output=True, check=False
    )
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert done.returncode == 1
    assert done.stderr.decode() == "Would fix 3 findings in 3 files:\n  3 × SKL101 (unknown-hyperparameter)\n"
    applied = subprocess.run(
        ["git", "apply", "-p0", "-"], cwd=tmp_path, input=done.stdout, capture_output=True, check=False
    )
    assert (applied.returncode, applied.stderr) == (0, b"")
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert after == {name: content.replace(b"alhpa", b"alpha") for name, content in before.items()}
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    assert check("--fix")[0] == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == after


def test_a_file_that_cannot_be_written_is_told_of_as_it_is(check: Check, tmp_path: Path) -> None:
    (tmp_path / "locked.py").write_bytes(WRONG)
    (tmp_path / "locked.py").chmod(0o400)
    code, out, err = check("--fix")
    assert code == 2
    assert err == "fitlens: locked.py: is not fixed: it is read-only; allow this user to write to it\n"
    assert out.startswith("locked.py:3:15: SKL101 ")
    assert "Fixed 1 finding in 1 file:" in out
    assert (tmp_path / "wrong.py").read_bytes() == RIGHT


def test_those_that_import_a_fixed_file_see_it_as_it_is_now(check: Check, tmp_path: Path) -> None:
    (tmp_path / "wrong.py").unlink()
    (tmp_path / "made.py").write_text("from sklearn.pipeline import make_pipeline\n" + WRONG.decode().replace("\r", ""))
    (tmp_path / "use.py").write_text("from made import model\n\nmodel.fit([[0.0], [1.0]], [0, 1]).coeff_\n")
    code, out, _ = check("--fix")
    assert (code, out.splitlines()[0]) == (0, "Fixed 2 findings in 2 files:")
    assert "model.fit([[0.0], [1.0]], [0, 1]).coef_" in (tmp_path / "use.py").read_text()


def test_standard_input_comes_out_fixed(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_bytes(WRONG)

    def run(*flags: str, program: bytes = WRONG) -> tuple[int, bytes, str]:
        command = [sys.executable, "-m", "fitlens", "check", "-", "--stdin-filename", "wrong.py", *flags]
        done = subprocess.run(command, cwd=tmp_path, input=program, capture_output=True, check=False)
        return done.returncode, done.stdout, done.stderr.decode()

    told = "Fixed 1 finding in 1 file:\n  1 × SKL101 (unknown-hyperparameter)\n"
    assert run("--fix") == (0, RIGHT, told)
    assert run("--fix", "--quiet", program=UNSAFE) == (1, UNSAFE, "")
    assert run("--diff")[:2] == (1, b"--- wrong.py\n+++ wrong.py\n@@ -1,3 +1,3 @@\n" + _changed())
    assert (tmp_path / "wrong.py").read_bytes() == WRONG


def _changed() -> bytes:
    first, second, old = WRONG.splitlines(keepends=True)
    return b" " + first + b" " + second + b"-" + old + b"+" + RIGHT.splitlines(keepends=True)[-1]
