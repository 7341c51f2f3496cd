"""Pipelines that keep what their steps make of data: a fit fits clones of the steps, which take their places, and the last one."""

from __future__ import annotations

from fitlens.analysis import composites
from fitlens.analysis.context import Context
from fitlens.analysis.state import Items, with_calls
from fitlens.analysis.values import Constant, Instance, Value


def fit(context: Context, instance: Instance, offset: int, level: int) -> bool:
    """A fit of a composite; false where it is not sure that it keeps results, or what it holds is not all known."""
    record = context.state.record(instance)
    memory = record.parameters.get(composites.MEMORY)
    if not isinstance(memory, Constant) or not isinstance(memory.value, str) or record.open or record.exposed:
        return False
    known = list(composites.inner(context, instance))
    if len(known) != 1 or not known[0][0].by_position or known[0][0].fits != "given" or not known[0][1]:
        return False
    composition, steps = known[0][0], known[0][1]
    if not set(record.parameters) <= {composition.parameter, composites.MEMORY}:
        return False
    if any(not isinstance(each.value, (Instance, Constant)) or each.name is None for each in steps):
        return False
    placed: list[Value] = []
    for step in steps:
        given = value = step.value
        if isinstance(given, Instance) and step is not steps[-1]:
            composites.note_fit(context, given, level + 1)
            value = composites.copy_of(context, given, fitted=True)
            context.update(given, copies=with_calls(context.state.record(given).copies, (offset,)))
        elif isinstance(given, Instance):
            composites.mark_fitted(context, given, offset, level + 1)
        placed.append(context.collection("tuple", Items((Constant(step.name), value))))
    held = context.collection("list", Items(tuple(placed)))
    context.update(instance, parameters={**record.parameters, composition.parameter: held})
    return True
