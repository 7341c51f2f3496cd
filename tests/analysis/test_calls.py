"""Calls that come back with a model: partials, wrappers, generators, contexts, methods of a class, properties."""

from __future__ import annotations

import pytest

from tests.analysis.marked import findings, labels

IMPORTS = """
import contextlib
import functools
from functools import partial
from sklearn.linear_model import Ridge
from sklearn.svm import SVC
"""
RIDGE = ("learned-parameter", "Ridge", "coef_", "fitted")


def test_a_partial_of_a_class_gives_its_keywords() -> None:
    assert labels(
        IMPORTS
        + """
Linear = partial(SVC, ⟦kernel⟧="linear", ⟦C⟧=1)
svc = Linear(⟦C⟧=2).fit(X, y)
svc.⟦coef_⟧
"""
    ) == [
        ("hyperparameter", "SVC", "kernel", "unfitted"),
        None,
        ("hyperparameter", "SVC", "C", "unfitted"),
        ("learned-parameter", "SVC", "coef_", "fitted"),
    ]


def test_a_partial_of_a_function_and_of_a_partial() -> None:
    assert (
        labels(
            IMPORTS
            + """
def train(model, X, y, *, alpha=1.0):
    return model.set_params(alpha=alpha).fit(X, y)

partial(train, Ridge())(X, y).⟦coef_⟧
partial(partial(train, alpha=2.0), X=X, y=y)(Ridge()).⟦coef_⟧
"""
        )
        == [RIDGE] * 2
    )


def test_options_are_handed_through() -> None:
    program = (
        IMPORTS
        + """
def make(**options):
    return Ridge(**options)

def fit(factory, *args, **options):
    return factory(*args, **options).fit(X, y)

fit(make, alpha=-1).⟦coef_⟧
"""
    )
    assert labels(program) == [RIDGE]


WRAPS = """
def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        result = function(*args, **kwargs)
        return result
    return wrapper
"""
REGISTERS = """
def timed(function):
    registry.append(function)
    return function
"""
TAKES_A_NAME = """
def named(name):
    def decorate(function):
        return lambda *args: function(*args)
    return decorate
timed = named("a")
"""


@pytest.mark.parametrize("decorator", [WRAPS, REGISTERS, TAKES_A_NAME])
def test_what_is_under_a_decorator_of_ones_own(decorator: str) -> None:
    assert labels(
        IMPORTS
        + decorator
        + """
@timed
def train(model):
    return model.fit(X, y)

class Trainer:
    @timed
    def make(self):
        return Ridge().fit(X, y)

train(Ridge()).⟦coef_⟧
Trainer().make().⟦coef_⟧
"""
    ) == [RIDGE, RIDGE]


def test_generators_give_what_they_yield() -> None:
    assert (
        labels(
            IMPORTS
            + """
def models(strengths):
    for alpha in strengths:
        model = Ridge(alpha=alpha)
        model.fit(X, y)
        yield alpha, model

def all_models():
    yield from models([1, 2])

for alpha, model in models([1, 2]):
    model.⟦coef_⟧
next(models([1]))[1].⟦coef_⟧
list(all_models())[0][1].⟦coef_⟧
"""
        )
        == [RIDGE] * 3
    )


def test_contexts_give_what_they_yield() -> None:
    assert labels(
        IMPORTS
        + """
@contextlib.contextmanager
def fresh():
    yield Ridge().fit(X, y)

with fresh() as model:
    model.⟦coef_⟧
"""
    ) == [RIDGE]


def test_methods_that_are_called_on_the_class_and_properties() -> None:
    assert (
        labels(
            IMPORTS
            + """
class Study:
    def __init__(self, model):
        self._model = model

    @staticmethod
    def make(alpha):
        return Ridge(alpha=alpha)

    @classmethod
    def fitted(cls, alpha):
        return cls(cls.make(alpha).fit(X, y))

    @property
    def model(self):
        return self._model

    @functools.cached_property
    def other(self):
        return Ridge()

Study.make(1).fit(X, y).⟦coef_⟧
Study.fitted(1).model.⟦coef_⟧
study = Study.fitted(2)
study.fitted(2).model.⟦coef_⟧
study.other.fit(X, y)
study.other.⟦coef_⟧
"""
        )
        == [RIDGE] * 4
    )


