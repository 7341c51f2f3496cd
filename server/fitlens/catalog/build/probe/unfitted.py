"""What an estimator answers before fit: which methods refuse, which attributes are not there, and what changes that."""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fitlens.catalog.build.probe.instances import Recipe, Value, each_recorder, variations
from fitlens.catalog.build.probe.recording import Recorders
from fitlens.catalog.build.probe.tables import Table, attempt, fit
from fitlens.catalog.build.probe.world import PACKAGE
from fitlens.catalog.model import ClassEntry, LearnedParameter, Method

_FITS = ("fit", "partial_fit")

Shape = tuple[Table, bool]
"""Data, and whether fit accepts it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How one call on every shape of data went."""

    ran: bool
    refused: bool
    """NotFittedError on at least one shape."""
    otherwise: bool
    """Another error on at least one shape that fit accepts."""
    places: frozenset[tuple[tuple[str, int], ...]]
    """Where NotFittedError came from: a setting that moves the place got past a check."""

    @property
    def lets_through(self) -> bool:
        return self.ran or (self.otherwise and not self.refused)


def observe_unfitted(entry: ClassEntry, recipe: Recipe, recorders: Recorders, tables: Sequence[Table]) -> ClassEntry:
    """The entry with what its unfitted instances were seen to do.

    Data that fit would refuse is tried too: a method must not run with it, but may refuse it for its own sake.
    """
    shapes = [(table, fit(recipe.make(), table)) for table in tables]
    others = {
        each.name: values
        for each in entry.parameters
        if each.name not in recipe.required and (values := list(variations(each, recorders)))
    }
    inner = dict(_ready_inside(recipe, recorders, tables))
    return entry._replace(
        methods=tuple(
            method
            if method.kind != "instance" or _fits(method)
            else _observe_method(method, recipe, others, inner, shapes)
            for method in entry.methods
        ),
        learned=tuple(_observe_learned(each, recipe, others, inner) for each in entry.learned),
    )


def _ready_inside(recipe: Recipe, recorders: Recorders, tables: Sequence[Table]) -> Iterator[tuple[str, list[Value]]]:
    """For every argument that holds recorders: the same with recorders that were fitted, and with some that need no fit."""
    for name, make in recipe.required.items():
        if _holds_recorders(make(), recorders):
            yield (
                name,
                [
                    lambda make=make: each_recorder(make(), recorders, lambda one: one.fit(tables[0].X, tables[0].y)),
                    lambda make=make: each_recorder(make(), recorders, lambda one: recorders.stateless(mark=one.mark)),
                ],
            )


def _holds_recorders(value: Any, recorders: Recorders) -> bool:
    found: list[Any] = []
    each_recorder(value, recorders, found.append)
    return bool(found)


def _observe_method(
    method: Method,
    recipe: Recipe,
    others: dict[str, list[Value]],
    inner: dict[str, list[Value]],
    shapes: Sequence[Shape],
) -> Method:
    plain = _call(method, recipe.make(), shapes)
    settled = plain.refused and not plain.ran and not plain.otherwise
    untold = not (plain.refused or plain.ran or plain.otherwise)  # not there: available under another value, perhaps
    if not settled and not untold:
        return method
    escapes: set[str] = set()
    refused = plain.refused
    moved: list[tuple[str, Value]] = []
    for name, value in ((name, value) for name, values in {**others, **inner}.items() for value in values):
        answer = _call(method, _made(recipe, {name: value}), shapes)
        refused = refused or answer.refused
        if answer.lets_through:
            escapes.add(name)
        elif answer.places - plain.places and settled:
            moved.append((name, value))
    for name, value in moved:
        if name in escapes:
            continue
        for other, values in others.items():
            if other != name and any(
                _call(method, _made(recipe, {name: value, other: each}), shapes).ran for each in values
            ):
                escapes.add(name)
                break
    return method._replace(raises_unfitted=refused, escapes=tuple(sorted(escapes)))


def _observe_learned(
    learned: LearnedParameter, recipe: Recipe, others: dict[str, list[Value]], inner: dict[str, list[Value]]
) -> LearnedParameter:
    if _readable(recipe.make(), learned.name):
        return learned
    escapes = {
        name
        for name, values in {**others, **inner}.items()
        for value in values
        if _readable(_made(recipe, {name: value}), learned.name)
    }
    return learned._replace(absent_unfitted=True, escapes=tuple(sorted(escapes)))


def _made(recipe: Recipe, changed: dict[str, Value]) -> Any:
    """None where the class refuses the value at once."""
    with attempt():
        return recipe.make(**{name: value() for name, value in changed.items()})
    return None


def _readable(instance: Any, name: str) -> bool:
    with attempt() as outcome:
        outcome.done = instance is not None and hasattr(instance, name)
    # An error that is no AttributeError leaves `done` unset, and is no AttributeError's doing: say nothing of it.
    return outcome.done or outcome.error is not None


def _call(method: Method, instance: Any, shapes: Sequence[Shape]) -> Answer:
    """Calls a method of an unfitted instance with every shape; a method that is not there answers nothing."""
    not_fitted: Any = importlib.import_module(PACKAGE + ".exceptions").NotFittedError
    ran = refused = otherwise = False
    places: set[tuple[tuple[str, int], ...]] = set()
    required = [each for each in method.parameters if each.required]
    for table, fits in shapes if required else [(shapes[0][0], True)]:
        with attempt() as outcome:
            call = getattr(instance, method.name, None)
            if call is None:
                break
            call(*_arguments(len(required), table))
            ran = True
        if isinstance(outcome.error, not_fitted):
            refused = True
            places.add(_place(outcome.error))
        elif outcome.error is not None and fits:
            otherwise = True
        if ran:
            break
    return Answer(ran, refused, otherwise, frozenset(places))


def _arguments(count: int, table: Table) -> list[Any]:
    labels = [index % 2 for index in range(len(table.X))] if table.y is None else table.y
    return list(itertools.islice(itertools.chain((table.X, labels), itertools.repeat(1)), count))


def _place(error: BaseException | None) -> tuple[tuple[str, int], ...]:
    frames: list[tuple[str, int]] = []
    trace = error.__traceback__ if error else None
    while trace is not None:
        frames.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    return tuple(frames[1:])


def _fits(method: Method) -> bool:
    return method.name.startswith(_FITS)
