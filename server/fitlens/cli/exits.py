"""How a command ends: the exit codes, and the error of a command that cannot run."""

from __future__ import annotations

from typing import Final

CLEAN: Final = 0
FOUND: Final = 1
FAILED: Final = 2
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141


class UsageError(Exception):
    """Why a command cannot run; `str()` is fit for the user."""
