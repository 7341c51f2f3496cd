"""Which files a run is about: the paths that were given, and the Python files under those that are directories."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Final

from fitlens.check.model import Problem
from fitlens.record import NamedTuple

SUFFIXES: Final = (".py", ".ipynb")
_FOREIGN: Final = frozenset({"__pycache__", "__pypackages__", "build", "dist", "node_modules", "site-packages", "venv"})


class Discovery(NamedTuple):
    """What was found: each file once, sorted; and what could not be looked at."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def discover(paths: Iterable[str]) -> Discovery:
    """The files of a run.

    A path that is named is taken whatever it is called, but `-` is no standard input; in a directory, scripts and
    notebooks are. Hidden directories, virtual environments, build output and other people's packages are left out, and
    so are symbolic links to directories: what they lead to is found where it is, and a loop of them leads nowhere.
    """
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for given in paths:
        if given == "-":
            problems.append(Problem(given, "standard input is not read; save the program to a file and name it"))
            continue
        path = os.path.normpath(given)
        # What is neither a directory nor a readable file is for the reader to refuse, with its reason.
        for found in _walk(path, problems) if os.path.isdir(path) else (path,):
            files.setdefault(os.path.abspath(found), found)
    return Discovery(tuple(sorted(files.values())), tuple(problems))


def _walk(directory: str, problems: list[Problem]) -> Iterator[str]:
    pending = [directory]
    while pending:
        current = pending.pop()
        try:
            with os.scandir(current) as listing:
                entries = list(listing)
        except OSError as error:
            denied = isinstance(error, PermissionError)
            reason = (
                "permission denied; allow this user to list it" if denied else f"cannot be listed: {error.strerror}"
            )
            problems.append(Problem(current, reason))
            continue
        for entry in entries:
            path = entry.name if current == os.curdir else entry.path
            if entry.is_dir(follow_symlinks=False):
                if not _is_foreign(entry):
                    pending.append(path)
            elif entry.name.endswith(SUFFIXES) and not entry.name.startswith(".") and os.path.isfile(path):
                yield path


def _is_foreign(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith(".") or entry.name in _FOREIGN:
        return True
    # Every virtual environment has this file, whatever its directory is called.
    return os.path.exists(os.path.join(entry.path, "pyvenv.cfg"))
