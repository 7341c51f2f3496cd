"""Where the cache is on disk, and that it does not grow without end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from time import time
from typing import Final

VARIABLE: Final = "FITLENS_CACHE_DIR"
LARGEST: Final = 256 * 1024 * 1024
"""Bytes; beyond, what was not used for longest goes."""
_DAY: Final = 24 * 60 * 60
OLDEST: Final = 30 * _DAY
_SWEPT: Final = "swept"
_TAG: Final = "CACHEDIR.TAG"
_TAGGED: Final = (
    "Signature: 8a477f597d28d172789f06886806bc55\n# What FitLens found before; it can be deleted at any time.\n"
)
_UNFINISHED: Final = ".part"
_LATE: Final = 60 * 60


def usual_folder() -> str:
    """The folder where nothing else is asked for: the user's own for what can be made again."""
    named = os.environ.get(VARIABLE)
    if named:
        return os.path.abspath(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/AppData/Local")
        return os.path.join(base, "fitlens", "cache")
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Caches/fitlens")
    base = os.environ.get("XDG_CACHE_HOME", "")
    # A relative path there is to be ignored, says the specification.
    return os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.cache"), "fitlens")


def read(path: str) -> bytes | None:
    """What a file holds; None where it cannot be read."""
    try:
        with open(path, "rb") as file:
            data = file.read()
            # What is in use is not old.
            if os.fstat(file.fileno()).st_mtime < time() - _DAY:
                with suppress(OSError):
                    os.utime(path)
            return data
    except OSError:
        return None


def write(path: str, data: bytes) -> bool:
    """Puts a whole file in its place, or leaves all as it was; whether it could."""
    beside = f"{path}.{os.getpid()}{_UNFINISHED}"
    try:
        try:
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with open(descriptor, "wb") as file:
            file.write(data)
        os.replace(beside, path)
    except OSError:
        with suppress(OSError):
            os.unlink(beside)
        return False
    return True


def sweep(folder: str) -> None:
    """Once a day, removes what is old, and what is too much."""
    mark = os.path.join(folder, _SWEPT)
    now = time()
    with suppress(OSError):
        if os.stat(mark).st_mtime > now - _DAY:
            return
    if not (write(mark, b"") and write(os.path.join(folder, _TAG), _TAGGED.encode())):
        return
    found = sorted(_files(folder), reverse=True)
    size = 0
    for modified, bytes_, path in found:
        size += bytes_
        unfinished = path.endswith(_UNFINISHED) and modified < now - _LATE
        if size > LARGEST or modified < now - OLDEST or unfinished:
            with suppress(OSError):
                os.unlink(path)


def _files(folder: str) -> Iterator[tuple[float, int, str]]:
    """Of the cache's own folders, what is in them: modification, size and path. A folder that is empty goes."""
    for entry in _entries(folder):
        if not entry.is_dir(follow_symlinks=False) or not entry.name.startswith("check-"):
            continue
        inside = _entries(entry.path)
        if not inside:
            with suppress(OSError):
                os.rmdir(entry.path)
        for each in inside:
            with suppress(OSError):
                status = each.stat(follow_symlinks=False)
                yield status.st_mtime, status.st_size, each.path


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as listing:
            return list(listing)
    except OSError:
        return []
