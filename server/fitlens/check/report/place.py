"""Where a span stands, as every format writes it: path, cell, row and column."""

from __future__ import annotations

import os

from fitlens.analysis.facts import Span
from fitlens.source.document import Document, Location


def relative(path: str) -> str:
    """The path as seen from the current directory where it lies below, else unchanged."""
    if not os.path.isabs(path):
        return os.path.normpath(path)
    below = os.path.relpath(path)
    return path if below.startswith(os.pardir) else below


def posix(path: str) -> str:
    """The path as `relative` has it, with the slashes that hosts of code show it with."""
    return relative(path).replace(os.sep, "/")


def ends(document: Document, span: Span) -> tuple[Location, Location]:
    """First position of the span and the one behind its last character, both in the cell where it begins."""
    start = document.location(span.start)
    if span.end <= span.start:
        return start, start
    last = document.location(span.end - 1)
    return start, Location(last.cell, last.row, last.column + 1)


def in_file(document: Document, span: Span) -> tuple[Location, Location]:
    """`ends` for those who count the lines of the file itself: of a notebook, whose rows its JSON does not have, its beginning."""
    if document.kind == "notebook":
        first = Location(None, 1, 1)
        return first, first
    return ends(document, span)


def within(document: Document, span: Span) -> str:
    """`14:11`, or `cell 3:2:5`."""
    start = document.location(span.start)
    cell = "" if start.cell is None else f"cell {start.cell}:"
    return f"{cell}{start.row}:{start.column}"


def heading(document: Document, span: Span) -> str:
    """`model.py:14:11`, or `digits.ipynb:cell 3:2:5`."""
    return f"{relative(document.path)}:{within(document, span)}"
