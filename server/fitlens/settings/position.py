"""The line that a key stands on in a TOML text, which tomllib does not tell."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from typing import Any, cast


def line_of(text: str, keys: Sequence[str], value: str | None = None) -> int | None:
    """1-based line of the key that the keys lead to, or of a text in its value; None where it is not found.

    Of a key that is not there, the line of the nearest that leads to it.
    """
    found: int | None = None
    depth = 0
    for line, chunk, leads in _statements(text):
        reached = 0
        while reached < min(len(keys), len(leads)) and keys[reached] == leads[reached]:
            reached += 1
        if reached < len(leads) and reached < len(keys):
            continue
        # An inline table is one statement with many keys.
        if reached > depth:
            depth, found = reached, line + _within(chunk, keys[reached - 1] if value is None else value)
    return found


def _statements(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Each table header and each assignment: first line, text, and the keys that lead to what it sets."""
    header: list[str] = []
    lines = text.split("\n")
    start = 0
    while start < len(lines):
        end = start + 1
        while True:
            chunk = "\n".join(lines[start:end])
            try:
                data = tomllib.loads(chunk)
                break
            except tomllib.TOMLDecodeError:
                end += 1
                if end > len(lines):
                    return
        if data:
            is_header = chunk.lstrip().startswith("[")
            base: list[str] = [] if is_header else header
            for path in _paths(data):
                yield start + 1, chunk, [*base, *path]
            if is_header:
                header = _paths(data)[0]
        start = end


def _paths(data: dict[str, Any]) -> list[list[str]]:
    """The keys that lead to each value, through tables and lists of tables."""
    found: list[list[str]] = []
    for key, value in data.items():
        inner: object = value
        if isinstance(inner, list) and len(cast("list[object]", inner)) == 1:
            inner = cast("list[object]", inner)[0]
        below = _paths(cast("dict[str, Any]", inner)) if isinstance(inner, dict) else []
        found += [[key, *path] for path in below] or [[key]]
    return found


def _within(chunk: str, text: str) -> int:
    """How many lines of a statement stand before the one that a text is in."""
    at = chunk.find(text)
    return chunk.count("\n", 0, at) if at >= 0 else 0
