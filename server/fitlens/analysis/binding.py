"""Binds targets: names, attributes, items, what is unpacked into them, and what a loop gives them each time."""

from __future__ import annotations

import ast

from fitlens.analysis import estimators
from fitlens.analysis.context import Context
from fitlens.analysis.state import Items, item
from fitlens.analysis.values import (
    UNKNOWN,
    Class,
    Collection,
    Constant,
    Instance,
    OneOf,
    UserObject,
    Value,
    members,
    one_of,
)


def assign(context: Context, target: ast.expr, value: Value) -> None:
    """`target = value`."""
    match target:
        case ast.Name():
            context.bind(target.id, value)
        case ast.Tuple() | ast.List():
            _unpack(context, target.elts, value)
        case ast.Starred():
            assign(context, target.value, context.collection("list", Items(exact=False)))
        case ast.Attribute():
            _assign_attribute(context, target, value)
        case ast.Subscript():
            _assign_item(context, target, value)
        case _:
            context.evaluate(target)


def _unpack(context: Context, targets: list[ast.expr], value: Value) -> None:
    rows = [_elements(context, member, len(targets)) for member in members(value)]
    starred = any(isinstance(target, ast.Starred) for target in targets)
    for index, target in enumerate(targets):
        if starred or any(row is None for row in rows):
            rest = [row for row in rows if row is not None]
            known = len(rest) == len(rows) and not isinstance(target, ast.Starred)
            assign(context, target, one_of(tuple(v for row in rest for v in row)) if known else UNKNOWN)
        else:
            assign(context, target, one_of(tuple(row[index] for row in rows if row is not None)))


def _elements(context: Context, value: Value, count: int) -> tuple[Value, ...] | None:
    if not isinstance(value, Collection):
        return None
    items = context.state.items(value)
    if items.exact and len(items.values) == count:
        return items.values
    return (item(items),) * count if items.values else None


def _assign_attribute(context: Context, target: ast.Attribute, value: Value) -> None:
    owner = context.evaluate(target.value)
    known = members(owner)
    if all(isinstance(m, Instance) for m in known):
        estimators.attribute(context, target, owner, None)
        estimators.store_attribute(context, owner, target.attr, value)
        if target.attr.startswith("_") or target.attr.endswith("_"):
            return
        if not all(isinstance(m, Instance) and any(p.name == target.attr for p in m.entry.parameters) for m in known):
            context.escape(value)
        return
    context.recorder.unknown_access(target)
    if isinstance(owner, UserObject):
        owner.names.add(target.attr)
        context.state.set((owner, target.attr), value)
        return
    if isinstance(owner, Class):
        return
    context.escape(value)


def _assign_item(context: Context, target: ast.Subscript, value: Value) -> None:
    owner = context.evaluate(target.value)
    key = UNKNOWN if isinstance(target.slice, ast.Slice) else context.evaluate(target.slice)
    if not isinstance(owner, Collection):
        context.escape(value)
        if isinstance(owner, (Instance, OneOf)):
            context.escape(owner)
        return
    items = context.state.items(owner)
    if owner.kind == "dict":
        keys, values = list(items.keys), list(items.values)
        place = next(
            (
                i
                for i, k in enumerate(keys)
                if isinstance(k, Constant) and isinstance(key, Constant) and k.value == key.value
            ),
            None,
        )
        if place is None:
            keys.append(key)
            values.append(value)
        else:
            values[place] = value
        exact = items.exact and isinstance(key, Constant)
        context.state.set(owner, Items(tuple(values), exact, tuple(keys)))
        return
    if (
        isinstance(key, Constant)
        and isinstance(key.value, int)
        and items.exact
        and -len(items.values) <= key.value < len(items.values)
    ):
        changed = list(items.values)
        changed[key.value] = value
        context.state.set(owner, Items(tuple(changed)))
    else:
        context.state.set(owner, Items((*items.values, value), exact=False))


def iterate(context: Context, value: Value) -> Value:
    """What a loop over a value gives each time."""
    results: list[Value] = []
    for member in members(value):
        match member:
            case Collection():
                items = context.state.items(member)
                if member.kind == "dict":
                    results.append(one_of(items.keys))
                else:
                    results.append(item(items))
            case _:
                context.escape(member)  # its own iteration runs
                results.append(UNKNOWN)
    return one_of(tuple(results))
