"""Where a program's project begins, and the directories whose files speak for it."""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import Final

from fitlens.record import NamedTuple

LOCKS: Final = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock")
CONDA: Final = ("environment.yml", "environment.yaml")
ENVIRONMENTS: Final = (".venv", "venv", "env")
_REPOSITORY: Final = ".git"
_MARKS: Final = (
    "pyproject.toml",
    _REPOSITORY,
    "requirements.txt",
    *LOCKS,
    *CONDA,
    "setup.cfg",
    "setup.py",
    "Pipfile",
    ".venv",
    os.path.join("venv", "pyvenv.cfg"),
    os.path.join("env", "pyvenv.cfg"),
)


class Project(NamedTuple):
    """The files that belong together."""

    root: str
    """The nearest directory, upward from the program, that has a project's file; empty where none has."""
    levels: tuple[str, ...]
    """The root, and behind it the directories around it that have such files too, as far as the repository or the
    workspace reaches: a workspace's members share its lock file and its environment."""


def project_of(directory: str, tops: Collection[str] = ()) -> Project:
    """The project that a directory (absolute) belongs to. tops: directories that end it as a repository does."""
    levels: list[str] = []
    current = directory
    while True:
        marked = _is_marked(current)
        if marked:
            levels.append(current)
        if levels and (current in tops or (marked and os.path.exists(os.path.join(current, _REPOSITORY)))):
            return Project(levels[0], tuple(levels))
        parent = os.path.dirname(current)
        if parent == current:
            break
        current = parent
    # Outside of a repository nothing says that a directory further up is about this program.
    return Project(levels[0], (levels[0],)) if levels else Project("", ())


def requirement_files(directory: str) -> list[str]:
    """The requirement files of a directory: `requirements.txt`, its variants, and those in `requirements/`."""
    try:
        names = sorted(os.listdir(directory))
    except OSError:
        return []
    # `requirements.txt` is what the program runs with; the others are for its development.
    names.sort(key=lambda name: name != "requirements.txt")
    found = [os.path.join(directory, n) for n in names if n.startswith("requirements") and n.endswith(".txt")]
    if "requirements" in names:
        inner = os.path.join(directory, "requirements")
        if os.path.isdir(inner):
            found += [os.path.join(inner, name) for name in sorted(os.listdir(inner)) if name.endswith(".txt")]
    return found


def _is_marked(directory: str) -> bool:
    return any(os.path.exists(os.path.join(directory, mark)) for mark in _MARKS)
