"""`fitlens show` and `fitlens rule`: what is known of scikit-learn, and what is looked for."""

import json
import re
import subprocess
from collections.abc import Callable

import pytest

from fitlens import __version__

Fitlens = Callable[..., subprocess.CompletedProcess[str]]


def test_an_estimator_is_a_table_of_what_can_be_set_and_what_is_learned(fitlens: Fitlens) -> None:
    shown = fitlens("show", "sklearn.svm.SVC", COLUMNS="110").stdout
    assert shown.startswith("sklearn.svm.SVC\n")
    assert re.search(r"^  C +1\.0 +a number > 0$", shown, re.MULTILINE)
    assert re.search(r'^  gamma +"scale" +"auto", "scale" or a number ≥ 0$', shown, re.MULTILINE)
    assert "support_vectors_" in shown.partition("Learned parameters, set by fit")[2]
    assert fitlens("show", "SVC", COLUMNS="110").stdout == shown


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_the_table_fits_the_terminal(fitlens: Fitlens, width: int) -> None:
    shown = fitlens("show", "HistGradientBoostingClassifier", COLUMNS=str(width)).stdout
    # Its path and the address of its page are longer than the narrow ones.
    lines = [line for line in shown.splitlines() if "sklearn.ensemble" not in line]
    assert max(map(len, lines)) <= width


def test_a_function_and_a_required_argument(fitlens: Fitlens) -> None:
    assert re.search(r"^  estimator +\(required\)", fitlens("show", "cross_val_score").stdout, re.MULTILINE)


def test_a_name_that_is_unknown_gets_the_nearest(fitlens: Fitlens) -> None:
    done = fitlens("show", "Lasoo")
    assert done.returncode == 2
    assert done.stderr.startswith(
        "fitlens: no class or function 'Lasoo' in scikit-learn 1.9; did you mean sklearn.linear_model.Lasso"
    )


def test_rules_are_listed_and_explained(fitlens: Fitlens) -> None:
    listed = fitlens("rule").stdout.splitlines()
    assert re.fullmatch(r"SKL101  unknown-hyperparameter +error", listed[0])
    by_code, by_name = fitlens("rule", "skl101"), fitlens("rule", "unknown-hyperparameter")
    assert by_code.stdout == by_name.stdout
    assert "## What it does" in by_code.stdout
    record = json.loads(fitlens("rule", "SKL101", "--output-format", "json").stdout)
    assert (record["code"], record["severity"]) == ("SKL101", "error")
    assert len(json.loads(fitlens("rule", "--output-format", "json").stdout)) == len(listed)
    unknown = fitlens("rule", "SKL998")
    assert (unknown.returncode, unknown.stderr) == (2, "fitlens: no rule 'SKL998': `fitlens rule` lists them all\n")


def test_the_version(fitlens: Fitlens) -> None:
    assert fitlens("--version").stdout == f"fitlens {__version__}\n"
