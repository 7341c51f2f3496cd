"""Lines of a text: where each begins, counted as Python counts them."""

from __future__ import annotations

import re
from bisect import bisect_right

# Editors and CPython's tokenizer agree on these three; str.splitlines() would also split at form feeds and U+2028.
_BREAK = re.compile(r"\r\n|\n|\r")


class LineIndex:
    """Offsets of the lines of one text. A text that ends in a line break has an empty last line."""

    __slots__ = ("_length", "_text", "starts")

    def __init__(self, text: str) -> None:
        self._text = text
        self._length = len(text)
        self.starts: list[int] = [0, *(found.end() for found in _BREAK.finditer(text))]
        """Offset of each line, line 1 first."""

    def line_of(self, offset: int) -> int:
        """1-based line that holds a 0-based offset; offsets outside the text count for its ends."""
        return bisect_right(self.starts, max(0, offset))

    def span(self, line: int) -> tuple[int, int]:
        """Offsets of a 1-based line without its line break; lines outside the text count for its ends."""
        line = min(max(line, 1), len(self.starts))
        start = self.starts[line - 1]
        if line == len(self.starts):
            return start, self._length
        end = self.starts[line] - 1
        if end > start and self._text[end] == "\n" and self._text[end - 1] == "\r":
            end -= 1
        return start, end
