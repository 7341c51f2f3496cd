"""The first turn of a loop: what is used there comes before anything that the loop itself does."""

from __future__ import annotations

import ast
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager

from fitlens.analysis.context import Context
from fitlens.analysis.nodes import children, nodes

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
    outer, recorder.watched = recorder.watched, _reads(context, body) if wanted and body else frozenset[ast.AST]()
    try:
        yield
    finally:
        recorder.watched = outer


def _reads(context: Context, body: Sequence[ast.stmt]) -> frozenset[ast.AST]:
    """The attributes that a turn surely reads, found once for each loop."""
    known = context.first_reads.get(body[0])
    if known is None:
        known = context.first_reads[body[0]] = frozenset(_surely(body))
    return known


def _surely(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """The attributes that a turn reads whatever happens, as far as it does not raise."""
    for statement in body:
        if isinstance(statement, _PLAIN):
            yield from _attributes(statement)
        elif any(isinstance(each, _LEAVING) for each in nodes(statement)):
            return


def _attributes(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, _CONDITIONAL):
        return
    if isinstance(node, ast.Attribute):
        yield node
    for child in children(node):
        yield from _attributes(child)
