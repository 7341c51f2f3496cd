"""The ways out of a method, read from its source: where it may come to its end, and what it returns."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from fitlens.nodes import children

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def comes_to_its_end(body: Sequence[ast.stmt], stops: Callable[[ast.Call], bool]) -> bool:
    """Whether the end of statements may be reached; `stops` tells the calls from which nothing comes back."""
    return all(_passes(statement, stops) for statement in body)


def _passes(statement: ast.stmt, stops: Callable[[ast.Call], bool]) -> bool:
    """Whether what stands behind a statement may be reached."""
    match statement:
        case ast.Return() | ast.Raise() | ast.Continue() | ast.Break():
            return False
        case ast.Expr(value=ast.Call() as call):
            return not stops(call)
        case ast.Assert(test=ast.Constant(value=value)):
            return bool(value)
        case ast.If(test=ast.Constant(value=value), body=body, orelse=orelse):
            return comes_to_its_end(body if value else orelse, stops)
        case ast.If(body=body, orelse=orelse):
            return comes_to_its_end(body, stops) or comes_to_its_end(orelse, stops)
        case ast.With(body=body) | ast.AsyncWith(body=body):
            return comes_to_its_end(body, stops)
        case ast.While(test=ast.Constant(value=value), body=body) if value:
            return _is_broken_off(body)
        case ast.Try() | ast.TryStar():
            done = comes_to_its_end([*statement.body, *statement.orelse], stops)
            caught = any(comes_to_its_end(handler.body, stops) for handler in statement.handlers)
            return (done or caught) and comes_to_its_end(statement.finalbody, stops)
        case ast.Match(cases=cases):
            any_ = any(
                isinstance(c.pattern, ast.MatchAs) and c.pattern.pattern is None and c.guard is None for c in cases
            )
            return not any_ or any(comes_to_its_end(case.body, stops) for case in cases)
        case _:
            return True


def _is_broken_off(body: Sequence[ast.stmt]) -> bool:
    """Whether a `break` leaves the loop around."""
    for statement in body:
        if isinstance(statement, ast.Break):
            return True
        if isinstance(statement, (ast.For, ast.AsyncFor, ast.While)):
            if _is_broken_off(statement.orelse):
                return True
            continue
        inner = [s for s in children(statement) if isinstance(s, (ast.stmt, ast.ExceptHandler, ast.match_case))]
        if _is_broken_off([s for each in inner for s in ([each] if isinstance(each, ast.stmt) else each.body)]):
            return True
    return False


def returns(function: Function) -> Iterator[ast.Return]:
    """The `return` statements of a function itself, none of functions inside."""
    yield from (each for each in _itself(function) if isinstance(each, ast.Return))


def is_generator(function: Function) -> bool:
    """Whether a call gives a generator."""
    return any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in _itself(function))


def _itself(node: ast.AST) -> Iterator[ast.AST]:
    for child in children(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            yield child
            yield from _itself(child)
