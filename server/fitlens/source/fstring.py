"""The replacement fields of an f-string that is being typed."""

from __future__ import annotations

from fitlens.record import NamedTuple


class Field(NamedTuple):
    """The expression in one pair of braces, offsets into the string's text."""

    start: int
    end: int
    closed: bool
    """Its closing brace is there."""


def fields(text: str, start: int, end: int) -> list[Field]:
    """The fields between two offsets of an f-string's text, nested format specifications left out."""
    found: list[Field] = []
    position = start
    while position < end:
        if text.startswith(("{{", "}}"), position):
            position += 2
        elif text[position] == "{":
            field = _field(text, position + 1, end)
            found.append(field)
            position = _behind(text, field.end, end)
        else:
            position += 1
    return found


def _field(text: str, start: int, end: int) -> Field:
    depth = 0
    for position in range(start, end):
        character = text[position]
        if depth == 0 and character in "}:!" and not text.startswith("!=", position):
            return Field(start, position, closed="}" in text[position:end])
        depth += (character in "([{") - (character in ")]}")
    return Field(start, end, closed=False)


def _behind(text: str, position: int, end: int) -> int:
    """Behind the brace that closes a field whose expression ends at an offset."""
    depth = 1
    while position < end and depth:
        depth += (text[position] == "{") - (text[position] == "}")
        position += 1
    return position
