"""Estimators that answer for the one they were given and never fit it: until that is fitted, their own `fit` refuses as well.

They are known by what was observed: they answer any name, and no fit of theirs fitted what they hold.
"""

from __future__ import annotations

from fitlens.analysis import composites
from fitlens.analysis.context import Context
from fitlens.analysis.values import Instance, Value, members
from fitlens.catalog.model import ClassEntry


def is_frozen(instance: Instance) -> bool:
    """Whether an instance answers for another."""
    entry = instance.entry
    return entry.dynamic and instance.user is None and bool(entry.evidence) and not entry.compositions


def refused(context: Context, instance: Instance, level: int = 0) -> ClassEntry | None:
    """What stands in the way of a fit: the class that holds an estimator which nothing can have fitted."""
    if is_frozen(instance):
        return instance.entry if _needs_fit(context, instance) else None
    if level > composites.LEVELS or instance.user is not None:
        return None
    for composition, found in composites.inner(context, instance):
        for part in found or () if composition.fits != "unknown" else ():
            inside = [refused(context, m, level + 1) if isinstance(m, Instance) else None for m in members(part.value)]
            if inside and all(each is not None for each in inside):
                return inside[0]
    return None


def _needs_fit(context: Context, instance: Instance) -> bool:
    required = [each.name for each in instance.entry.parameters if each.required]
    given = context.state.record(instance).parameters
    held: list[Value | None] = [given.get(name) for name in required]
    return bool(held) and all(isinstance(each, Instance) and composites.needs_fit(context, each) for each in held)
