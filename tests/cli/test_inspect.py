"""`fitlens inspect`: every labelled place."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

Fitlens = Callable[..., subprocess.CompletedProcess[str]]

PROGRAM = """\
from sklearn.linear_model import Ridge
from sklearn.svm import SVC

model = SVC(C=2.0) if swift else Ridge()
model.fit(X, y)
print("🦊", model.intercept_)
"""


def test_json_says_what_each_place_is(fitlens: Fitlens, tmp_path: Path) -> None:
    (tmp_path / "either.py").write_text(PROGRAM)
    sites = json.loads(fitlens("inspect", "either.py", "--output-format", "json").stdout)
    assert {
        "filename": "either.py",
        "cell": None,
        "location": {"row": 4, "column": 13},
        "end_location": {"row": 4, "column": 14},
        "role": "hyperparameter",
        "estimator": "sklearn.svm.SVC",
        "name": "C",
        "state": "unfitted",
        "runtime": False,
    } in sites
    assert {
        "filename": "either.py",
        "cell": None,
        "location": {"row": 6, "column": 18},
        "end_location": {"row": 6, "column": 28},
        "role": "learned-parameter",
        "estimator": "sklearn.linear_model.Ridge|sklearn.svm.SVC",
        "name": "intercept_",
        "state": "fitted",
        "runtime": False,
    } in sites
    assert [site["location"]["row"] for site in sites] == sorted(site["location"]["row"] for site in sites)


def test_the_listing_sets_labels_beside_the_source(fitlens: Fitlens, tmp_path: Path) -> None:
    (tmp_path / "either.py").write_text(PROGRAM)
    wide = fitlens("inspect", "either.py", COLUMNS="120").stdout.splitlines()
    assert wide[0] == "either.py"
    (line,) = [line for line in wide if "print(" in line]
    assert line.startswith('    6 | print("🦊", model.intercept_)')
    assert line.endswith("  intercept_  learned parameter of fitted Ridge or SVC")
    (fit,) = [line for line in wide if "model.fit" in line]
    assert fit.endswith("  fit         method of unfitted Ridge or SVC")
    narrow = fitlens("inspect", "either.py", COLUMNS="40").stdout.splitlines()
    at = narrow.index('    6 | print("🦊", model.intercept_)')
    assert narrow[at + 1].strip(" |") == "intercept_ learned parameter of fitted Ridge or SVC"


def test_runtime_options_are_told_from_what_there_is_to_tune(fitlens: Fitlens, tmp_path: Path) -> None:
    (tmp_path / "options.py").write_text("from sklearn.svm import SVC\nSVC(C=2.0, verbose=True)\n")
    of_it = ("inspect", "options.py", "--target-version", "1.9")
    told = fitlens(*of_it, COLUMNS="120").stdout
    assert re.search(r" C +hyperparameter of SVC$", told, re.MULTILINE)
    assert re.search(r" verbose +runtime option of SVC$", told, re.MULTILINE)
    sites = json.loads(fitlens(*of_it, "--output-format", "json").stdout)
    assert {(site["name"], site["role"], site["runtime"]) for site in sites} == {
        ("SVC", "estimator", False),
        ("C", "hyperparameter", False),
        ("verbose", "hyperparameter", True),
    }


def test_a_path_that_cannot_be_read_does_not_hide_the_others(fitlens: Fitlens, tmp_path: Path) -> None:
    (tmp_path / "either.py").write_text(PROGRAM)
    done = fitlens("inspect", "missing.py", "either.py", "--output-format", "json")
    assert done.returncode == 1
    assert done.stderr.startswith("fitlens: missing.py: no such file")
    assert json.loads(done.stdout)
    nothing = fitlens("inspect", "missing.py", "--output-format", "json")
    assert (nothing.returncode, json.loads(nothing.stdout)) == (2, [])


def test_code_that_is_not_python_is_told_of_as_check_does(fitlens: Fitlens, tmp_path: Path) -> None:
    (tmp_path / "half.py").write_text(PROGRAM + "model.predict(X\n")
    done = fitlens("inspect", "half.py")
    assert done.returncode == fitlens("check", "half.py").returncode == 1
    assert done.stderr.startswith("fitlens: half.py:7:14: SKL999 ")
    assert len(done.stderr.splitlines()) == 1
    assert "learned parameter of fitted Ridge or SVC" in done.stdout
