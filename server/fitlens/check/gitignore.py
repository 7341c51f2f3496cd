"""What `.gitignore` files leave out of a walk."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fitlens.settings.patterns import Patterns

Ignores = tuple["Patterns", ...]
"""Those of the directories that lead to a place, the farthest first."""

_NAME = ".gitignore"


def above(directory: str) -> Ignores:
    """What holds in a directory (absolute) by the files above it, as far as its repository reaches."""
    levels: list[str] = []
    current = directory
    while not os.path.exists(os.path.join(current, ".git")):
        parent = os.path.dirname(current)
        if parent == current:
            # Outside of a repository nothing says that what lies further up is about these files.
            return ()
        current = parent
        levels.append(current)
    found: Ignores = _read(current, os.path.join(current, ".git", "info", "exclude"))
    for level in reversed(levels):
        found += _read(level, os.path.join(level, _NAME))
    return found


def within(directory: str, before: Ignores, names: Sequence[str]) -> Ignores:
    """What holds for the entries of a directory (absolute), of which the names are given."""
    return before + _read(directory, os.path.join(directory, _NAME)) if _NAME in names else before


def ignored(path: str, ignores: Ignores, *, directory: bool) -> bool:
    """Whether an absolute path is left out: the nearest file that says something of it decides."""
    for patterns in reversed(ignores):
        decided = patterns.match(path, directory=directory)
        if decided is not None:
            return decided
    return False


def _read(directory: str, path: str) -> Ignores:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read().split("\n")
    except OSError:
        return ()
    from fitlens.settings.patterns import Patterns

    patterns = Patterns(directory, lines)
    return (patterns,) if patterns else ()
