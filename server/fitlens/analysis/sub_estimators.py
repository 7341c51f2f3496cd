"""Estimators that fit makes itself: what scikit-learn's fit was seen to make, and what the methods of a class of the document make.

Of those only the class is relied on, with any hyperparameters. What a class of the document makes may be of a derived class.
"""

from __future__ import annotations

import ast

from fitlens.analysis import escapes, functions
from fitlens.analysis.context import Context
from fitlens.analysis.state import Items, Record, State
from fitlens.analysis.values import (
    UNKNOWN,
    Collection,
    CollectionKind,
    Constant,
    Instance,
    UserClass,
    Value,
    members,
)
from fitlens.catalog.model import ClassEntry, Form
from fitlens.record import NamedTuple


def observed(context: Context, instance: Instance, name: str) -> Value | None:
    """A learned parameter that was seen to hold estimators of one class; None where it was not."""
    learned = instance.entry.learned_named(name)
    if learned is None or not learned.forms or not _by_default(context, instance, name):
        return None
    found = {_class_of(context, form) for form in learned.forms}
    levels = {len(form.shape) for form in learned.forms}
    entry = found.pop()
    if entry is None or found or len(levels) > 1:
        return None
    # a fit of scikit-learn's own makes nothing else, where its class is not derived from either
    is_own = instance.user is None and not instance.entry.is_foreign and isinstance(instance.node, ast.Call)
    node = instance.node.func if is_own and isinstance(instance.node, ast.Call) else None
    made: Value = context.instance(Instance(entry, node), Record("fitted", open=True))
    for _ in range(levels.pop()):
        made = context.collection("list", Items((made,), exact=False))
    return made


def _by_default(context: Context, instance: Instance, name: str) -> bool:
    """Whether it is not made of an estimator that was given."""
    record = context.state.record(instance)
    for composition in instance.entry.compositions:
        if any(holder.name == name for holder in composition.holders):
            given = record.parameters.get(composition.parameter)
            if record.open if given is None else not (isinstance(given, Constant) and given.value is None):
                return False
    return True


def _class_of(context: Context, form: Form) -> ClassEntry | None:
    name = form.dtype if form.shape else form.type
    if name is None or not name[:1].isupper() or " " in name:
        return None
    found = [each for each in context.catalog.find(name) if isinstance(each, ClassEntry)]
    return found[0] if len(found) == 1 and found[0].kind == "estimator" else None


class Held(NamedTuple):
    """What an attribute may hold: instances of these classes, or a collection of them."""

    classes: tuple[tuple[ClassEntry, UserClass | None], ...]
    kind: CollectionKind | None


def written(context: Context, user: UserClass, name: str) -> Value:
    """What the methods of a class of the document put under an attribute; UNKNOWN where that is not known."""
    if user.opaque or context.recorder.is_stored(name):
        return UNKNOWN
    found = context.written.get(user)
    if found is None:
        if context.written_now:
            return UNKNOWN
        context.written_now = True
        try:
            found = context.written[user] = _run(context, user)
        finally:
            context.written_now = False
    held = found.get(name)
    if held is None:
        return UNKNOWN
    made = context.one_of(
        tuple(context.instance(Instance(entry, None, own), Record("maybe", open=True)) for entry, own in held.classes)
    )
    if held.kind is None:
        return made
    keys = (UNKNOWN,) if held.kind == "dict" else ()
    return context.collection(held.kind, Items((made,), exact=False, keys=keys))


def _run(context: Context, user: UserClass) -> dict[str, Held | None]:
    """Interpret the methods that set attributes, each by itself, on an object of which only the class is known."""
    assert user.entry is not None
    results: dict[str, Held | None] = {}
    this = Instance(user.entry, None, user)
    calling, context.calling = context.calling, []
    try:
        with context.unrecorded(), context.layer():
            context.instance(this, Record("maybe", open=True))
            for function in {function.node: function for function in escapes.methods_of(user)}.values():
                if function.kind == "static" or not escapes.touched(context, function.node).stores:
                    continue
                with context.layer() as layer:
                    functions.run_with_any(context, function, this)
                for key, content in layer.cells.items():
                    if isinstance(key, tuple) and key[0] is this and isinstance(content, Value):
                        name = key[1]
                        held = _held(layer, content)
                        results[name] = _joined(results[name], held) if name in results else held
    finally:
        context.calling = calling
    return results


def _held(state: State, value: Value) -> Held | None:
    if isinstance(value, Collection):
        items = state.items(value)
        inside = [_held(state, each) for each in items.values]
        if items.open or any(each is None or each.kind is not None for each in inside):
            return None
        return Held(
            tuple(dict.fromkeys(pair for each in inside if each is not None for pair in each.classes)), value.kind
        )
    found: list[tuple[ClassEntry, UserClass | None]] = []
    for member in members(value):
        if isinstance(member, Instance) and member.entry.kind == "estimator":
            found.append((member.entry, member.user))
        elif not (isinstance(member, Constant) and member.value is None):
            return None
    return Held(tuple(dict.fromkeys(found)), None)


def _joined(a: Held | None, b: Held | None) -> Held | None:
    if a is None or b is None:
        return None
    if not a.classes or not b.classes:
        return a if a.classes else b
    return Held(tuple(dict.fromkeys((*a.classes, *b.classes))), a.kind) if a.kind == b.kind else None
