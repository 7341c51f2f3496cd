"""The catalog says of every estimator what the installed scikit-learn says of itself."""

import importlib
import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from fitlens.catalog.model import ClassEntry, Constraint, Parameter
from fitlens.catalog.store import open_catalog

sklearn: Any = pytest.importorskip("sklearn")
validation: Any = importlib.import_module("sklearn.utils._param_validation")
catalog = open_catalog()

if sklearn.__version__ != catalog.patch:
    pytest.skip(f"the catalog is of {catalog.patch}, not of {sklearn.__version__}", allow_module_level=True)

for experiment in ("enable_halving_search_cv", "enable_iterative_imputer"):
    importlib.import_module(f"sklearn.experimental.{experiment}")
ESTIMATORS: list[tuple[str, type]] = importlib.import_module("sklearn.utils").all_estimators()


def entries() -> Iterator[tuple[type, ClassEntry]]:
    for _, found in ESTIMATORS:
        entry = catalog.resolve(f"{found.__module__}.{found.__name__}")
        assert isinstance(entry, ClassEntry), found
        yield found, entry


def test_every_estimator_is_there_and_nothing_else() -> None:
    paths = {entry.path for _, entry in entries()}
    assert len(ESTIMATORS) >= 208
    assert paths == {entry.path for entry in catalog.classes("estimator")}


def test_public_paths_lead_to_the_class() -> None:
    for found, entry in entries():
        module, _, name = entry.path.rpartition(".")
        assert getattr(importlib.import_module(module), name) is found


def test_signatures() -> None:
    kinds = {"positional": "POSITIONAL_OR_KEYWORD", "keyword-only": "KEYWORD_ONLY", "var-positional": "VAR_POSITIONAL"}
    hyperparameters = 0
    for found, entry in entries():
        expected = list(inspect.signature(found).parameters.values())
        assert [each.name for each in entry.parameters] == [each.name for each in expected], entry.path
        assert [kinds[each.kind] for each in entry.parameters] == [each.kind.name for each in expected], entry.path
        for parameter, told in zip(entry.parameters, expected, strict=True):
            assert parameter.required == (told.default is told.empty), (entry.path, parameter)
            if not parameter.required:
                assert same_default(parameter.default, told.default), (entry.path, parameter, told.default)
        hyperparameters += len(expected)
    assert hyperparameters > 1700


def same_default(text: str | None, value: Any) -> bool:
    if inspect.isclass(value) or inspect.isroutine(value):
        return text == value.__name__
    found = eval(str(text), {"nan": float("nan"), "inf": float("inf")})
    return isinstance(value, type(found)) and (found == value or (found != found and value != value))


def test_constraints_judge_like_scikit_learn() -> None:
    """Every value of a sample is accepted by the catalog's constraints if and only if scikit-learn accepts it."""
    sample: list[Any] = [
        None, True, False, "auto", "linear", "balanced", "no such option", {}, (1, 2),
        -2, -1, 0, 1, 2, 3, 10**9, -1.5, -1.0, 0.0, 1e-9, 0.25, 0.5, 1.0, 1.5, 2.0, 1e9, float("inf"), float("-inf"),
    ]  # fmt: skip
    judged = 0
    for found, entry in entries():
        told: dict[str, Any] = getattr(found, "_parameter_constraints", {})
        for parameter in entry.parameters:
            if parameter.constraints is None:
                assert isinstance(told.get(parameter.name, "no_validation"), str), (entry.path, parameter.name)
                continue
            theirs = [validation.make_constraint(each) for each in told[parameter.name]]
            options = {value for each in parameter.constraints for value in each.values}
            for value in [*sample, *sorted(options, key=repr)]:
                ours = accepts(parameter, value)
                if ours is not None:
                    expected = any(each.is_satisfied_by(value) for each in theirs)
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


def test_methods_and_the_place_they_are_defined() -> None:
    for found, entry in entries():
        assert {"get_params", "set_params"} <= {method.name for method in entry.methods}, entry.path
        assert inspect.getsourcelines(found)[1] == entry.line
        for method in entry.methods:
            assert callable(getattr(found, method.name)), (entry.path, method.name)
    (svc,) = catalog.find("SVC")
    assert isinstance(svc, ClassEntry)
    conditional = {method.name for method in svc.methods if method.conditional}
    assert conditional == {"predict_proba", "predict_log_proba"}
