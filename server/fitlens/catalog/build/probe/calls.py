"""What public functions do with an estimator: fit it, fit a clone, clone it, or put several together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fitlens.catalog.build.probe.recording import FITTED, Recorders
from fitlens.catalog.build.probe.tables import Table, attempt
from fitlens.catalog.build.probe.world import World
from fitlens.catalog.model import FunctionEntry, Parameter


def observe_function(
    world: World, entry: FunctionEntry, call: Any, recorders: Recorders, tables: Sequence[Table]
) -> FunctionEntry:
    """The entry with what the function was seen to do."""
    for parameter in entry.parameters:
        if _takes_estimator(parameter, recorders):
            entry = _observe_argument(entry, parameter.name, call, recorders, tables)
    if any(parameter.kind == "var-positional" for parameter in entry.parameters):
        entry = entry._replace(builds=_built(world, call, recorders))
    return entry


def _takes_estimator(parameter: Parameter, recorders: Recorders) -> bool:
    if parameter.constraints is None:
        return parameter.name == "estimator"
    recorder = recorders.kinds["classifier"]
    return any(
        each.kind == "methods" and all(hasattr(recorder, method) for method in each.methods)
        for each in parameter.constraints
    )


def _observe_argument(
    entry: FunctionEntry, name: str, call: Any, recorders: Recorders, tables: Sequence[Table]
) -> FunctionEntry:
    fits = clones = False
    for kind in recorders.kinds.values():
        for table in tables:
            given = kind(mark="only")
            recorders.fitted.clear()
            with attempt() as outcome:
                result = call(**{name: given}, **dict(_others(entry, name, table)))
                outcome.done = True
                if (
                    type(result) is kind
                    and result is not given
                    and result.mark == "only"
                    and not hasattr(result, FITTED)
                ):
                    return entry._replace(returns_clone=name)
            fits = fits or hasattr(given, FITTED)
            clones = clones or any(each is not given and each.mark == "only" for each in recorders.fitted)
            if outcome.done and (fits or clones):
                break
    if fits:
        return entry._replace(fits=(*entry.fits, name))
    return entry._replace(clones=(*entry.clones, name)) if clones else entry


def _others(entry: FunctionEntry, name: str, table: Table) -> Iterator[tuple[str, Any]]:
    """Values for the arguments that must be given, and the data wherever it is asked for."""
    data = {"X": table.X, "y": table.y, "param_name": "knob", "param_range": [1, 2]}
    for parameter in entry.parameters:
        if parameter.name != name and parameter.name in data and data[parameter.name] is not None:
            yield parameter.name, data[parameter.name]


def _built(world: World, call: Any, recorders: Recorders) -> str | None:
    """Public path of the class of which a function makes one estimator of those given by position."""
    for pairs in (False, True):
        given = [recorders.kinds["transformer"](mark=mark) for mark in ("first", "second")]
        with attempt():
            made = call(*([(each, [index]) for index, each in enumerate(given)] if pairs else given))
            path = world.path_of(made.__class__)
            name = type(given[0]).__name__.lower()
            if path and {f"{name}-1__knob", f"{name}-2__knob"} <= made.get_params(deep=True).keys():
                return path
    return None
