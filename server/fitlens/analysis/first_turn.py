"""What the first turn of a loop, or each call of a function, surely reads, whatever later turns and other calls do."""

from __future__ import annotations

import ast
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager

from fitlens.analysis.context import Context
from fitlens.nodes import children, nodes

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


@contextmanager
def called(context: Context, body: Sequence[ast.stmt]) -> Generator[None, None, None]:
    """Interpret the body of a function for one of its calls: what that surely comes to is noted apart from other calls."""
    recorder = context.recorder
    # (what is only tried to find out effects may be a call that a test keeps from being made)
    wanted = context.labelled and recorder.recording and recorder.place is None and not recorder.doubtful
    outer, recorder.called = recorder.called, _reads(context, body) if wanted and body else frozenset[ast.AST]()
    try:
        yield
    finally:
        recorder.called = outer


def _reads(context: Context, body: Sequence[ast.stmt]) -> frozenset[ast.AST]:
    """The attributes that a turn or call surely reads, found once for each body."""
    known = context.first_reads.get(body[0])
    if known is None:
        known = context.first_reads[body[0]] = frozenset(_surely(body))
    return known


def _surely(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """The attributes that are read whatever happens, as far as nothing raises."""
    for statement in body:
        if isinstance(statement, _PLAIN) or (isinstance(statement, ast.Return) and statement.value is not None):
            yield from _attributes(statement)
        elif any(isinstance(each, _LEAVING) for each in nodes(statement)):
            return


def _attributes(node: ast.AST) -> Iterator[ast.AST]:
    pending = [node]
    while pending:
        each = pending.pop()
        if isinstance(each, _CONDITIONAL):
            continue
        if isinstance(each, ast.Attribute):
            yield each
        pending.extend(children(each))
