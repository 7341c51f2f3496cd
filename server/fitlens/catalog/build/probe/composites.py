"""What a meta-estimator does with the estimators it is given: seen by giving it recorders and fitting it."""

from __future__ import annotations

import importlib
import inspect
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from fitlens.catalog.build.probe.instances import Recipe, accepts_instance, each_recorder, named, variations
from fitlens.catalog.build.probe.recording import FITTED, Recorders
from fitlens.catalog.build.probe.tables import Table, attempt, fit
from fitlens.catalog.build.probe.world import World
from fitlens.catalog.model import ClassEntry, Composition, Holder, Parameter

Form = Literal["one", "pairs", "triples"]
HolderForm = Literal["one", "list", "mapping", "pairs"]


@dataclass(frozen=True, slots=True)
class _Trial:
    """One composite that was made with recorders, before it is fitted."""

    instance: object
    given: list[Any]
    marks: frozenset[str]


def observe_compositions(
    world: World, entry: ClassEntry, recipe: Recipe, recorders: Recorders, tables: Sequence[Table]
) -> tuple[Composition, ...]:
    """One composition for each hyperparameter that takes estimators, in the order of the constructor."""
    return tuple(
        found
        for parameter in entry.parameters
        for form in _forms(world, parameter, recorders)
        if (found := _observe(entry, parameter, form, recipe, recorders, tables)) is not None
    )


def _forms(world: World, parameter: Parameter, recorders: Recorders) -> Iterator[Form]:
    """The forms in which a hyperparameter may take estimators, as far as its constraints tell."""
    if parameter.constraints is None:
        if parameter.required:
            yield from cast("tuple[Form, ...]", ("one", "pairs", "triples"))
        return
    if any(_accepting_kinds(world, parameter, recorders)):
        yield "one"
    if accepts_instance(parameter.constraints, "list"):
        yield "pairs"
        yield "triples"


def _accepting_kinds(world: World, parameter: Parameter, recorders: Recorders) -> Iterator[Any]:
    """The recording classes that a constraint of the hyperparameter names."""
    for kind in recorders.kinds.values():
        for each in parameter.constraints or ():
            by_methods = each.kind == "methods" and all(hasattr(kind, method) for method in each.methods)
            wanted = world.public.get(each.type or "")
            by_class = each.kind == "instance" and inspect.isclass(wanted) and issubclass(kind, wanted)
            if by_methods or by_class:
                yield kind


def _observe(
    entry: ClassEntry,
    parameter: Parameter,
    form: Form,
    recipe: Recipe,
    recorders: Recorders,
    tables: Sequence[Table],
) -> Composition | None:
    """Tries every kind of recorder on every table until fit does something with it.

    Some hyperparameters only count with another one set (`covariance_estimator` with a certain solver): where nothing was
    seen, each of the others is varied. Accepted but never seen at work, a hyperparameter still takes an estimator.
    """
    accepted: Composition | None = None
    for changed in itertools.chain(({},), _changes(entry, parameter, recorders) if parameter.constraints else ()):
        for kind in recorders.kinds.values():
            for table in tables:
                trial = _make(parameter.name, form, kind, recipe, recorders, changed)
                if trial is None:
                    break
                seen = _watch(parameter.name, form, trial, table, recorders)
                if seen.fits != "unknown" or seen.by_name or any(h.learned for h in seen.holders):
                    return seen
                if form == "one" and parameter.constraints is not None:
                    accepted = accepted or seen
        if accepted is None:
            break
    return accepted


def _changes(entry: ClassEntry, parameter: Parameter, recorders: Recorders) -> Iterator[dict[str, Any]]:
    for other in entry.parameters:
        if other.name != parameter.name and not other.required:
            for value in variations(other, recorders):
                yield {other.name: value()}


def _watch(parameter: str, form: Form, trial: _Trial, table: Table, recorders: Recorders) -> Composition:
    """Fits a composite on a table; one that refuses it shows no more than before."""
    before = dict(_holders(trial, recorders))
    by_name, by_position = _items(trial, recorders, form)
    recorders.fitted.clear()
    if not fit(cast("Any", trial.instance), table):
        return _composition(parameter, form, "unknown", before, before, by_name, by_position)
    after = dict(_holders(trial, recorders))
    fitted_name, fitted_position = _items(trial, recorders, form)
    return _composition(
        parameter,
        form,
        _fits(trial, recorders),
        before,
        after,
        by_name or fitted_name,
        by_position or fitted_position,
    )


