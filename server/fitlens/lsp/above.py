"""Whether what is known of an older version holds at a place of the newest: where all is as it was down to the end of its statement.

What follows a statement decides little of what is said about it, and that little is late by one analysis.
"""

from __future__ import annotations

import ast
from bisect import bisect_right

from lsprotocol import types

from fitlens.lsp.analysing import Analysis
from fitlens.lsp.session import Snapshot
from fitlens.source.document import Document

_CALLED_LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
"""What stands in these is known by the calls, which come behind them."""


def holds(analysis: Analysis, newest: Snapshot, document: Document, uri: str, position: types.Position) -> bool:
    """document: the newest version's. False for one that was renewed as it is: then something else has changed."""
    old = analysis.document
    if len(old.text) == len(document.text) and old.text == document.text:
        return False
    if [(text.uri, text.cell) for text in analysis.snapshot.texts] != [(text.uri, text.cell) for text in newest.texts]:
        return False
    offset = analysis.places.offset(uri, position)
    if offset is None:
        return False
    line = old.lines.line_of(offset)
    body = old.tree.module.body
    index = bisect_right(body, line, key=_line) - 1
    if index >= 0:
        statement = body[index]
        last = statement.end_lineno or statement.lineno
        if last >= line:
            if isinstance(statement, _CALLED_LATER):
                return False
            line = last
    return document.text.startswith(old.text[: old.lines.span(line)[1] + 1])


def _line(statement: ast.stmt) -> int:
    return statement.lineno
