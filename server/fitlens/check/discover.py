"""Which files a run is about: the paths that were given, and the Python files under those that are directories."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from fitlens.check.model import Problem
from fitlens.record import NamedTuple
from fitlens.settings.settings import Settings

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
            from fitlens.check.walk import files_below

            if settings_of(absolute).forbids(absolute, directory=True):
                continue
            for found, place in files_below(path, absolute, settings_of, problems):
                files.setdefault(place, found)
        elif not settings_of(os.path.dirname(absolute)).forbids(absolute, directory=False):
            files.setdefault(absolute, path)
    return Discovery(tuple(sorted(files.values())), tuple(problems))


def _by_default(_: str) -> Settings:
    return Settings()
