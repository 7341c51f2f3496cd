"""Standard streams that are closed, full or gone: none of them may end in a traceback."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import Final

from fitlens.cli.exits import UsageError

_REFUSED: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})


def prepare() -> None:
    """Makes the streams safe to write to. Raises UsageError where standard output is closed."""
    if sys.stderr is None:
        # To print to None is to print to standard output.
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it lives as long as the process
    if sys.stdout is None:
        raise UsageError("standard output is closed; give it somewhere to go, /dev/null if not needed")
    for stream in (sys.stdout, sys.stderr):
        # A file's name or text may hold what the terminal's encoding does not.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def complain(message: str) -> None:
    """One line of standard error, if that can be written."""
    with suppress(OSError):
        print(f"fitlens: {message}", file=sys.stderr)


def refusal(error: OSError) -> str:
    """What to tell of an error that no command has met with words of its own."""
    reason = error.strerror or str(error)
    if error.filename is None and error.errno in _REFUSED:
        return f"standard output cannot be written: {reason}"
    return f"{error.filename or 'the current directory'}: {reason}"


def abandon() -> None:
    """Sends what is still to be written nowhere: the interpreter flushes once more at its end, which must not fail."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
