"""Text of a document put in the place of other text, and the document that comes of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from fitlens.record import NamedTuple
from fitlens.source.document import Document, document_from_cells, document_from_text

_BREAK = re.compile(r"\r\n|\n|\r")


class Replacement(NamedTuple):
    """Text instead of what stands between two offsets (code points, end exclusive); of an empty range, before it."""

    start: int
    end: int
    text: str


def replaced(document: Document, replacements: Iterable[Replacement]) -> Document:
    """The document with all replacements made, which must not overlap nor reach from one cell into another."""
    ordered = sorted(replacements)
    if not ordered:
        return document
    if document.kind == "script":
        return document_from_text(document.path, spliced(document.text, ordered))
    by_cell: dict[int, list[Replacement]] = {}
    for each in ordered:
        by_cell.setdefault(cell_at(document, each.start), []).append(each)
    cells: list[tuple[int, str]] = []
    for index, cell in enumerate(document.cells):
        # the last line break is the document's, not the notebook's
        source = document.text[cell.start : cell.end - 1]
        cells.append((cell.number, spliced(source, moved(by_cell.get(index, ()), -cell.start))))
    return document_from_cells(document.path, cells)


def spliced(text: str, ordered: Iterable[Replacement]) -> str:
    """The text with the replacements made, which are in order."""
    pieces: list[str] = []
    position = 0
    for start, end, new in ordered:
        pieces += text[position:start], new
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def moved(replacements: Iterable[Replacement], by: int) -> list[Replacement]:
    """The same replacements at other offsets."""
    return [Replacement(start + by, end + by, text) for start, end, text in replacements]


def cell_at(document: Document, offset: int) -> int:
    """Which of the document's cells an offset lies in, counted from 0; a script is one cell."""
    return max(0, bisect_right(document.cells, offset, key=lambda cell: cell.start) - 1)


def within_cell(document: Document, start: int, end: int) -> bool:
    """Whether a range lies in one cell, or in a script."""
    if not 0 <= start <= end <= len(document.text):
        return False
    return not document.cells or end < document.cells[cell_at(document, start)].end


def line_break(document: Document, offset: int) -> str:
    """What ends the lines around an offset: of mixed ones the break of its own line, else of the line before."""
    line = document.line_of(offset)
    for near in (line, line - 1):
        if near >= 1:
            found = _BREAK.match(document.text, document.line_span(near)[1])
            if found:
                return found[0]
    return "\n"
