"""Models in dataclasses and named tuples: what a record holds is known where it is read."""

from __future__ import annotations

import pytest

from tests.analysis.marked import findings, labels

IMPORTS = """
from collections import namedtuple
from dataclasses import KW_ONLY, InitVar, dataclass, field, replace
from typing import Any, ClassVar, NamedTuple
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.preprocessing import StandardScaler
"""
RIDGE = ("learned-parameter", "Ridge", "coef_", "fitted")
UNFITTED = ("learned-parameter", "Ridge", "coef_", "unfitted")
MAYBE = ("learned-parameter", "Ridge", "coef_", "maybe")


def test_the_constructor_of_a_dataclass_takes_its_fields() -> None:
    assert labels(
        IMPORTS
        + """
@dataclass
class Study:
    title: str
    model: Ridge
    fallback: Any = Ridge(⟦alpha⟧=3)

study = Study("a", Ridge(alpha=2).fit(X, y))
study.model.⟦coef_⟧
study.fallback.⟦coef_⟧
Study(model=Ridge(), title="b").model.⟦coef_⟧
"""
    ) == [("hyperparameter", "Ridge", "alpha", "unfitted"), RIDGE, UNFITTED, UNFITTED]


def test_defaults_that_a_factory_makes_are_each_objects_own() -> None:
    assert labels(
        IMPORTS
        + """
@dataclass
class Study:
    scaler: StandardScaler = field(default_factory=StandardScaler)
    model: Any = field(default_factory=lambda: Ridge(⟦alpha⟧=0.5))
    fitted: list = field(default_factory=list)

    def run(self):
        self.model.fit(self.scaler.fit_transform(X), y)
        self.fitted.append(self.model)
        return self

one, other = Study().run(), Study()
one.model.⟦coef_⟧
one.scaler.⟦mean_⟧
one.fitted[0].⟦coef_⟧
other.model.⟦coef_⟧
"""
    ) == [
        ("hyperparameter", "Ridge", "alpha", "unfitted"),
        RIDGE,
        ("learned-parameter", "StandardScaler", "mean_", "fitted"),
        RIDGE,
        UNFITTED,
    ]


def test_what_runs_after_the_fields_are_set() -> None:
    assert labels(
        IMPORTS
        + """
@dataclass
class Study:
    alpha: InitVar[float]
    KIND: ClassVar[str] = "ridge"
    model: Ridge = field(init=False)
    _: KW_ONLY
    scaler: StandardScaler = None

    def __post_init__(self, alpha):
        self.model = Ridge(alpha=alpha).fit(X, y)

Study(2.0).model.⟦coef_⟧
Study(2.0, scaler=StandardScaler().fit(X)).scaler.⟦mean_⟧
"""
    ) == [RIDGE, ("learned-parameter", "StandardScaler", "mean_", "fitted")]


def test_fields_are_inherited_and_given_anew() -> None:
    assert labels(
        IMPORTS
        + """
@dataclass
class Base:
    name: str
    model: Any = None

@dataclass(frozen=True)
class Derived(Base):
    extra: Any = None

class Plain(Derived):
    pass

Plain("a", Ridge().fit(X, y), StandardScaler()).model.⟦coef_⟧
replace(Derived("a", StandardScaler()), model=Ridge().fit(X, y)).model.⟦coef_⟧
"""
    ) == [RIDGE, RIDGE]


@pytest.mark.parametrize(
    "declared",
    [
        'Result = namedtuple("Result", ["name", "model"])',
        'Result = namedtuple("Result", "name model")',
        'Result = NamedTuple("Result", [("name", str), ("model", Ridge)])',
        "class Result(NamedTuple):\n    name: str\n    model: Ridge\n",
        'class Result(namedtuple("Result", "name, model")):\n    pass\n',
    ],
)
def test_named_tuples(declared: str) -> None:
    assert (
        labels(
            IMPORTS
            + declared
            + """
results = [Result("a", Ridge().fit(X, y)), Result(name="b", model=Ridge().fit(X, y))]
results[0].model.⟦coef_⟧
results[1][1].⟦coef_⟧
for name, model in results:
    model.⟦coef_⟧
max(results, key=lambda result: result.model.⟦coef_⟧[0]).model.⟦coef_⟧
results[0]._replace(name="c").model.⟦coef_⟧
"""
        )
        == [RIDGE] * 6
    )


def test_records_that_nothing_makes_are_known_by_their_annotations() -> None:
    assert labels(
        IMPORTS
        + """
@dataclass
class Study:
    model: Ridge

    def weights(self):
        return self.model.⟦coef_⟧
"""
    ) == [MAYBE]


def test_an_estimator_that_is_a_dataclass() -> None:
    program = """
from dataclasses import dataclass
from sklearn.base import BaseEstimator

@dataclass
class Shift(BaseEstimator):
    by: float = 1.0

    def fit(self, X, y=None):
        self.mean_ = X.mean() + self.⟦by⟧
        return self

Shift(⟦by⟧=2.0).fit(X).⟦mean_⟧
"""
    assert labels(program) == [
        ("hyperparameter", "Shift", "by", "unfitted"),
        ("hyperparameter", "Shift", "by", "unfitted"),
        ("learned-parameter", "Shift", "mean_", "fitted"),
    ]
    assert findings(program.replace("⟦by⟧=", "of=").replace("⟦", "").replace("⟧", "")) == ["SKL101"]


@pytest.mark.parametrize(
    "program",
    [
        # a decorator that is not known may give the class any constructor
        "@register\n@dataclass\nclass A:\n    model: Any = Ridge()\nA().model.coef_",
        "@dataclass(init=unknown)\nclass A:\n    model: Any = Ridge()\nA().model.coef_",
        # set behind the back of a frozen class
        "@dataclass(frozen=True)\nclass A:\n    m: Any = Ridge()\n    def __post_init__(self): object.__setattr__(self, 'm', f)\nA().m.x_",
        # given in ways that are not known
        "@dataclass\nclass A:\n    first: Any = Ridge()\n    second: Any = Ridge()\nA(*given).second.coef_",
        "@dataclass\nclass A:\n    model: Any = Ridge()\nA(**given).model.coef_",
        # a class attribute, which others may change, is no field
        "@dataclass\nclass A:\n    model = Ridge()\nA.model.fit(X, y)\nA().model.coef_",
        "class A(NamedTuple):\n    model: Any\n    def __new__(cls, model):\n        return make(model)\nA(Ridge()).model.coef_",
    ],
)
def test_what_is_not_certain_is_not_judged(program: str) -> None:
    assert findings(IMPORTS + program + "\n") == []