UNKNOWN = {
    "the one who iterates may fit what a generator yields": """
def models():
    model = Ridge()
    yield model
    model.coef_
for model in models():
    model.fit(X, y)
""",
    "a generator goes on after each item": """
def models():
    model = Ridge()
    yield model
    model.fit(X, y)
    yield model
first, second = models()
second.coef_
""",
    "a cache gives the same object again": """
@functools.lru_cache
def make():
    return Ridge()
make().fit(X, y)
make().coef_
""",
    "a decorator that is not known": """
@tool
def make():
    return Ridge()
make().coef_
""",
    "a setter": """
class Study:
    @property
    def model(self):
        return Ridge()
    @model.setter
    def model(self, value):
        self._model = value
Study().model.coef_
""",
    "a context may keep errors from the program": """
@contextlib.contextmanager
def tried():
    try:
        yield Ridge()
    except Exception:
        pass
with tried() as model:
    Ridge().coef_
""",
    "what a partial was given may be fitted through it": """
model = Ridge()
run(partial(train, model))
model.coef_
""",
}


def test_a_class_that_is_kept_in_a_class_or_asked_for_is_called() -> None:
    program = """
class Trainer:
    factory = Ridge

    def __init__(self, model=None, **options):
        self.model = model or self.⟦factory⟧(**options)


Trainer().model.⟦fit⟧(X, y)
Trainer(SVC()).model.⟦fit⟧(X, y)
SVC().__class__(C=2).⟦fit⟧(X, y)
"""
    found = [label and label[1:3] for label in labels(IMPORTS + program)]
    assert found == [None, ("Ridge", "fit"), ("SVC", "fit"), ("SVC", "fit")]


def test_what_a_derived_class_has_of_its_own_is_not_known_of_any_object() -> None:
    program = """
class Study:
    factory = Ridge

    def make(self):
        return Ridge()

    def run(self):
        self.make().⟦fit⟧(X, y)
        self.factory().⟦fit⟧(X, y)


class Other(Study):
    factory = SVC

    def make(self):
        return SVC()
"""
    assert labels(IMPORTS + program) == [None, None]
    assert [label and label[1] for label in labels(f"{IMPORTS}{program}Other().run()\n")] == ["SVC", "SVC"]


def test_a_test_for_none_leaves_the_calls_with_a_model() -> None:
    program = "def run(model=None):\n    if model is not None:\n        model.⟦fit⟧(X, y)\n\nrun()\nrun(Ridge())\n"
    assert labels(IMPORTS + program) == [("method", "Ridge", "fit", "unfitted")]


@pytest.mark.parametrize("case", UNKNOWN)
def test_what_is_not_certain_is_not_judged(case: str) -> None:
    assert findings(IMPORTS + UNKNOWN[case]) == []


def test_a_function_is_followed_at_every_call_however_often_it_is_called() -> None:
    program = (
        IMPORTS
        + """
def train(model, rows):
    model.fit(rows, rows)

ridge = Ridge()
"""
        + "train(ridge, X)\n" * 40
        + """
last = SVC(kernel="linear")
train(ridge, X)
ridge.⟦coef_⟧
"""
    )
    assert labels(program) == [RIDGE]


def test_a_call_with_the_same_values_comes_to_the_same_only_while_what_it_reads_is_the_same() -> None:
    program = (
        IMPORTS
        + """
kind = "ridge"

def chosen(size):
    return Ridge if kind == "ridge" else SVC

chosen(1)
chosen(1)(⟦alpha⟧=1.0)
kind = "svc"
chosen(1)(⟦C⟧=1.0)
"""
    )
    assert labels(program) == [
        ("hyperparameter", "Ridge", "alpha", "unfitted"),
        ("hyperparameter", "SVC", "C", "unfitted"),
    ]


def test_what_a_call_makes_is_another_object_each_time() -> None:
    program = (
        IMPORTS
        + """
def make():
    return Ridge()

first, second = make(), make()
first.fit(X, y).⟦coef_⟧
second.⟦coef_⟧
"""
    )
    assert labels(program) == [RIDGE, ("learned-parameter", "Ridge", "coef_", "unfitted")]
