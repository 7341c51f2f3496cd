"""A document: one script or notebook as one text, with its lines, cells and tree."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterable
from typing import Literal

from fitlens.record import NamedTuple
from fitlens.source.lines import LineIndex
from fitlens.source.parse import parse
from fitlens.source.read import SourceError, decode_source, read_bytes
from fitlens.source.tree import SyntaxProblem, Tree

__all__ = [
    "Cell",
    "Document",
    "Location",
    "SourceError",
    "SyntaxProblem",
    "Tree",
    "document_from_bytes",
    "document_from_cells",
    "document_from_text",
    "read_document",
]


class Location(NamedTuple):
    """Where a user would look: all 1-based, the column in code points. `cell` is the position among *all* cells, None in a script."""

    cell: int | None
    row: int
    column: int


class Cell(NamedTuple):
    """One code cell of a notebook."""

    number: int
    """1-based position among all cells of the notebook."""
    start: int
    """Offset of its first character in the document's text."""
    end: int
    """Offset behind its trailing newline."""


class Document:
    """One script, or one notebook with its code cells joined in order, each ending in exactly one newline of its own.

    Offsets are 0-based code points into `text`. Offsets and lines outside the text count for its ends.
    """

    __slots__ = ("_lines", "_plain", "_tree", "cells", "code", "kind", "path", "text")

    path: str
    kind: Literal["script", "notebook"]
    text: str
    """What the user sees."""
    code: str
    """`text` with IPython syntax (and a byte order mark) blanked, same length."""
    cells: tuple[Cell, ...]

    def __init__(
        self, path: str, kind: Literal["script", "notebook"], text: str, code: str, cells: tuple[Cell, ...] = ()
    ) -> None:
        self.path = path
        self.kind = kind
        self.text = text
        self.code = code
        self.cells = cells
        self._lines: LineIndex | None = None
        self._tree: Tree | None = None
        self._plain: list[int] | None = None
        """Offsets of the lines, and one behind the end, where bytes are code points and nothing was repaired; else empty."""

    def __reduce__(self) -> tuple[object, ...]:
        """To another process, what was made of the text stays behind."""
        return Document, (self.path, self.kind, self.text, self.code, self.cells)

    @property
    def lines(self) -> LineIndex:
        """Where each line begins. Built when first asked for."""
        if self._lines is None:
            self._lines = LineIndex(self.text)
        return self._lines

    @property
    def tree(self) -> Tree:
        """Parsed when first asked for."""
        if self._tree is None:
            self._tree = parse(self.code, self.lines, tuple(cell.start for cell in self.cells))
        return self._tree

    def offset(self, line: int, column: int) -> int:
        """Offset of a position of the tree: 1-based line, 0-based column in UTF-8 bytes (`ast`'s).

        Holds in repaired lines too; a position in text that a repair added is the place where it was added.
        """
        start, end = self.lines.span(line)
        repaired = self.tree.lines.get(line)
        if repaired is not None:
            column = repaired.column(_code_points(repaired.text, column))
        elif not self.code.isascii():
            column = _code_points(self.code[start:end], column)
        return min(start + max(column, 0), end)

    def extent(self, node: ast.expr | ast.stmt | ast.keyword | ast.alias) -> tuple[int, int]:
        """Offsets of a node of the tree, end exclusive."""
        plain = self._plain
        if plain is None:
            direct = self.code.isascii() and not self.tree.lines and "\r" not in self.code
            plain = self._plain = [*self.lines.starts, len(self.text) + 1] if direct else []
        line, last = node.lineno, node.end_lineno
        assert last is not None
        assert node.end_col_offset is not None
        if line < len(plain) and last < len(plain):
            start = plain[line - 1] + node.col_offset
            end = plain[last - 1] + node.end_col_offset
            if start < plain[line] and end < plain[last]:  # within their lines, as nearly always
                return start, end
        return self.offset(line, node.col_offset), self.offset(last, node.end_col_offset)

    def magic(self, line: int) -> str | None:
        """The IPython line that was blanked at a 1-based line, as the user wrote it; None where there is none."""
        start, end = self.lines.span(line)
        if self.kind != "notebook" or self.code[start:end].strip() != "0":
            return None
        written = self.text[start:end].strip()
        return None if written == "0" else written

    def location(self, offset: int) -> Location:
        """Where the user finds an offset."""
        offset = min(max(offset, 0), len(self.text))
        line = self.lines.line_of(offset)
        column = offset - self.lines.starts[line - 1] + 1
        if not self.cells:
            return Location(None, line, column)
        cell = self.cells[max(0, bisect_right(self.cells, offset, key=_cell_start) - 1)]
        # The end of the text lies behind the last cell's newline, on a line that no cell has.
        if offset >= cell.end:
            return self.location(cell.end - 1)
        return Location(cell.number, line - self.lines.line_of(cell.start) + 1, column)

    def line_of(self, offset: int) -> int:
        """1-based line of the whole text."""
        return self.lines.line_of(min(offset, len(self.text)))

    def line_span(self, line: int) -> tuple[int, int]:
        """Offsets of a 1-based line of the whole text, without its line break."""
        return self.lines.span(line)


def read_document(path: str) -> Document:
    """The document in a file: a notebook where its name ends in `.ipynb`, else a script.

    Raises SourceError where the file is missing, unreadable, in another encoding than it says, or no notebook.
    """
    return document_from_bytes(path, read_bytes(path))


def document_from_bytes(path: str, data: bytes) -> Document:
    """The document that a file of that name with these bytes would be. `path` is not read.

    Raises SourceError where they are in another encoding than they say, or no notebook.
    """
    if path.lower().endswith(".ipynb"):
        from fitlens.source.notebook import code_cells

        return document_from_cells(path, code_cells(path, data))
    return document_from_text(path, decode_source(path, data))


def document_from_text(path: str, text: str) -> Document:
    """A script with the given text. `path` is not read."""
    return Document(path, "script", text, _without_mark(text))


def document_from_cells(path: str, cells: Iterable[tuple[int, str]]) -> Document:
    """A notebook with the given code cells: 1-based position among all cells, and source. `path` is not read."""
    from fitlens.source.magics import blank_magics

    texts: list[str] = []
    codes: list[str] = []
    spans: list[Cell] = []
    start = 0
    for index, source in cells:
        text = source + "\n"
        texts.append(text)
        codes.append(blank_magics(_without_mark(text)))
        spans.append(Cell(index, start, start + len(text)))
        start += len(text)
    return Document(path, "notebook", "".join(texts), "".join(codes), tuple(spans))


def _code_points(line: str, column: int) -> int:
    """A column in UTF-8 bytes as one in code points."""
    if line.isascii():
        return column
    return len(line.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "ignore"))


def _without_mark(text: str) -> str:
    """The text, a byte order mark that an editor left in it replaced by white space that does not indent."""
    return "\f" + text[1:] if text.startswith("\ufeff") else text


def _cell_start(cell: Cell) -> int:
    return cell.start
