"""Whether all attributes of an estimator class of the document are in its source: only then is one that is not there surely missing."""

from __future__ import annotations

import ast

from fitlens.analysis import escapes
from fitlens.analysis.context import Context
from fitlens.analysis.values import Class, Function, Module, UserClass, UserFunction
from fitlens.nodes import nodes


def is_complete(context: Context, user: UserClass) -> bool:
    """Whether the class itself is made in the document, none is derived from it, and nothing unknown gets hold of `self`."""
    return (
        user.entry is not None
        and not user.entry.dynamic
        and not user.opaque
        and not user.extended
        and user in context.made
        and user not in context.patched
        and not any(_gives_itself_away(context, function) for function in escapes.methods_of(user))
    )


def _gives_itself_away(context: Context, function: UserFunction) -> bool:
    """Whether a method passes `self` to code that is not known, which may set anything on it."""
    named = [*function.node.args.posonlyargs, *function.node.args.args]
    if not named or function.kind == "static":
        return False
    this = named[0].arg
    return any(
        isinstance(node, ast.Call) and _passes(node, this) and not _is_known(context, function, node.func)
        for node in nodes(function.node)
    )


def _passes(call: ast.Call, name: str) -> bool:
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    return any(isinstance(each, ast.Name) and each.id == name for each in given)


def _is_known(context: Context, function: UserFunction, called: ast.expr) -> bool:
    while isinstance(called, ast.Attribute):
        called = called.value
    if not isinstance(called, ast.Name):
        return False
    found = context.resolve(function.scope, called.id)[1]
    return called.id in _BUILT_IN if found is None else isinstance(found, (Function, UserFunction, Class, Module))


_BUILT_IN = frozenset(
    {"getattr", "hasattr", "id", "isinstance", "len", "print", "repr", "setattr", "str", "super", "type"}
)
