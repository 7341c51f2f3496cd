"""A bar that shows how far a long run has come, on a terminal where somebody waits for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Final, TextIO

from fitlens.check.run import Progress
from fitlens.cli.width import terminal_width

PATIENCE: Final = 0.7
"""Seconds before it appears: most runs are done by then."""
_BETWEEN: Final = 0.1
_WIDEST: Final = 40


@contextmanager
def shown(*, quiet: bool) -> Generator[Progress | None]:
    """What to tell of each file, for the length of a `with` statement; None where nobody watches: in CI, or no terminal."""
    if quiet or not _watched():
        yield None
        return
    bar = Bar(sys.stderr)
    try:
        yield bar
    finally:
        bar.clear()


def _watched() -> bool:
    return sys.stderr.isatty() and sys.stdout.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"


class Bar:
    """Draws one line of a terminal anew, at most ten times a second."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next = monotonic() + PATIENCE
        self._drawn = False

    def __call__(self, done: int, files: int) -> None:
        """Draws how many files are done, if it is time to."""
        now = monotonic()
        if now < self._next or done == files:
            return
        self._next = now + _BETWEEN
        count = f" {done:,} of {files:,} files"
        width = max(0, min(_WIDEST, terminal_width(80) - len(count) - 3))
        full = width * done // files
        self._write(f"\r[{'=' * full}{' ' * (width - full)}]{count}\x1b[K")
        self._drawn = True

    def clear(self) -> None:
        """Leaves the line as it was."""
        if self._drawn:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        # A terminal that has gone away is no reason for the run to fail.
        with suppress(OSError):
            self._stream.write(text)
            self._stream.flush()