def _composition(
    parameter: str,
    form: Form,
    fits: Literal["given", "copy", "unknown"],
    before: Mapping[str, tuple[HolderForm, bool]],
    after: Mapping[str, tuple[HolderForm, bool]],
    by_name: bool,
    by_position: bool,
) -> Composition:
    everything = {**before, **after}
    return Composition(
        parameter=parameter,
        form=form,
        fits=fits,
        holders=tuple(
            Holder(name, everything[name][0], copy=everything[name][1], learned=name not in before)
            for name in sorted(everything)
        ),
        by_name=by_name,
        by_position=by_position,
    )


def _make(
    parameter: str, form: Form, kind: Any, recipe: Recipe, recorders: Recorders, changed: Mapping[str, Any]
) -> _Trial | None:
    """A composite with marked recorders in one hyperparameter; None where it does not take them in that form."""
    marks = ("only",) if form == "one" else ("first", "second")
    value = kind(mark="only") if form == "one" else named(kind, form, marks)
    given = [value] if form == "one" else [item[1] for item in value]
    nested = f"{parameter if form == 'one' else marks[0]}__knob"
    with attempt():
        rest = dict(changed)
        for name in recipe.required:
            if name != parameter:
                # The estimators beside the watched ones must suit them: a regressor stacks regressors.
                rest[name] = each_recorder(recipe.required[name](), recorders, lambda _: kind(mark="other"))
        instance = recipe.make(**{**rest, parameter: value})
        if nested in instance.get_params(deep=True):
            return _Trial(instance, given, frozenset(marks))
    return None


def _fits(trial: _Trial, recorders: Recorders) -> Literal["given", "copy", "unknown"]:
    given = {id(each) for each in trial.given}
    fitted = [each for each in recorders.fitted if each.mark in trial.marks]
    itself = any(hasattr(each, FITTED) for each in trial.given)
    copies = any(id(each) not in given for each in fitted)
    if itself == copies:
        return "unknown"
    return "given" if itself else "copy"


def _holders(trial: _Trial, recorders: Recorders) -> Iterator[tuple[str, tuple[HolderForm, bool]]]:
    """Public attribute -> its form and whether it holds copies."""
    given = {id(each) for each in trial.given}
    for name in sorted({*dir(type(trial.instance)), *vars(trial.instance)}):
        if name.startswith("_"):
            continue
        value: Any = None
        with attempt():
            value = getattr(trial.instance, name)
        if value is None or inspect.isroutine(value):
            continue
        form, held = _held(value, trial.marks, recorders)
        if form is not None:
            yield name, (form, any(id(each) not in given for each in held))


def _held(value: Any, marks: Iterable[str], recorders: Recorders) -> tuple[HolderForm | None, list[Any]]:
    """The marked recorders in a value, and the form in which they lie there."""
    numpy: Any = importlib.import_module("numpy")

    def ours(item: Any) -> bool:
        return recorders.is_recorder(item) and item.mark in marks

    if ours(value):
        return "one", [value]
    if isinstance(value, Mapping):
        held = [item for item in cast("Mapping[Any, Any]", value).values() if ours(item)]
        return ("mapping" if held else None), held
    if isinstance(value, list | tuple | numpy.ndarray):
        items: list[Any] = list(cast("Iterable[Any]", value)) if getattr(value, "ndim", 1) == 1 else []
        held = [item for item in items if ours(item)]
        if held:
            return "list", held
        held = [
            cast("tuple[Any, ...]", item)[1]
            for item in items
            if isinstance(item, tuple)
            and len(cast("tuple[Any, ...]", item)) > 1
            and isinstance(item[0], str)
            and ours(item[1])
        ]
        return ("pairs" if held else None), held
    return None, []


def _items(trial: _Trial, recorders: Recorders, form: Form) -> tuple[bool, bool]:
    """Whether `composite[name]` and `composite[position]` with slices give steps."""
    if form == "one":
        return False, False
    composite = cast("Any", trial.instance)
    by_name = by_position = False
    with attempt():
        found = composite["first"]
        by_name = recorders.is_recorder(found) and found.mark == "first"
    with attempt():
        found = composite[0]
        part = composite[:-1]
        by_position = recorders.is_recorder(found) and found.mark == "first" and type(part) is type(trial.instance)
    return by_name, by_position
