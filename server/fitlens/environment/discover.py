"""The Python environments that a user may choose from, found by looking at directories: no interpreter is started for it.

A workspace that was just fetched may hold a `bin/python` that is none. `installed.py` knows those that a program has without
anyone's choice; here are the others.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence

from fitlens.environment.installed import activated, project_environments, selected
from fitlens.record import NamedTuple

_MOST = 60
_MARKS = ("pyvenv.cfg", "conda-meta")


class Candidate(NamedTuple):
    """One environment."""

    prefix: str
    """Its directory; of what PATH leads to, the interpreter."""
    source: str
    """How it was found: `workspace`, `VIRTUAL_ENV`, `CONDA_PREFIX`, `conda`, `PATH`."""
    scikit_learn: str | None
    """The version of the scikit-learn in it; None where it has none."""


def candidates(workspaces: Sequence[str]) -> list[Candidate]:
    """Those of the workspace first, then what is activated, conda's, and what PATH leads to; each once."""
    found: dict[str, Candidate] = {}
    for prefix, source in _prefixes(workspaces):
        # An interpreter in an environment links to another one outside of it: what counts is where it stands.
        inside = prefix if os.path.isdir(prefix) else os.path.dirname(os.path.dirname(prefix))
        real = os.path.realpath(inside)
        if real not in found and len(found) < _MOST:
            installation = selected(prefix).found
            found[real] = Candidate(prefix, source, installation.version if installation is not None else None)
    return list(found.values())


def _prefixes(workspaces: Sequence[str]) -> Iterator[tuple[str, str]]:
    for workspace in workspaces:
        for place in project_environments(workspace):
            yield place.prefix, "workspace"
        for prefix in _environments_in(workspace):
            yield prefix, "workspace"
    for place in activated():
        yield place.prefix, place.source
    home = os.path.expanduser("~")
    for prefix in _listed(os.path.join(home, ".conda", "environments.txt")):
        yield prefix, "conda"
    for name in ("python", "python3") if sys.platform != "win32" else ("python",):
        interpreter = shutil.which(name)
        if interpreter is not None:
            yield interpreter, "PATH"


def _environments_in(directory: str) -> Iterator[str]:
    try:
        names = sorted(entry.name for entry in os.scandir(directory) if entry.is_dir())
    except OSError:
        return
    for name in names:
        prefix = os.path.join(directory, name)
        if any(os.path.exists(os.path.join(prefix, mark)) for mark in _MARKS):
            yield prefix


def _listed(path: str) -> Iterator[str]:
    """conda's own list of its environments, one a line."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return
    for line in lines:
        if os.path.isdir(os.path.join(line.strip(), "conda-meta")):
            yield line.strip()
