"""Where a name is defined, in a file."""

from __future__ import annotations

from fitlens.record import NamedTuple


class Place(NamedTuple):
    """The name itself, not what it names: so do other Python servers, and an editor shows one place only once."""

    file: str
    line: int
    """1-based."""
    column: int
    """0-based, in code points."""
    name: str
    """Empty for a whole file."""
