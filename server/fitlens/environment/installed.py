"""Finds the scikit-learn that the user's program runs with, by looking at directories only.

Nothing is imported and no process is started: an interpreter's packages lie at a fixed place beside it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

_PROJECT_ENVIRONMENTS = (".venv", "venv", "env")
_METADATA = re.compile(r"scikit[-_]learn-(?P<version>[^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info", re.IGNORECASE)
_PACKAGE_DIRECTORY = re.compile(r"python\d+(?:\.\d+t?)?")
_SETTING = re.compile(r"^\s*(?P<key>[\w-]+)\s*=\s*(?P<value>.*?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Installation:
    """One installed scikit-learn."""

    directory: str
    """The directory that holds the package `sklearn`, what `ClassEntry.file` is relative to."""
    version: str
    """As its metadata spells it: `1.9.1`."""


def find_scikit_learn(python: str | None = None, workspace: str | None = None) -> Installation | None:
    """The scikit-learn of an interpreter, or of the first environment that has one.

    python: path of an interpreter, or a command name found on PATH; when given, no other place is looked at.
    workspace: directory of the project, whose `.venv`, `venv` and `env` come first; after them the activated
    environment (VIRTUAL_ENV, CONDA_PREFIX), last the one that runs this program.
    """
    prefixes = _prefixes_of(python) if python is not None else _usual_prefixes(workspace)
    for prefix in prefixes:
        for directory in _package_directories(prefix):
            installation = _installed_in(directory)
            if installation is not None:
                return installation
    return None


def _usual_prefixes(workspace: str | None) -> Iterator[str]:
    if workspace is not None:
        for name in _PROJECT_ENVIRONMENTS:
            yield from _with_base(os.path.join(workspace, name))
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        prefix = os.environ.get(variable)
        if prefix:
            yield from _with_base(prefix)
    yield from _with_base(sys.prefix)


def _prefixes_of(python: str) -> Iterator[str]:
    """Where the interpreter's packages may lie: its environment, then what a symbolic link to it leads to."""
    path = python
    if os.path.dirname(path) == "":
        import shutil

        path = shutil.which(python) or python
    for executable in dict.fromkeys((os.path.abspath(path), os.path.realpath(path))):
        directory = os.path.dirname(executable)
        # POSIX keeps interpreters in bin/, Windows in Scripts/ (virtual environments) or beside Lib/ (installations).
        if os.path.basename(directory).lower() in ("bin", "scripts"):
            yield from _with_base(os.path.dirname(directory))
        else:
            yield from _with_base(directory)


def _with_base(prefix: str) -> Iterator[str]:
    """The prefix, and behind it the installation it shares packages with (`include-system-site-packages`)."""
    yield prefix
    try:
        with open(os.path.join(prefix, "pyvenv.cfg"), encoding="utf-8", errors="replace") as file:
            settings = {match["key"].lower(): match["value"] for match in _SETTING.finditer(file.read())}
    except OSError:
        return
    home = settings.get("home")
    if home and settings.get("include-system-site-packages", "false").lower() == "true":
        yield os.path.dirname(home) if os.path.basename(home).lower() == "bin" else home


def _package_directories(prefix: str) -> Iterator[str]:
    yield os.path.join(prefix, "Lib", "site-packages")
    for library in ("lib", "lib64"):
        parent = os.path.join(prefix, library)
        for name in _names_in(parent):
            if _PACKAGE_DIRECTORY.fullmatch(name):
                yield os.path.join(parent, name, "site-packages")
                yield os.path.join(parent, name, "dist-packages")  # Debian's name for it


def _installed_in(directory: str) -> Installation | None:
    if not os.path.isfile(os.path.join(directory, "sklearn", "__init__.py")):
        return None
    for name in _names_in(directory):
        match = _METADATA.fullmatch(name)
        if match:
            return Installation(directory, match["version"])
    return None


def _names_in(directory: str) -> list[str]:
    try:
        return sorted(os.listdir(directory))
    except OSError:
        return []
