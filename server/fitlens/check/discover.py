"""Which files a run is about: the paths that were given, and the Python files under those that are directories."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from fitlens.check import gitignore
from fitlens.check.gitignore import Ignores
from fitlens.check.model import Problem
from fitlens.record import NamedTuple
from fitlens.settings.settings import Settings

SUFFIXES: Final = (".py", ".ipynb")

SettingsOf = Callable[[str], Settings]
"""The settings of what lies in a directory (absolute)."""


class Discovery(NamedTuple):
    """What was found: each file once, sorted; and what could not be looked at."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def discover(paths: Iterable[str], settings_of: SettingsOf | None = None) -> Discovery:
    """The files of a run.

    A path that is named is taken whatever it is called, unless exclusion is forced, but `-` is no standard input; in a
    directory, scripts and notebooks are. What the settings and `.gitignore` exclude is left out there, and so are virtual
    environments and symbolic links to directories: what they lead to is found where it is, and a loop of them leads nowhere.
    Raises SettingsError.
    """
    settings_of = settings_of or _by_default
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for given in paths:
        if given == "-":
            problems.append(Problem(given, "standard input is not read; save the program to a file and name it"))
            continue
        path = os.path.normpath(given)
        absolute = os.path.abspath(path)
        # What is neither a directory nor a readable file is for the reader to refuse, with its reason.
        if os.path.isdir(path):
            if settings_of(absolute).forbids(absolute, directory=True):
                continue
            for found, place in _walk(path, absolute, settings_of, problems):
                files.setdefault(place, found)
        elif not settings_of(os.path.dirname(absolute)).forbids(absolute, directory=False):
            files.setdefault(absolute, path)
    return Discovery(tuple(sorted(files.values())), tuple(problems))


def _by_default(_: str) -> Settings:
    return Settings()


def _walk(path: str, absolute: str, settings_of: SettingsOf, problems: list[Problem]) -> Iterator[tuple[str, str]]:
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
