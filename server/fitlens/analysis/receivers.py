"""What is known of an estimator that stands left of a dot, in one record."""

from __future__ import annotations

import ast

from fitlens.analysis import composites, frozen, replaced
from fitlens.analysis.context import Context
from fitlens.analysis.facts import Receiver
from fitlens.analysis.state import Record
from fitlens.analysis.values import Class, Instance, OneOf, Value, members
from fitlens.catalog.model import ClassEntry


def distinct(instances: list[Instance]) -> tuple[ClassEntry, ...]:
    """The classes of several instances, each once."""
    return tuple({id(i.entry): i.entry for i in instances}.values())


def receiver(context: Context, value: Value, text: str) -> Receiver:
    """What is known of a value that stands left of a dot."""
    recorder = context.recorder
    alternatives = members(value)
    instances = [m for m in alternatives if isinstance(m, Instance)]
    classes = [m for m in alternatives if isinstance(m, Class) and m.entry is not None]
    if classes and not instances:
        entries = tuple({id(c.entry): c.entry for c in classes if c.entry is not None}.values())
        return Receiver(entries, "unfitted", text, is_class=True, complete=len(classes) == len(alternatives))
    target = value if isinstance(value, (Instance, OneOf)) else None
    record = Record(fitted="maybe", open=True) if target is None else context.state.record(target)
    state = record.fitted
    if state == "unfitted" and any(
        instance.entry.compositions and composites.may_be_fitted_inside(context, instance) for instance in instances
    ):
        state = "maybe"
    held = value if isinstance(value, Instance) and (value.entry.compositions or value.entry.dynamic) else None
    stopped = None if held is None else frozen.refused(context, held)
    if state == "unfitted" and stopped is None and held is not None and frozen.is_frozen(held):
        state = "maybe"  # what it answers for was fitted meanwhile
    partly = isinstance(value, Instance) and state != "unfitted" and replaced.last_is_unfitted(context, value)
    return Receiver(
        classes=distinct(instances),
        state="unfitted" if partly else state,
        partly=partly,
        blocked=held is not None and replaced.is_blocked(context, held),
        frozen=stopped,
        text=text,
        complete=len(instances) == len(alternatives),
        exact=all(instance.node is not None for instance in instances),
        constructed=tuple(
            recorder.span(i.node) for i in instances if isinstance(i.node, ast.Call) and i not in context.foreign
        ),
        fitted=tuple(context.call_span(offset) for offset in record.fits),
        copied=tuple(context.call_span(offset) for offset in record.copies),
        assigned=record.assigned,
        open=record.open,
        late=record.late,
        exposed=record.exposed,
        values=tuple(record.parameters.items()),
        inner=_inner(context, instances[0]) if len(instances) == 1 and instances[0].entry.compositions else (),
    )


def _inner(context: Context, instance: Instance) -> tuple[tuple[str, tuple[ClassEntry, ...]], ...]:
    found: list[tuple[str, tuple[ClassEntry, ...]]] = []

    def visit(current: Instance, path: str, level: int) -> None:
        if level > composites.LEVELS:
            return
        for composition, known in composites.inner(context, current):
            if not known:
                continue
            holder = next((h for h in composition.holders if h.learned and h.copy and h.form == "one"), None)
            if composition.form == "one":
                if holder is None:
                    continue
                steps = [(f".{holder.name}", known[0].value)]
            elif composition.by_name:
                steps = [
                    ("[-1]" if part is known[-1] else f'["{part.name}"]', part.value)
                    for part in reversed(known)
                    if part.name
                ]
            else:
                continue
            for step, part_value in steps:
                inside = [m for m in members(part_value) if isinstance(m, Instance)]
                if inside:
                    found.append((path + step, distinct(inside)))
                if len(inside) == 1:
                    visit(inside[0], path + step, level + 1)

    visit(instance, "", 0)
    return tuple(found)
