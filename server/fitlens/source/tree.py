"""The syntax tree of a document and what had to be changed to get it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from fitlens.record import NamedTuple

PLACEHOLDER = "_"
"""Stands in a tree where a value or a name is missing. Nothing is known of it."""


_NONE: Final = MappingProxyType[int, Any]({})


class SyntaxProblem(NamedTuple):
    """Why the document could not be read as it stands."""

    offset: int
    message: str


class Insertion(NamedTuple):
    """Text that stands in a repaired line and not in the user's."""

    column: int
    """Code points before it in the repaired line."""
    length: int


class RepairedLine(NamedTuple):
    """A line as it was parsed, where that is not the user's line."""

    text: str
    insertions: tuple[Insertion, ...]
    """In order of their columns."""

    def column(self, parsed: int) -> int:
        """The column (code points) in the user's line for one in this line."""
        shift = 0
        for at, length in self.insertions:
            if parsed <= at:
                break
            shift += min(length, parsed - at)
        return parsed - shift


class Tree(NamedTuple):
    """The document's syntax tree. It always exists: what could not be parsed was repaired or blanked, positions kept."""

    module: ast.Module
    problems: tuple[SyntaxProblem, ...] = ()
    repaired: tuple[tuple[int, int], ...] = ()
    """Line ranges (1-based, inclusive) whose code was changed to be parsed."""
    holes: Mapping[int, frozenset[str]] = _NONE
    """Line of a `pass` that stands for blanked code -> the names that the blanked code mentions."""
    lines: Mapping[int, RepairedLine] = _NONE
    """1-based line -> what was parsed there; `Document.offset` reads it."""
