"""The Python files below a directory, without what the settings, `.gitignore` files and virtual environments leave out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Final

from fitlens.check import gitignore
from fitlens.check.gitignore import Ignores
from fitlens.check.model import Problem
from fitlens.settings.settings import Settings

SUFFIXES: Final = (".py", ".ipynb")


def files_below(
    path: str, absolute: str, settings_of: Callable[[str], Settings], problems: list[Problem]
) -> Iterator[tuple[str, str]]:
    """The files below a directory, as they are named from the given path, and absolute."""
    pending: list[tuple[str, str, Ignores | None]] = [(path, absolute, None)]
    while pending:
        current, place, ignores = pending.pop()
        settings = settings_of(place)
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
        if settings.respect_gitignore:
            before = gitignore.above(place) if ignores is None else ignores
            ignores = gitignore.within(place, before, [entry.name for entry in entries])
        else:
            ignores = None
        for entry in entries:
            found = entry.name if current == os.curdir else entry.path
            inside = os.path.join(place, entry.name)
            if entry.is_dir(follow_symlinks=False):
                if not _left_out(inside, settings, ignores, directory=True) and not _is_environment(entry):
                    pending.append((found, inside, ignores))
            elif (
                entry.name.endswith(SUFFIXES)
                and not _left_out(inside, settings, ignores, directory=False)
                and os.path.isfile(found)
            ):
                yield found, inside


def _left_out(path: str, settings: Settings, ignores: Ignores | None, *, directory: bool) -> bool:
    if settings.excludes(path, directory=directory):
        return True
    return bool(ignores) and gitignore.ignored(path, ignores, directory=directory)


def _is_environment(entry: os.DirEntry[str]) -> bool:
    # Every virtual environment has this file, whatever its directory is called.
    return os.path.exists(os.path.join(entry.path, "pyvenv.cfg"))
