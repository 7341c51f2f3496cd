"""Estimators whose own `fit` refuses until what they were given is fitted.

Some answer for the one they were given and never fit it. They are known by what was observed: they answer any name, and no
fit of theirs fitted what they hold. Others take what they hold as fitted already under some of their values
(`SelectFromModel(..., prefit=True)`).
"""

from __future__ import annotations

from fitlens.analysis import composites
from fitlens.analysis.context import Context
from fitlens.analysis.known import Known
from fitlens.analysis.values import Instance, Value, members
from fitlens.catalog.model import ClassEntry, Composition


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
        if composition.prefit and found and _is_prefit(context, instance, composition):
            inside = [members(part.value) for part in found]
            if any(all(isinstance(m, Instance) and composites.needs_fit(context, m) for m in each) for each in inside):
                return instance.entry
        for part in found or () if composition.fits != "unknown" else ():
            inside = [refused(context, m, level + 1) if isinstance(m, Instance) else None for m in members(part.value)]
            if inside and all(each is not None for each in inside):
                return inside[0]
    return None


def _is_prefit(context: Context, instance: Instance, composition: Composition) -> bool:
    """Whether its values surely are such that it takes what it holds as fitted already."""
    record = context.state.record(instance)
    if record.exposed or record.late or not instance.entry.evidence:
        return False
    return Known(instance.entry, record.parameters, not record.open).meets_any(composition.prefit) is True


def _needs_fit(context: Context, instance: Instance) -> bool:
    required = [each.name for each in instance.entry.parameters if each.required]
    given = context.state.record(instance).parameters
    held: list[Value | None] = [given.get(name) for name in required]
    return bool(held) and all(isinstance(each, Instance) and composites.needs_fit(context, each) for each in held)
