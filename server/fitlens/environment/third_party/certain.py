"""What a statement does whatever holds, and whether what follows it is reached."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from fitlens.nodes import children, nodes


def leaves(statement: ast.stmt) -> bool:
    """Whether it may end the method, or keep an error from its caller."""
    kinds = (ast.Return, ast.Try, ast.With)
    return any(isinstance(each, kinds) for each in nodes(statement))


def certain_calls(statement: ast.stmt) -> Iterator[ast.Call]:
    """The calls of a statement that are made whatever holds."""
    match statement:
        case ast.Expr(value=value) | ast.Assign(value=value) | ast.AugAssign(value=value):
            yield from _calls_in(value)
        case ast.AnnAssign(value=ast.expr() as value) | ast.Return(value=ast.expr() as value):
            yield from _calls_in(value)
        case ast.If(test=test):
            yield from _calls_in(test)
        case ast.For(iter=over):
            yield from _calls_in(over)
        case _:
            pass


def _calls_in(node: ast.expr) -> Iterator[ast.Call]:
    match node:
        case ast.Lambda() | ast.GeneratorExp() | ast.ListComp() | ast.SetComp() | ast.DictComp():
            return
        case ast.IfExp(test=first):
            yield from _calls_in(first)
            return
        case ast.BoolOp(values=[first, *_]):
            yield from _calls_in(first)
            return
        case ast.Call():
            yield node
        case _:
            pass
    for child in children(node):
        if isinstance(child, ast.expr):
            yield from _calls_in(child)
        elif isinstance(child, ast.keyword):
            yield from _calls_in(child.value)
