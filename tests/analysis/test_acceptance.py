"""What FitLens says scikit-learn accepts is what scikit-learn's own validation accepts."""

from __future__ import annotations

import ast
import math

import pytest

from fitlens.analysis.acceptance import accepts
from fitlens.analysis.values import UNKNOWN, Class, Collection, Constant, Instance, OneOf, UserFunction, Value
from fitlens.catalog.model import ClassEntry, Constraint
from fitlens.catalog.store import open_catalog


def _entry(path: str) -> ClassEntry:
    found = open_catalog().resolve(path)
    assert isinstance(found, ClassEntry)
    return found


def _samples() -> list[tuple[Value, object]]:
    """Values as FitLens knows them, each beside the real one."""
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    constants: list[object] = [
        *(None, True, False, 0, 1, 2, 3, -1, 10**9, 2**32),
        *(0.0, 0.5, 1.0, -0.5, 1.5, 1e300, math.nan, math.inf, -math.inf),
        *("", "auto", "zzz", "l2", "linear", "mean", b"auto"),
    ]
    function = ast.parse("lambda: 1", mode="eval").body
    assert isinstance(function, ast.Lambda)
    return [
        *((Constant(value), value) for value in constants),
        (Collection("list"), [1, 2]),
        (Collection("tuple"), (1, 2)),
        (Collection("dict"), {"a": 1}),
        (Collection("set"), {1, 2}),
        (UserFunction(function, 0), lambda: 1),
        (Instance(_entry("sklearn.svm.SVC"), None), SVC()),
        (Instance(_entry("sklearn.preprocessing.StandardScaler"), None), StandardScaler()),
        (Class(_entry("sklearn.svm.SVC")), SVC),
    ]


def test_agrees_with_scikit_learn_on_every_hyperparameter() -> None:
    from sklearn.utils import all_estimators
    from sklearn.utils._param_validation import make_constraint

    samples = _samples()
    judged = contradicted = 0
    contradictions: list[str] = []
    for _, cls in all_estimators():
        declared = getattr(cls, "_parameter_constraints", None)
        entry = _entry(f"{cls.__module__}.{cls.__qualname__}")
        for name, alternatives in (declared or {}).items():
            parameter = entry.parameter_named(name)
            if parameter is None or parameter.constraints is None:
                continue
            constraints = [make_constraint(each) for each in alternatives]
            options = [
                (Constant(v), v)
                for c in constraints
                for v in getattr(c, "options", ())
                if isinstance(v, (str, int, float))
            ]
            for value, real in (*samples, *options):
                answer = accepts(parameter.constraints, value)
                if answer is None:
                    continue
                judged += 1
                truth = any(each.is_satisfied_by(real) for each in constraints)
                if answer != truth:
                    contradicted += 1
                    contradictions.append(f"{entry.name}({name}={real!r}): FitLens says {answer}")
    assert judged > 40_000
    assert contradictions == []


INTEGER_FROM_ONE = (Constraint("interval", number="integral", low=1, closed="left"),)


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (Constant(5), True),
        (Constant(0), False),
        (Constant("5"), False),
        (UNKNOWN, None),
        (OneOf((Constant(0), Constant(-1))), False),
        (OneOf((Constant(0), Constant(5))), None),
    ],
)
def test_an_unknown_or_mixed_value_is_not_judged(value: Value, answer: bool | None) -> None:
    assert accepts(INTEGER_FROM_ONE, value) is answer


def test_what_scikit_learn_does_not_validate_is_not_judged() -> None:
    assert accepts(None, Constant("anything")) is None
