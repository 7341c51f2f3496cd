"""Names that a test narrowed to some of their values: in its branches they mean these, behind both again any of them."""

from __future__ import annotations

from fitlens.analysis.context import Context
from fitlens.analysis.known import Known
from fitlens.analysis.state import Key, State
from fitlens.analysis.values import Constant, Instance, OneOf, Value, members, one_of
from fitlens.record import NamedTuple


class Narrowed(NamedTuple):
    """One name that was narrowed."""

    key: Key
    before: Value
    after: Value


def keep(context: Context, name: str, before: Value, kept: tuple[Value, ...]) -> None:
    """In this branch a name is one of these values: what happened to whichever it was happened to them."""
    after = one_of(kept)
    fitted = context.state.record(before).fitted if isinstance(before, OneOf) else None
    if isinstance(after, (Instance, OneOf)) and fitted is not None:
        context.update(after, fitted=fitted)
    context.bind(name, after)
    key, bound = context.resolve(context.scope.index, name)
    if bound is after:
        context.narrowed.append(Narrowed(key, before, after))


def widen(layer: State, narrowed: list[Narrowed]) -> None:
    """Give the names back what they were, at the end of a branch, where they have not been bound anew."""
    for each in reversed(narrowed):
        if layer.value(each.key) is not each.after:
            continue
        layer.set(each.key, each.before)
        if isinstance(each.before, OneOf) and isinstance(each.after, (Instance, OneOf)):
            layer.set(each.before, layer.record(each.before)._replace(fitted=layer.record(each.after).fitted))


def narrow_by_attribute(context: Context, name: str, attribute: str, *, holds: bool) -> bool:
    """What `hasattr(name, attribute)` leaves of the values of a name, in the branch in which it holds or does not.

    Gives whether the branch can be reached at all.
    """
    value = context.lookup(name)
    if not isinstance(value, (Instance, OneOf)) or context.recorder.is_stored(attribute):
        return True
    fitted = context.state.record(value).fitted
    kept = tuple(m for m in members(value) if _has(context, m, attribute, fitted) is not (not holds))
    if 0 < len(kept) < len(members(value)):
        keep(context, name, value, kept)
    return bool(kept)


def _has(context: Context, value: Value, name: str, fitted: str) -> bool | None:
    """Whether a value has an attribute; None where that is not known."""
    if isinstance(value, Constant):
        return hasattr(value.value, name)
    if not isinstance(value, Instance) or value.entry.dynamic:
        return None
    record = context.state.record(value)
    if name in record.assigned or value.node is None:
        return None
    entry = value.entry
    method, learned = entry.method_named(name), entry.learned_named(name)
    if entry.parameter_named(name) is not None:
        return True
    known = Known(entry, record.parameters, not record.open)
    if method is not None:
        if not method.conditional:
            return True
        return known.meets_any(method.conditions) if method.conditions else None
    if learned is not None:
        if fitted == "unfitted":
            return False if learned.absent_unfitted and not learned.escapes else None
        return known.meets_any(learned.conditions) if fitted == "fitted" and learned.forms else None
    return None if entry.known_attribute(name) else False
