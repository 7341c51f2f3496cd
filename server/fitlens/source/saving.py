"""A file's new bytes put in the place of its old ones: all of them or none, and never over what somebody else wrote."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress
from typing import Final

from fitlens.source.read import SourceError, read_bytes

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_BEGUN: Final = ".fitlens-"
"""How files are called that are not whole yet: hidden, so that no other run takes one for a program."""
_LATE: Final = 60 * 60


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
    beside = _beside(target)
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
    _sweep(os.path.dirname(target))


def put(path: str, content: bytes) -> None:
    """Makes this the content of a file that is ours to write, there or not; what it held stays if that fails.

    What is no file on a disk is written to as it stands, and so is one in a directory that takes no other. Raises OSError.
    """
    target = os.path.realpath(path)
    status = None
    with suppress(FileNotFoundError):
        status = os.stat(path)
    if status is not None and not _is_replaceable(path, target, status):
        with open(path, "wb") as file:
            file.write(content)
        return
    beside = _beside(target)
    try:
        _write(beside, content, status)
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
    _sweep(os.path.dirname(target))


def _is_replaceable(path: str, target: str, status: os.stat_result) -> bool:
    # What stands behind a descriptor would go on to be the old file.
    if not stat.S_ISREG(status.st_mode) or os.path.abspath(path).startswith(("/dev/", "/proc/")):
        return False
    return bool(status.st_mode & 0o222) and os.access(os.path.dirname(target), os.W_OK)


def _beside(target: str) -> str:
    # Short, whatever the file is called.
    return os.path.join(os.path.dirname(target), f"{_BEGUN}{os.getpid()}-{time.monotonic_ns():x}")


def _sweep(directory: str) -> None:
    """Removes what runs have left there that were killed between two instructions."""
    with suppress(OSError):
        late = time.time() - _LATE
        for name in os.listdir(directory):
            path = os.path.join(directory, name)
            if name.startswith(_BEGUN) and os.lstat(path).st_mtime < late:
                os.unlink(path)


def _refuse_changed(path: str, before: bytes) -> None:
    if read_bytes(path) != before:
        raise SourceError(path, "is not fixed: it was changed while it was checked; run this again")


def _write(path: str, content: bytes, status: os.stat_result | None) -> None:
    """A new file, on disk when this returns, with the mode and, where that is allowed, the owner of an old one."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    file = os.open(path, flags, 0o666 if status is None else 0o600)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(file, rest) :]
        if status is not None:
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
