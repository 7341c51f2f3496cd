"""A file's new bytes put in the place of its old ones: all of them or none, and never over what somebody else wrote."""

from __future__ import annotations

import errno
import os
import time
from contextlib import suppress

from fitlens.source.read import SourceError, read_bytes

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def save(path: str, before: bytes, after: bytes) -> None:
    """Replaces the file's content, `before`, by `after`; its mode stays, and a symbolic link still leads to it.

    Raises SourceError, the file being as it was, where it holds something else by now or may not be written to.
    """
    target = os.path.realpath(path)
    _refuse_changed(path, before)
    status = os.stat(target)
    # Whoever may write to the directory could replace the file all the same, and root any file.
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise SourceError(path, "is not fixed: it is read-only; allow this user to write to it")
    # Short, whatever the file is called, and hidden, so that no other run takes it for a program.
    beside = os.path.join(os.path.dirname(target), f".fitlens-{os.getpid()}-{time.monotonic_ns():x}")
    try:
        try:
            _write(beside, after, status)
            _refuse_changed(path, before)
            os.replace(beside, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(beside)
            raise
    except OSError as error:
        raise SourceError(path, f"is not fixed: {_reason(error)}") from None


def _refuse_changed(path: str, before: bytes) -> None:
    if read_bytes(path) != before:
        raise SourceError(path, "is not fixed: it was changed while it was checked; run this again")


def _write(path: str, content: bytes, status: os.stat_result) -> None:
    """A new file with the mode and, where that is allowed, the owner of the old one, on disk when this returns."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(file, rest) :]
        if hasattr(os, "fchown") and (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
            with suppress(OSError):
                os.fchown(file, status.st_uid, status.st_gid)
        os.chmod(path, status.st_mode & 0o7777)
        # A full disk may tell of itself only here.
        os.fsync(file)
    finally:
        os.close(file)


def _reason(error: OSError) -> str:
    if error.errno in _FULL:
        return "no space is left on its disk"
    if isinstance(error, PermissionError):
        return "its directory may not be written to; allow this user to"
    return f"it cannot be written: {error.strerror or error}"
