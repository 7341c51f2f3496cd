"""Methods that a composite has only where an estimator inside it has them: `GridSearchCV(LinearSVC()).predict_proba`."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis import composites
from fitlens.analysis.context import Context
from fitlens.analysis.known import Known
from fitlens.analysis.values import UNKNOWN, Instance, Value, members
from fitlens.catalog.model import ClassEntry


def withheld(context: Context, value: Value, name: str) -> tuple[ClassEntry, ...]:
    """The classes inside that would have to answer to a name of the composite's, and certainly do not; none: it may be there."""
    found: dict[str, ClassEntry] = {}
    for member in members(value):
        lacking = _inside(context, member, name, 0) if isinstance(member, Instance) else ()
        if not lacking:
            return ()
        found.update((each.path, each) for each in lacking)
    return tuple(found.values())


def _inside(context: Context, instance: Instance, name: str, level: int) -> tuple[ClassEntry, ...]:
    """Those inside one composite, if none of the estimators that may be asked there answers."""
    found: list[ClassEntry] = []
    for each in _asked(context, instance, name):
        lacking = _lacking(context, each, name, level)
        if not lacking:
            return ()
        found.extend(lacking)
    return tuple(found)


def _asked(context: Context, instance: Instance, name: str) -> tuple[Instance, ...]:
    """The estimators inside, one of which is asked whether there is such a method; none where that is not known."""
    method = instance.entry.method_named(name)
    # what can be called unfitted (`set_output`) asks for something else than an estimator's method
    if method is None or not method.conditional or not method.raises_unfitted or instance.user is not None:
        return ()
    answers = tuple(_speaking(context, instance))
    inside = members(answers[0]) if len(answers) == 1 else ()
    found = tuple(each for each in inside if isinstance(each, Instance))
    return found if len(found) == len(inside) else ()


def _speaking(context: Context, instance: Instance) -> Iterator[Value]:
    """The one estimator inside that speaks for the whole: of which fit keeps a clone, or the last step."""
    for composition, parts in composites.inner(context, instance):
        holder = next((h for h in composition.holders if h.learned and h.copy and h.form == "one"), None)
        if composition.form == "one" and holder is not None and parts:
            yield composites.held(context, instance, holder.name) or UNKNOWN
        elif composition.by_position:
            yield parts[-1].value if parts else UNKNOWN


def _lacking(context: Context, instance: Instance, name: str, level: int) -> tuple[ClassEntry, ...]:
    """What keeps an estimator from having an attribute: its own class, or those inside it; none: it may have it."""
    entry, record = instance.entry, context.state.record(instance)
    if level > composites.LEVELS or instance.node is None or name in record.assigned or record.exposed:
        return ()
    if not entry.known_attribute(name):
        return (entry,) if entry.kind == "estimator" and not context.recorder.is_stored(name) else ()
    method = entry.method_named(name)
    if method is None or instance.user is not None:
        return ()
    if method.conditions and entry.evidence:
        given = {**record.parameters, **dict.fromkeys(record.late, UNKNOWN)}
        if Known(entry, given, not record.open).meets_any(method.conditions) is False:
            return (entry,)
    return _inside(context, instance, name, level + 1)
