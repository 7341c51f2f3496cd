"""What all results rest on that is no source of the user's: FitLens and its catalogs, Python, the installed packages."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Final

import fitlens
from fitlens.check.cache.digest import digest
from fitlens.environment.choice import Choice
from fitlens.settings.settings import Settings

_APART: Final = frozenset({"__pycache__", "build", "cli", "ide", "jedi_worker", "lsp", "report"})
"""Directories that no finding rests on."""


def of_fitlens() -> bytes:
    """FitLens as it is installed, every file of it, and the Python that runs it. Raises OSError where it is no directory."""
    home = os.path.dirname(os.path.abspath(fitlens.__file__))
    return digest(fitlens.__version__, sys.version, sys.platform, home, repr(sorted(_files(home))))


def of_choice(choice: Choice) -> bytes:
    """What a project is judged by, and the directories of the packages it can import: they change with what is installed."""
    installation = choice.installation
    if installation is None:
        return digest(choice.catalog.version)
    from fitlens.environment.search_path import package_directories

    directories = [(each, _changed(each)) for each in package_directories(installation.directory)]
    return digest(choice.catalog.version, choice.catalog.patch, installation.version, repr(directories))


def of_settings(settings: Settings) -> bytes:
    """What decides on rules and severities."""
    said = [
        (each.root, each.select, each.ignore, each.extend_select, each.severity, each.per_file_ignores)
        for each in settings.layers
    ]
    return digest(repr(said))


def _files(directory: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(directory) as listing:
        for entry in listing:
            if entry.name in _APART:
                continue
            if entry.is_dir():
                yield from _files(entry.path)
            else:
                status = entry.stat()
                yield entry.path, status.st_mtime_ns, status.st_size


def _changed(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0
