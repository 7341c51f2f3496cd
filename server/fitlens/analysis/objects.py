"""Objects of the document's own classes: made, where they are no estimators, and asked for what they compute."""

from __future__ import annotations

import ast

from fitlens.analysis import functions, records
from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.values import UNKNOWN, Class, Instance, UserFunction, UserObject, Value


def create(context: Context, made: Class, arguments: Arguments) -> Value:
    """A call of a plain class of the document: a new object, on which its constructor ran."""
    assert made.user is not None
    created = UserObject(made.user)
    own_way = made.user.method("__new__") is not None
    constructor = None if own_way else made.user.constructor()
    if isinstance(constructor, UserFunction):
        functions.follow(context, constructor, arguments, created)
    elif constructor is not None:
        records.construct(context, created, constructor, arguments)
    else:
        for value in arguments.values():
            context.escape(value)
    return UNKNOWN if own_way or made.user.opaque else created


def may_be_overridden(context: Context, value: Instance | UserObject, name: str) -> bool:
    """Whether an object may be of a class of the document that has a name of its own."""
    user = value.user
    if user is None or name not in user.overridden:
        return False
    return value in context.of_any_class if isinstance(value, UserObject) else value.node is None


def computed(context: Context, value: Instance | UserObject, method: UserFunction, node: ast.expr | None) -> Value:
    """What reading a property gives."""
    if method.kind == "opaque" or node is None or isinstance(method.node, ast.Lambda):
        context.escape(value)  # reading it may run it, or it runs in a way of its own
        return UNKNOWN
    key = (value, method.node.name)
    kept = context.state.value(key) if method.kind == "cached" else None
    if kept is not None:
        return kept
    call = ast.copy_location(ast.Call(node, [], []), node)
    found = functions.follow(context, method, Arguments(call), value)
    if method.kind == "cached":
        context.attributes.setdefault(value, set()).add(method.node.name)
        context.state.set(key, found)
    return found
