"""Estimators among the candidates of a search: what it may put in the place of the steps that it was given."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fitlens.analysis.context import Context
from fitlens.analysis.state import Items
from fitlens.analysis.values import UNKNOWN, Collection, Constant, Instance, Value, members, one_of

Tried = Mapping[str, Value]
"""What comes in the place of steps, by the (nested) name of the step."""


def tried_in(context: Context, grid: Value, given: Callable[[str], Value | None] = lambda _: None) -> Tried:
    """The estimators among the candidates of a search space, or of each of a list of them.

    Where not every space of a list replaces a step, the one that was `given` remains among them; where that is not known,
    nothing is told.
    """
    spaces = _spaces(context, grid)
    found: dict[str, list[Value]] = {}
    for space in spaces:
        for key, candidates in zip(space.keys, space.values, strict=True):
            if isinstance(key, Constant) and isinstance(key.value, str):
                found.setdefault(key.value, []).append(_any_of(context, candidates))
    for name, values in found.items():
        kept = given(name) if len(values) < len(spaces) else None
        if kept is not None:
            values.extend([kept] * (len(spaces) - len(values)))
    return {
        name: one_of(tuple(values))
        for name, values in found.items()
        if len(values) == len(spaces) and any(isinstance(m, Instance) for each in values for m in members(each))
    }


def _spaces(context: Context, grid: Value) -> list[Items]:
    if not isinstance(grid, Collection):
        return []
    items = context.state.items(grid)
    if grid.kind == "dict":
        return [items] if items.exact else []
    return [space for each in items.values for space in _spaces(context, each)]


def _any_of(context: Context, candidates: Value) -> Value:
    if not isinstance(candidates, Collection) or candidates.kind == "dict":
        return UNKNOWN
    items = context.state.items(candidates)
    return one_of(items.values) if items.exact else UNKNOWN
