"""`fitlens check --fix --target-version` on programs for older versions: they fail before it, and run after it."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import warnings
from pathlib import Path

import pytest
import sklearn

from fitlens.cli.main import main
from tests.rules.mdtest import Case, cases

HERE = sklearn.__version__.rpartition(".")[0]
PROGRAMS = {re.sub(r"\W+", "_", case.title.partition(" (")[0].lower()): case for case in cases(Path(__file__).parent)}
UPGRADED = [name for name, case in PROGRAMS.items() if case.section == "Upgraded"]
LEFT = [name for name, case in PROGRAMS.items() if case.section == "Left to the reader"]


@pytest.fixture(scope="module")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each program is after one run over all of them."""
    folder = tmp_path_factory.mktemp("programs")
    for name, case in PROGRAMS.items():
        (folder / f"{name}.py").write_text(case.program)
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["check", str(folder), "--fix", "--target-version", HERE]) == 1
    return {name: (folder / f"{name}.py").read_text() for name in PROGRAMS}


def printed(code: str) -> str:
    """What a program prints. Raises what it raises."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()) as output:
        warnings.simplefilter("ignore")
        exec(compile(code, "program.py", "exec"), {"__name__": "__main__"})
    return output.getvalue()


def printed_then(case: Case) -> str | None:
    """What it prints with the scikit-learn that it was written for; None where that is not installed."""
    folder = os.environ.get("FITLENS_ENVIRONMENTS")
    pythons = [] if folder is None else sorted(Path(folder).glob(f"{case.version}.*/bin/python"))
    if not pythons:
        return None
    command = [str(pythons[-1]), "-W", "ignore", "-c", case.program]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("name", UPGRADED)
def test_it_runs_again_and_prints_the_same(name: str, fixed: dict[str, str]) -> None:
    case = PROGRAMS[name]
    with pytest.raises(Exception, match=r".") as raised:
        printed(case.program)
    assert isinstance(raised.value, ImportError | TypeError | ValueError | AttributeError)
    now = printed(fixed[name])
    then = printed_then(case)
    assert now
    assert then in (now, None)


@pytest.mark.parametrize("name", LEFT)
def test_what_has_no_certain_successor_stays(name: str, fixed: dict[str, str]) -> None:
    with pytest.raises(Exception, match=r".") as raised:
        printed(fixed[name])
    assert isinstance(raised.value, ImportError | TypeError | ValueError)
    assert fixed[name] == PROGRAMS[name].program


def test_guards_are_left_alone(fixed: dict[str, str]) -> None:
    guarded = fixed["guarded_for_both"]
    assert "OneHotEncoder(sparse=False)" in guarded
    assert "from sklearn.externals import joblib" in guarded
    assert "BaggingRegressor(estimator=SVR()" in guarded


def test_imports_follow(fixed: dict[str, str]) -> None:
    (line,) = (line for line in fixed["a_root_alone"].splitlines() if "import" in line)
    assert set(line.removeprefix("from sklearn.metrics import ").split(", ")) == {"r2_score", "root_mean_squared_error"}
