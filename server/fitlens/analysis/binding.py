"""Binds targets: names, attributes, items, what is unpacked into them, and what a loop gives them each time."""

from __future__ import annotations

import ast

from fitlens.analysis import datasets, estimators, local_modules, records
from fitlens.analysis.context import Context
from fitlens.analysis.rows import Data
from fitlens.analysis.state import MOST_ITEMS, Items
from fitlens.analysis.values import (
    UNKNOWN,
    Class,
    Collection,
    Constant,
    Instance,
    LocalModule,
    UserObject,
    Value,
    join,
    members,
)


def assign(context: Context, target: ast.expr, value: Value) -> None:
    """`target = value`."""
    match target:
        case ast.Name():
            context.bind(target.id, value)
        case ast.Tuple() | ast.List():
            _unpack(context, target.elts, value)
        case ast.Starred():
            assign(context, target.value, context.collection("list", Items(exact=False, open=True)))
        case ast.Attribute():
            _assign_attribute(context, target, value)
        case ast.Subscript():
            _assign_item(context, target, value)
        case _:
            context.evaluate(target)


def _unpack(context: Context, targets: list[ast.expr], value: Value) -> None:
    if isinstance(value, Collection) and value.kind in ("list", "tuple"):
        star = next((index for index, target in enumerate(targets) if isinstance(target, ast.Starred)), None)
        items = context.state.items(value)
        if items.values and isinstance(items.values[0], Data):
            datasets.record_targets(context, targets, items)
        if star is not None and items.exact and len(items.values) >= len(targets) - 1:
            _unpack_around(context, targets, star, items.values)
            return
    rows = [_elements(context, member, len(targets)) for member in members(value)]
    starred = any(isinstance(target, ast.Starred) for target in targets)
    for index, target in enumerate(targets):
        if starred or any(row is None for row in rows):
            rest = [row for row in rows if row is not None]
            known = len(rest) == len(rows) and not isinstance(target, ast.Starred)
            assign(context, target, context.one_of(tuple(v for row in rest for v in row)) if known else UNKNOWN)
        else:
            assign(context, target, context.one_of(tuple(row[index] for row in rows if row is not None)))


def _unpack_around(context: Context, targets: list[ast.expr], star: int, values: tuple[Value, ...]) -> None:
    """`first, *others, last = ...`: the starred one takes what the others leave."""
    behind = len(targets) - star - 1
    end = len(values) - behind
    for target, each in zip(targets[:star], values[:star], strict=True):
        assign(context, target, each)
    starred = targets[star]
    assert isinstance(starred, ast.Starred)
    assign(context, starred.value, context.collection("list", Items(values[star:end])))
    for target, each in zip(targets[star + 1 :], values[end:], strict=True):
        assign(context, target, each)


def _elements(context: Context, value: Value, count: int) -> tuple[Value, ...] | None:
    if not isinstance(value, Collection):
        if isinstance(value, UserObject):
            held = records.elements(context, value)
            if held is not None:
                return held if len(held) == count else None
            context.escape(value)  # its own `__iter__` runs
        return datasets.unpacked(value, count) if isinstance(value, Data) else None
    items = context.state.items(value)
    if items.exact and len(items.values) == count:
        return items.values
    return (context.item(items),) * count if items.values else None


def _assign_attribute(context: Context, target: ast.Attribute, value: Value) -> None:
    owner = context.evaluate(target.value)
    if all(isinstance(m, Instance) for m in members(owner)):
        estimators.attribute(context, target, owner, None)
    else:
        context.recorder.unknown_access(target)
    store(context, owner, target.attr, value)


def store(context: Context, owner: Value, name: str, value: Value) -> None:
    """`owner.name = value`."""
    known = members(owner)
    if all(isinstance(m, Instance) for m in known):
        estimators.store_attribute(context, owner, name, value)
        for each in known:
            if isinstance(each, Instance) and each.user is not None and not each.entry.known_attribute(name):
                context.recorder.stored(name)
        own = isinstance(owner, Instance) and owner.user is not None and owner not in context.handed_out
        if not own and not all(isinstance(m, Instance) and m.entry.parameter_named(name) is not None for m in known):
            context.lend(value)
        return
    context.recorder.stored(name)
    for each in known:
        if isinstance(each, Class) and each.user is not None:
            context.patched.add(each.user)
    for each in known:
        if isinstance(each, LocalModule):
            local_modules.store(context, each, name)
        elif isinstance(each, Data):
            context.refilled.add(each.rows)
    if isinstance(owner, UserObject):
        context.attributes.setdefault(owner, set()).add(name)
        if owner in context.handed_out:
            context.escape(value)
        context.state.set((owner, name), value)
        return
    context.escape(value)


