"""Changes to code that keep every position: characters replaced one for one, and text inserted that is known to be ours."""

from __future__ import annotations

from bisect import bisect_left

from fitlens.source.lines import LineIndex
from fitlens.source.tree import Insertion, RepairedLine


class Patch:
    """Changes at offsets of one text. A later change at the same place adds to the earlier."""

    __slots__ = ("_inserted", "_replaced", "_sorted")

    def __init__(self) -> None:
        self._replaced: dict[int, str] = {}
        self._inserted: dict[int, str] = {}
        self._sorted: list[int] | None = None

    def __bool__(self) -> bool:
        return bool(self._replaced or self._inserted)

    def insert(self, offset: int, text: str) -> None:
        """Text of ours before the character at an offset, behind what was inserted there before."""
        self._inserted[offset] = self._inserted.get(offset, "") + text
        self._sorted = None

    def put(self, offset: int, text: str) -> None:
        """Text in place of as many characters."""
        self._replaced.update(enumerate(text, offset))
        self._sorted = None

    def blank(self, code: str, start: int, end: int) -> None:
        """Spaces in place of a range, line breaks kept; what was inserted in it or right behind it is dropped."""
        self._replaced.update((index, " ") for index in range(start, end) if code[index] not in "\r\n")
        for offset in self._between(start + 1, end + 1):
            self._inserted.pop(offset, None)
        self._sorted = None

    def forget(self, start: int, end: int) -> None:
        """Drops all changes in a range, its end included."""
        for offset in self._between(start, end + 1):
            self._inserted.pop(offset, None)
            self._replaced.pop(offset, None)
        self._sorted = None

    def update(self, other: Patch) -> None:
        """Takes over all changes of another patch, behind its own."""
        self._replaced.update(other._replaced)
        for offset, text in other._inserted.items():
            self.insert(offset, text)
        self._sorted = None

    def render(self, code: str, start: int, end: int) -> tuple[str, list[Insertion]]:
        """The changed code of a range (insertions at its end included) and where in it text was inserted."""
        changes = self._between(start, end + 1)
        if not changes:
            return code[start:end], []
        pieces: list[str] = []
        insertions: list[Insertion] = []
        position, length = start, 0
        for offset in changes:
            pieces.append(code[position:offset])
            length += offset - position
            position = offset
            inserted = self._inserted.get(offset)
            if inserted:
                insertions.append(Insertion(length, len(inserted)))
                pieces.append(inserted)
                length += len(inserted)
            if offset < end and offset in self._replaced:
                pieces.append(self._replaced[offset])
                length += 1
                position = offset + 1
        pieces.append(code[position:end])
        return "".join(pieces), insertions

    def repaired_lines(self, code: str, lines: LineIndex) -> dict[int, RepairedLine]:
        """1-based line -> what it became, for each line that changed."""
        repaired: dict[int, RepairedLine] = {}
        for offset in self._offsets():
            line = lines.line_of(offset)
            if line not in repaired:
                text, insertions = self.render(code, *lines.span(line))
                repaired[line] = RepairedLine(text, tuple(insertions))
        return repaired

    def _offsets(self) -> list[int]:
        if self._sorted is None:
            self._sorted = sorted(self._replaced.keys() | self._inserted.keys())
        return self._sorted

    def _between(self, start: int, end: int) -> list[int]:
        offsets = self._offsets()
        return offsets[bisect_left(offsets, start) : bisect_left(offsets, end)]
