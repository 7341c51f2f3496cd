"""Colours of the terminal, where there is one that shows them."""

from __future__ import annotations

import os
from typing import Final, Literal, TextIO

from fitlens.record import NamedTuple

Style = Literal["bold", "dim", "error", "warning", "info", "place", "estimator", "hyperparameter", "learned", "quiet"]

_CODES: Final[dict[Style, str]] = {
    "bold": "1",
    "dim": "2",
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "place": "1;34",
    "estimator": "1;32",
    # Two families told apart by more than their hue: what is set stands upright, what is learned leans.
    "hyperparameter": "34",
    "learned": "3;35",
    "quiet": "2",
}


class Paint(NamedTuple):
    """Puts a style around text, or leaves it alone."""

    enabled: bool = False

    def __call__(self, style: Style, text: str) -> str:
        """The text in that style."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.enabled and text else text


When = Literal["auto", "always", "never"]


def for_stream(stream: TextIO, when: When = "auto") -> Paint:
    """Paint where it was asked for, else for a terminal that shows colours; none for a file or a pipe.

    NO_COLOR (https://no-color.org) forbids it and FORCE_COLOR asks for it; what the command line says outweighs both.
    """
    if when != "auto":
        return Paint(when == "always")
    if os.environ.get("NO_COLOR"):
        return Paint()
    if os.environ.get("FORCE_COLOR"):
        return Paint(True)
    return Paint(stream.isatty() and os.environ.get("TERM") != "dumb")
