"""The catalog says of every estimator what the installed scikit-learn says of itself.

The versions other than the one that is installed here are installed into the cache of `fitlens catalog build-all` first.
Set FITLENS_OFFLINE where there is no package index to get them from.
"""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fitlens.catalog.build.environments import default_cache, find_python, install
from fitlens.catalog.build.versions import RELEASES
from fitlens.catalog.model import ClassEntry, Constraint, Parameter
from fitlens.catalog.store import Catalog, CatalogError, open_catalog

ESTIMATORS = {"1.2": 191, "1.5": 199, "1.9": 208}
"""How many there are at least."""


@cache
def interpreter_with(version: str) -> str:
    """One that has this version installed."""
    release = next(each for each in RELEASES if each.minor == version)
    sklearn = pytest.importorskip("sklearn")
    if sklearn.__version__ == release.version:
        return sys.executable
    if os.environ.get("FITLENS_OFFLINE"):
        pytest.skip(f"FITLENS_OFFLINE is set, and scikit-learn {release.version} would have to be installed")
    try:
        python = find_python(None)
    except CatalogError as error:
        pytest.skip(str(error))
    return install(release, default_cache(), python)


@cache
def asked(version: str) -> dict[str, Any]:
    """What `asked.py` prints there."""
    script = str(Path(__file__).parent / "asked.py")
    done = subprocess.run([interpreter_with(version), "-I", script], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture(params=ESTIMATORS)
def version(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def catalog(version: str) -> Catalog:
    return open_catalog(version)


@pytest.fixture
def pairs(version: str, catalog: Catalog) -> list[tuple[dict[str, Any], ClassEntry]]:
    """What scikit-learn says of each estimator, with the catalog's entry, found by the path that defines it."""
    found: list[tuple[dict[str, Any], ClassEntry]] = []
    for path, told in asked(version)["estimators"].items():
        entry = catalog.resolve(path)
        assert isinstance(entry, ClassEntry), path
        assert f"{entry.defined}.{entry.name}" == path
        found.append((told, entry))
    return found


Pairs = list[tuple[dict[str, Any], ClassEntry]]


def test_every_estimator_is_there_and_nothing_else(version: str, catalog: Catalog, pairs: Pairs) -> None:
    assert catalog.patch == asked(version)["version"]
    assert len(pairs) >= ESTIMATORS[version]
    assert {entry.path for _, entry in pairs} == {entry.path for entry in catalog.classes("estimator")}


def test_signatures(pairs: Pairs) -> None:
    kinds = {"positional": "POSITIONAL_OR_KEYWORD", "keyword-only": "KEYWORD_ONLY", "var-positional": "VAR_POSITIONAL"}
    hyperparameters = 0
    for told, entry in pairs:
        expected = told["parameters"]
        assert [each.name for each in entry.parameters] == [each["name"] for each in expected], entry.path
        assert [kinds[each.kind] for each in entry.parameters] == [each["kind"] for each in expected], entry.path
        for parameter, one in zip(entry.parameters, expected, strict=True):
            assert parameter.required == (one["default"] is None), (entry.path, parameter)
            if not parameter.required:
                assert same_default(parameter.default, *one["default"]), (entry.path, parameter, one["default"])
        hyperparameters += len(expected)
    assert hyperparameters > 1500


def same_default(text: str | None, told: str, kind: str) -> bool:
    if kind == "callable":
        return text == told
    names = {"nan": float("nan"), "inf": float("inf")}
    # numpy's numbers print themselves with their type, from numpy 2 on
    value = eval(told.partition("(")[2].rstrip(")") if told.startswith("np.") else told, names)
    found = eval(str(text), names)
    return type(value) is type(found) and (found == value or (found != found and value != value))


def test_constraints_judge_like_scikit_learn(pairs: Pairs) -> None:
    """Every value of a sample is accepted by the catalog's constraints if and only if scikit-learn accepts it."""
    judged = 0
    for told, entry in pairs:
        for parameter, one in zip(entry.parameters, told["parameters"], strict=True):
            assert (parameter.constraints is None) == (one["verdicts"] is None), (entry.path, parameter.name)
            for text, expected in one["verdicts"] or ():
                value = eval(text, {"nan": float("nan"), "inf": float("inf")})
                ours = accepts(parameter, value)
                if ours is not None:
                    assert ours == expected, (entry.path, parameter, value)
                    judged += 1
    assert judged > 30_000


NUMBERS = {"integral": int, "real": (int, float), "real-not-int": float}
TYPES: dict[str, Any] = {
    "dict": dict, "str": str, "float": float, "tuple": tuple, "list": list, "bool": bool, "type": type,
    "numbers.Integral": int, "numbers.Real": (int, float),
    "collections.abc.Mapping": dict, "collections.abc.MutableMapping": dict,
}  # fmt: skip


def accepts(parameter: Parameter, value: object) -> bool | None:
    """A naive reading of the records, independent of the rules' one; None where it has no opinion."""
    verdicts = [accepted(each, value) for each in parameter.constraints or ()]
    return True if True in verdicts else None if None in verdicts else False


def accepted(constraint: Constraint, value: Any) -> bool | None:
    match constraint.kind:
        case "none":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "options":
            return isinstance(value, TYPES[constraint.type or "str"]) and value in constraint.values
        case "interval":
            assert constraint.number
            low = float("-inf") if constraint.low is None else constraint.low
            high = float("inf") if constraint.high is None else constraint.high
            return isinstance(value, NUMBERS[constraint.number]) and (
                low < value < high
                or (value == low and constraint.closed in ("left", "both"))
                or (value == high and constraint.closed in ("right", "both"))
            )
        case "instance":
            wanted = TYPES.get(str(constraint.type))
            return isinstance(value, wanted) if wanted else False
        case "random-state":
            return value is None or (isinstance(value, int) and 0 <= value < 2**32)
        case "verbose":
            return isinstance(value, bool) or (isinstance(value, int) and value >= 0)
        case "callable":
            return callable(value)
        case "nan" | "sparse-matrix" | "methods":
            return False if not isinstance(value, dict | tuple | str) else None
        case _:
            return None


def test_methods_and_the_place_they_are_defined(catalog: Catalog, pairs: Pairs) -> None:
    for told, entry in pairs:
        assert told["line"] == entry.line
        methods = {method.name for method in entry.methods}
        assert {"get_params", "set_params"} <= methods, entry.path
        assert methods <= set(told["methods"]), entry.path
    (svc,) = catalog.find("SVC")
    assert isinstance(svc, ClassEntry)
    conditional = {method.name for method in svc.methods if method.conditional}
    assert conditional == {"predict_proba", "predict_log_proba"}
