"""Between a client's positions and our offsets: the only place where they are converted.

A client counts lines from 0 and characters in UTF-8, UTF-16 or UTF-32 units, per document; a notebook is many documents
to it. We count code points in one text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from lsprotocol import types

from fitlens.analysis.facts import Span
from fitlens.record import NamedTuple
from fitlens.source.document import Document
from fitlens.source.lines import LineIndex


class TextPositions:
    """The positions of one of the client's documents, whose text this is."""

    __slots__ = ("_encoding", "_index", "_text")

    def __init__(self, text: str, encoding: types.PositionEncodingKind) -> None:
        self._text = text
        self._encoding = encoding
        self._index: LineIndex | None = None

    @property
    def _lines(self) -> LineIndex:
        # Of a notebook's many cells, few are asked for.
        if self._index is None:
            self._index = LineIndex(self._text)
        return self._index

    def offset(self, position: types.Position) -> int:
        """The offset of a position; one beyond the end of its line or of the text becomes that end."""
        if position.line >= len(self._lines.starts):
            return len(self._text)
        start, end = self._lines.span(position.line + 1)
        line = self._text[start:end]
        if self._encoding == types.PositionEncodingKind.Utf32 or line.isascii():
            return start + min(position.character, len(line))
        units = 0
        for index, character in enumerate(line):
            units += self._width(character)
            if units > position.character:
                return start + index
        return end

    def offset_of(self, line: int, column: int) -> int:
        """The offset of a 1-based line and a column in code points; of one that is not there, the nearest before it."""
        start, end = self._lines.span(min(line, len(self._lines.starts)))
        return min(start + column, end)

    def position(self, offset: int) -> types.Position:
        """The position of an offset; one inside a line break stands at the end of the line."""
        offset = min(max(offset, 0), len(self._text))
        line = self._lines.line_of(offset)
        start, end = self._lines.span(line)
        before = self._text[start : min(offset, end)]
        if self._encoding == types.PositionEncodingKind.Utf32 or before.isascii():
            return types.Position(line - 1, len(before))
        return types.Position(line - 1, sum(map(self._width, before)))

    def _width(self, character: str) -> int:
        point = ord(character)
        if self._encoding == types.PositionEncodingKind.Utf8:
            return 1 + (point >= 0x80) + (point >= 0x800) + (point >= 0x10000)
        return 1 + (point >= 0x10000)


def as_data(range_: types.Range) -> dict[str, dict[str, int]]:
    """A range in a part of a message that the protocol leaves to us."""
    return {
        "start": {"line": range_.start.line, "character": range_.start.character},
        "end": {"line": range_.end.line, "character": range_.end.character},
    }


def edited(
    text: str,
    changes: Sequence[types.TextDocumentContentChangeEvent],
    encoding: types.PositionEncodingKind,
) -> str:
    """The text after a client's changes, applied in their order."""
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangeWholeDocument):
            text = change.text
        else:
            index = TextPositions(text, encoding)
            start, end = index.offset(change.range.start), index.offset(change.range.end)
            end = max(start, end)
            seams = text[max(start - 1, 0) : start], change.text[:1], change.text[-1:], text[end : end + 1]
            text = text[:start] + change.text + text[end:]
            if any("\ud800" <= each <= "\udfff" for each in seams):
                # In the client's own text, two halves of a character that come together are that character.
                text = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return text


class Part(NamedTuple):
    """One of the client's documents as it lies in ours: a script whole, or one cell of a notebook."""

    uri: str
    start: int
    """Offset of its first character in our text."""
    length: int
    positions: TextPositions


class Place(NamedTuple):
    """A range of one of the client's documents."""

    uri: str
    range: types.Range


@dataclass(frozen=True, slots=True)
class Places:
    """Converts between the client's documents and one text of ours."""

    parts: tuple[Part, ...]
    starts: tuple[int, ...]

    @classmethod
    def of_script(cls, uri: str, document: Document, encoding: types.PositionEncodingKind) -> Places:
        """Of a script, which is one document to both sides."""
        return cls((Part(uri, 0, len(document.text), TextPositions(document.text, encoding)),), (0,))

    @classmethod
    def of_notebook(cls, uris: Sequence[str], document: Document, encoding: types.PositionEncodingKind) -> Places:
        """Of a notebook; the URIs are those of `document.cells`, in their order."""
        parts = tuple(
            # The newline that joins the cells is none of the client's.
            Part(
                uri,
                cell.start,
                cell.end - 1 - cell.start,
                TextPositions(document.text[cell.start : cell.end - 1], encoding),
            )
            for uri, cell in zip(uris, document.cells, strict=True)
        )
        return cls(parts, tuple(part.start for part in parts))

    def part(self, uri: str) -> Part | None:
        """The client's document of that URI, if it is one of ours."""
        return next((part for part in self.parts if part.uri == uri), None)

    def offset(self, uri: str, position: types.Position) -> int | None:
        """Our offset of a client's position; None for a document that is not part of this one."""
        part = self.part(uri)
        return None if part is None else part.start + part.positions.offset(position)

    def span(self, uri: str, range_: types.Range) -> Span | None:
        """Our span of a client's range; None for a document that is not part of this one."""
        part = self.part(uri)
        if part is None:
            return None
        start, end = part.positions.offset(range_.start), part.positions.offset(range_.end)
        return Span(part.start + start, part.start + max(start, end))

    def place(self, span: Span) -> Place:
        """The client's range of a span. It ends in the document it starts in: no client has ranges across cells."""
        part = self.parts[max(0, bisect_right(self.starts, span.start) - 1)]
        return Place(
            part.uri,
            types.Range(
                part.positions.position(span.start - part.start), part.positions.position(span.end - part.start)
            ),
        )
