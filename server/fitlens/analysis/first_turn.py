"""The first turn of a loop: what is used there comes before anything that the loop itself does."""

from __future__ import annotations

import ast
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager

from fitlens.analysis.context import Context

_LEAVING = (ast.Break, ast.Continue, ast.Return, ast.Raise)
_PLAIN = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign)
_CONDITIONAL = (
    ast.IfExp,
    ast.BoolOp,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)


@contextmanager
def watched(context: Context, body: Sequence[ast.stmt]) -> Generator[None, None, None]:
    """Interpret the first turn of the loop of this body: what it surely comes to is noted apart."""
    recorder = context.recorder
    wanted = context.labelled and recorder.place is None and not recorder.doubtful
    outer, recorder.watched = recorder.watched, frozenset(_surely(body)) if wanted else frozenset[ast.AST]()
    try:
        yield
    finally:
        recorder.watched = outer


def _surely(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """The attributes that a turn reads whatever happens, as far as it does not raise."""
    for statement in body:
        if isinstance(statement, _PLAIN):
            yield from _attributes(statement)
        elif any(isinstance(each, _LEAVING) for each in ast.walk(statement)):
            return


def _attributes(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, _CONDITIONAL):
        return
    if isinstance(node, ast.Attribute):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _attributes(child)