def dict_value(context: Context, items: Items, key: Value) -> Value | None:
    """What a dict has under a constant key; None where that is not known."""
    if items.placed and isinstance(key, Constant):
        sure = zip(items.keys[: items.placed], items.values, strict=False)
        return next((v for k, v in sure if isinstance(k, Constant) and k.value == key.value), UNKNOWN)
    if items.open or not isinstance(key, Constant) or not all(isinstance(k, Constant) for k in items.keys):
        return None
    found = [
        v for k, v in zip(items.keys, items.values, strict=True) if isinstance(k, Constant) and k.value == key.value
    ]
    if not found:
        return None
    return found[-1] if items.exact else context.one_of(tuple(found))


def _assign_item(context: Context, target: ast.Subscript, value: Value) -> None:
    owner = context.evaluate(target.value)
    key = UNKNOWN if isinstance(target.slice, ast.Slice) else context.evaluate(target.slice)
    if not isinstance(owner, Collection):
        context.escape(value)
        context.escape(owner)
        if isinstance(owner, Data):
            context.refilled.add(owner.rows)
        if not isinstance(target.value, ast.Name):
            context.forget_world(target.value)
        return
    if owner in context.shared:
        context.escape(value)
    items = context.state.items(owner)
    for at, taken_out in enumerate(items.values):
        if items.exact and isinstance(key, Constant) and _may_be_at(items, at, key):
            estimators.replaced(context, taken_out)
    if owner.kind == "dict":
        context.state.set(owner, with_entry(items, key, value))
        if isinstance(key, Constant) and isinstance(key.value, str):
            context.added.setdefault(owner, {})[key.value] = target.slice
    elif (
        isinstance(key, Constant)
        and isinstance(key.value, int)
        and items.exact
        and -len(items.values) <= key.value < len(items.values)
    ):
        changed = list(items.values)
        changed[key.value] = value
        context.state.set(owner, Items(tuple(changed)))
    elif len(items.values) < MOST_ITEMS:
        context.state.set(owner, Items((*items.values, value), exact=False, open=items.open))
    else:
        context.state.set(owner, Items(exact=False, open=True))


def _may_be_at(items: Items, at: int, key: Constant) -> bool:
    """Whether an item of a list, or of a dict, may be the one under a key."""
    if not items.keys:
        return not isinstance(key.value, int) or key.value in (at, at - len(items.values))
    own = items.keys[at]
    return not isinstance(own, Constant) or own.value == key.value


def with_entry(items: Items, key: Value, value: Value) -> Items:
    """What a dict holds after `dict[key] = value`."""
    keys, values = list(items.keys), list(items.values)
    place = next(
        (
            i
            for i, k in enumerate(keys)
            if isinstance(k, Constant) and isinstance(key, Constant) and k.value == key.value
        ),
        None,
    )
    if place is not None:
        values[place] = value if items.exact else join(values[place], value)
    elif len(keys) >= MOST_ITEMS:
        return Items(exact=False, open=True)
    else:
        keys.append(key)
        values.append(value)
    return Items(tuple(values), items.exact and isinstance(key, Constant), tuple(keys), items.open)


def iterate(context: Context, value: Value) -> Value:
    """What a loop over a value gives each time."""
    results: list[Value] = []
    for member in members(value):
        match member:
            case Collection():
                items = context.state.items(member)
                if member.kind == "dict":
                    results.append(UNKNOWN if items.open else context.one_of(items.keys))
                else:
                    results.append(context.item(items))
            case UserObject() if (held := records.elements(context, member)) is not None:
                results.append(context.one_of(held))
            case _:
                context.escape(member)  # its own iteration runs
                results.append(UNKNOWN)
    return context.one_of(tuple(results))
