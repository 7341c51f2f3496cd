"""Makes instances of an estimator: as plain as it allows, or with one hyperparameter set to something else."""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from fitlens.catalog.build.probe.recording import Recorders
from fitlens.catalog.build.probe.tables import Table, attempt, fit_any
from fitlens.catalog.model import Constraint, Parameter

Value = Callable[[], Any]
"""Makes a value afresh: estimators must not be shared between instances."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to make a plain instance of a class."""

    found: type
    required: dict[str, Value]

    def make(self, **changed: Any) -> Any:
        """A fresh unfitted instance."""
        return self.found(**{name: value() for name, value in self.required.items() if name not in changed} | changed)


def find_recipe(
    found: type, parameters: Sequence[Parameter], recorders: Recorders, tables: Sequence[Table]
) -> Recipe | None:
    """Values for the arguments that must be given, such that it can be made and, where any will do, fitted."""
    required = [each for each in parameters if each.required]
    constructible: Recipe | None = None
    useless: Recipe | None = None
    choices = [list(required_values(each, recorders)) for each in required]
    for values in itertools.product(*choices):
        recipe = Recipe(found, dict(zip((each.name for each in required), values, strict=True)))
        with attempt() as outcome:
            recipe.make().get_params(deep=True)
            outcome.done = True
        if not outcome.done:
            continue
        if not required:
            return recipe
        fitted = fit_any(recipe.make, tables)
        if fitted is not None and _answers(*fitted):
            return recipe
        constructible = constructible or recipe
        useless = useless or (recipe if fitted is not None else None)
    return useless or constructible


def _answers(instance: Any, table: Table) -> bool:
    """Whether a fitted instance can be used: up to 1.8 `SparseCoder.fit` took whatever its constructor was given."""
    uses = [name for name in ("predict", "transform") if hasattr(instance, name)]
    for name in uses:
        with attempt() as outcome:
            getattr(instance, name)(table.X)
            outcome.done = True
        if outcome.done:
            return True
    return not uses


def required_values(parameter: Parameter, recorders: Recorders) -> Iterator[Value]:
    """Values to try for an argument that must be given."""
    constraints = parameter.constraints
    kinds = list(recorders.kinds.values())
    if constraints is None or any(each.kind == "methods" for each in constraints):
        yield from (lambda kind=kind: kind() for kind in kinds)
    if constraints is None or accepts_instance(constraints, "list"):
        yield from (lambda kind=kind: named(kind, "pairs") for kind in kinds)
        yield from (lambda kind=kind: named(kind, "triples") for kind in kinds)
    if constraints is None or accepts_instance(constraints, "dict") or accepts_instance(constraints, "list"):
        yield lambda: {"knob": [1, 2, 3, 4]}
    numpy: Any = importlib.import_module("numpy")
    yield lambda: numpy.eye(4)


def named(kind: Any, form: str, marks: Sequence[str] = ("first", "second")) -> list[tuple[Any, ...]]:
    """(name, estimator) pairs, or (name, estimator, columns) triples; names and marks are the same."""
    return [
        (mark, kind(mark=mark)) if form == "pairs" else (mark, kind(mark=mark), [index])
        for index, mark in enumerate(marks)
    ]


def each_recorder(value: Any, recorders: Recorders, change: Callable[[Any], Any]) -> Any:
    """A value with every recorder in it replaced by what `change` makes of it."""
    if recorders.is_recorder(value):
        return change(value)
    if isinstance(value, list | tuple):
        items = cast("Sequence[Any]", value)
        return type(items)(each_recorder(item, recorders, change) for item in items)  # pyright: ignore[reportCallIssue]
    return value


def variations(parameter: Parameter, recorders: Recorders) -> Iterator[Value]:
    """Values, other than its default, that scikit-learn accepts for a hyperparameter."""
    for constraint in parameter.constraints or ():
        for value in _accepted(constraint):
            if repr(value) != parameter.default:
                yield lambda value=value: value
        if constraint.kind == "methods" and "fit" in constraint.methods:
            yield recorders.stateless


def accepts_instance(constraints: Sequence[Constraint], name: str) -> bool:
    """Whether the constraints name that class."""
    return any(each.kind == "instance" and each.type == name for each in constraints)


def _accepted(constraint: Constraint) -> list[Any]:
    words: list[Any] = [["word0", "text"], [0, 1, 2]]
    match constraint.kind:
        case "options":
            return list(constraint.values)
        case "boolean":
            return [True, False]
        case "none":
            return [None]
        case "interval":
            low = constraint.low if constraint.low is not None else 0
            high = constraint.high if constraint.high is not None else low + 4
            middle = (low + high) / 2
            return [int(low) + 1, int(low) + 2] if constraint.number == "integral" else [middle]
        case "instance":
            mapping = {"word0": 0, "text": 1}
            by_type: dict[str | None, list[Any]] = {
                "dict": [mapping],
                "collections.abc.Mapping": [mapping],
                "collections.abc.MutableMapping": [mapping],
                "list": words,
                "tuple": [tuple(each) for each in words],
                "set": [set(words[0])],
                "str": ["word0"],
            }
            return by_type.get(constraint.type, [])
        case "methods":
            return words if "__iter__" in constraint.methods else []
        case "array-like":
            return [*words, [[0.0, 1.0, 2.0, 3.0], [1.0, 0.0, 1.0, 0.0]]]
        case "callable":
            return [_same]
        case _:
            return []


def _same(value: Any, *rest: Any) -> Any:
    return value
