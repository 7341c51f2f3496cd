"""Loops that keep the best of the scores that they compute, and what goes with it: told by the form of their statements alone.

What is scored, and on which rows, is told by the call that computes the score.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from fitlens.analysis.context import Context
from fitlens.analysis.facts import Choice
from fitlens.nodes import nodes

_ORDER = (ast.Gt, ast.GtE, ast.Lt, ast.LtE)


def record(context: Context, loop: ast.For | ast.AsyncFor | ast.While) -> None:
    """Note a choice that a loop of the module makes, where the program prints the score that it was made by."""
    recorder = context.recorder
    if not recorder.recording or recorder.place is not None or context.scope.index != context.home:
        return
    scores: dict[str, ast.Call] = {}
    for statement in loop.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                scores[name] = call
            case ast.If(test=test, body=body):
                for score, best in _compared(test):
                    if score in scores and _keeps(body, score, best) and _is_printed(context, loop, best):
                        recorder.choices[statement] = Choice(
                            recorder.span(statement.test),
                            recorder.span(scores[score]),
                            best,
                            recorder.span(loop),
                            context.guards,
                            context.trusted(loop),
                        )
            case _:
                pass


def _compared(test: ast.expr) -> Iterator[tuple[str, str]]:
    """Pairs of names of which one is held to be greater than the other, either way."""
    if isinstance(test, ast.BoolOp):
        for each in test.values:
            yield from _compared(each)
    match test:
        case ast.Compare(left=ast.Name(id=left), ops=[op], comparators=[ast.Name(id=right)]) if isinstance(op, _ORDER):
            yield left, right
            yield right, left
        case _:
            pass


def _keeps(body: list[ast.stmt], score: str, best: str) -> bool:
    """Whether the best score becomes this one, and something else is kept with it."""
    kept = dict(pair for statement in body for pair in _bound(statement))
    value = kept.pop(best, None)
    return (
        isinstance(value, ast.Name)
        and value.id == score
        and any(not isinstance(each, ast.Constant) for each in kept.values())
    )


def _bound(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
            for name, value in zip(names, values, strict=True):
                if isinstance(name, ast.Name):
                    yield name.id, value
        case _:
            pass


def _is_printed(context: Context, loop: ast.For | ast.AsyncFor | ast.While, name: str) -> bool:
    """Whether the program prints what the loop left in a name, and binds it to nothing else behind."""
    end = loop.end_lineno or loop.lineno
    printed = False
    for node in nodes(context.document.tree.module):
        if isinstance(node, ast.Name) and node.id == name and node.lineno > end and not isinstance(node.ctx, ast.Load):
            return False
        match node:
            case ast.Call(func=ast.Name(id="print")) if node.lineno > end:
                printed = printed or any(
                    isinstance(each, ast.Name) and each.id == name for part in node.args for each in nodes(part)
                )
            case _:
                pass
    return printed
