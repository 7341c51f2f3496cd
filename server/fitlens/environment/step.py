"""What one source says of the scikit-learn that a program runs with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fitlens.environment.version import Version
from fitlens.record import NamedTuple

if TYPE_CHECKING:
    # Only a project's files have them; no other step need load them.
    from fitlens.environment.specifiers import Specifiers

EXPECTED = "expected one such as 1.9"


class Step(NamedTuple):
    """One source, and what it says."""

    source: str
    """The flag, the environment, or the file as a reader at the current directory names it."""
    says: str
    line: int | None = None
    """1-based."""
    version: Version | None = None
    """Where it names one."""
    range: Specifiers | None = None
    """Where it allows several."""
    broken: bool = False
    """It could not be understood, of which the user must hear."""

    @property
    def decides(self) -> bool:
        """Whether it says enough to choose by."""
        return self.version is not None or bool(self.range)

    @property
    def place(self) -> str:
        """`requirements.txt:3`."""
        return self.source if self.line is None else f"{self.source}:{self.line}"


def shown(path: str) -> str:
    """A path as a reader at the current directory names it."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):  # the directory is gone, or on another drive
        return path
    return path if relative.startswith(os.pardir) else relative
