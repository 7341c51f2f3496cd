"""What a function of a package gives back, where each of its `return` statements gives a new object of a class."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from fitlens.nodes import children, nodes
from fitlens.record import NamedTuple


class Made(NamedTuple):
    """How a function makes what it gives."""

    callees: tuple[ast.expr, ...]
    """What is called for it, once for each `return`."""
    imports: tuple[ast.stmt, ...]
    """Imports inside the function, whose names hold before those of its module."""


def made_by(function: ast.FunctionDef) -> Made | None:
    """None where some `return` gives something else, or what it gives cannot be told from the function alone."""
    if function.decorator_list:
        return None
    arguments = function.args
    taken = {a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    taken |= {a.arg for a in (arguments.vararg, arguments.kwarg) if a is not None}
    bound: dict[str, list[ast.expr | None]] = {name: [None] for name in taken}
    returns: list[ast.expr | None] = []
    imports: list[ast.stmt] = []
    for node in _own(function.body):
        match node:
            case ast.Return(value=value):
                returns.append(value)
            case ast.Yield() | ast.YieldFrom() | ast.Global() | ast.Nonlocal():
                return None
            case ast.Import() | ast.ImportFrom():
                imports.append(node)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                bound.setdefault(name, []).append(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=value):
                bound.setdefault(name, []).append(value)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                bound.setdefault(name, []).append(None)
            case _:
                pass
    for node in _own(function.body):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id not in bound:
            bound[node.id] = [None]
        if isinstance(node, ast.AugAssign | ast.For | ast.NamedExpr | ast.withitem | ast.Delete):
            for inner in nodes(_target(node)):
                if isinstance(inner, ast.Name):
                    bound.setdefault(inner.id, []).append(None)
    callees: list[ast.expr] = []
    for value in returns:
        callee = _callee(value, bound)
        if callee is None:
            return None
        callees.append(callee)
    return Made(tuple(callees), tuple(imports)) if callees else None


def _callee(value: ast.expr | None, bound: dict[str, list[ast.expr | None]]) -> ast.expr | None:
    if isinstance(value, ast.Name):
        values = bound.get(value.id, [])
        value = values[0] if len(values) == 1 else None
    if not isinstance(value, ast.Call):
        return None
    root = value.func
    while isinstance(root, ast.Attribute):
        root = root.value
    return value.func if isinstance(root, ast.Name) and root.id not in bound else None


def _target(node: ast.AugAssign | ast.For | ast.NamedExpr | ast.withitem | ast.Delete) -> ast.AST:
    match node:
        case ast.withitem(optional_vars=ast.expr() as target):
            return target
        case ast.withitem() | ast.Delete():
            return node
        case _:
            return node.target


def _own(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes of a function's body without those of functions and classes inside it."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting.extend(children(node))
