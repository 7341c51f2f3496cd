"""What decorators make of a function: another kind of method, a wrapper around it, or something that is not known."""

from __future__ import annotations

import ast

from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.values import UNKNOWN, External, FunctionKind, UserFunction, Value

_KINDS: dict[str, FunctionKind] = {
    "builtins.staticmethod": "static",
    "builtins.classmethod": "class",
    "builtins.property": "property",
    "functools.cached_property": "cached",
    "contextlib.contextmanager": "context",
}
WRAPS = "functools.wraps()"
_LEAVE_AS_IS = frozenset({WRAPS, "typing.final", "typing.override", "typing_extensions.override"})


def decorate(context: Context, function: UserFunction, nodes: list[ast.expr], decorators: list[Value]) -> Value:
    """What the name of a decorated function is bound to."""
    made: Value = function
    for node, decorator in reversed(list(zip(nodes, decorators, strict=True))):
        made = _applied(context, made, node, decorator)
        if made is UNKNOWN:
            # what it makes of it, and when that runs, is not known
            function.kind = "opaque"
            context.escape(function)
            return UNKNOWN
    return made


def _applied(context: Context, made: Value, node: ast.expr, decorator: Value) -> Value:
    if isinstance(decorator, External):
        if decorator.path in _LEAVE_AS_IS:
            return made
        kind = _KINDS.get(decorator.path)
        if kind is None or not isinstance(made, UserFunction) or made.kind != "plain":
            return UNKNOWN
        made.kind = kind
        return made
    if not isinstance(decorator, UserFunction):
        return UNKNOWN
    call = ast.copy_location(ast.Call(node, [], []), node)
    found = context.invoke(decorator, Arguments(call, [(node, made)]))
    return found if isinstance(found, UserFunction) else UNKNOWN
