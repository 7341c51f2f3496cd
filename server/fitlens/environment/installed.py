"""Finds the scikit-learn that the user's program runs with, by looking at directories only.

Nothing is imported and no process is started: an interpreter's packages lie at a fixed place beside it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator

from fitlens.environment.project import ENVIRONMENTS
from fitlens.record import NamedTuple


class Installation(NamedTuple):
    """One installed scikit-learn."""

    directory: str
    """The directory that holds the package `sklearn`, what `ClassEntry.file` is relative to."""
    version: str
    """As its metadata spells it: `1.9.1`."""


class Surroundings(NamedTuple):
    """A Python environment that a program may run in."""

    source: str
    """How it came to be looked at: `--python`, the path of a `.venv`, `VIRTUAL_ENV`."""
    prefix: str
    """Its directory; of an interpreter, the interpreter."""
    found: Installation | None
    """The scikit-learn in it."""


def find_scikit_learn(python: str | None = None, workspace: str | None = None) -> Installation | None:
    """The scikit-learn of an interpreter, or of the first environment that has one.

    python: path of an interpreter or of an environment, or a command name found on PATH; when given, no other place is
    looked at.
    workspace: directory of the project, whose `.venv`, `venv` and `env` come first; after them the activated
    environment (VIRTUAL_ENV, CONDA_PREFIX), last the one that runs this program.
    """
    if python is not None:
        return selected(python).found
    places = (*project_environments(workspace), *activated()) if workspace is not None else activated()
    return next((place.found for place in (*places, own()) if place.found is not None), None)


def selected(python: str) -> Surroundings:
    """The environment of an interpreter that the user names."""
    return Surroundings("--python", python, _first_of(_prefixes_of(python)))


def project_environments(directory: str) -> Iterator[Surroundings]:
    """The virtual environments in a project's directory."""
    for name in ENVIRONMENTS:
        prefix = os.path.join(directory, name)
        if os.path.isdir(prefix):
            yield Surroundings(prefix, prefix, _first_of(_with_base(prefix)))


def activated() -> Iterator[Surroundings]:
    """The environments that the shell has activated."""
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        prefix = os.environ.get(variable)
        if prefix:
            yield Surroundings(variable, prefix, _first_of(_with_base(prefix)))


def own() -> Surroundings:
    """The environment that runs this program."""
    return Surroundings("fitlens", sys.prefix, _first_of(_with_base(sys.prefix)))


def _first_of(prefixes: Iterable[str]) -> Installation | None:
    for prefix in prefixes:
        for directory in _package_directories(prefix):
            installation = _installed_in(directory)
            if installation is not None:
                return installation
    return None


def _prefixes_of(python: str) -> Iterator[str]:
    """Where the interpreter's packages may lie: its environment, then what a symbolic link to it leads to."""
    path = python
    if os.path.isdir(path):
        yield from _with_base(os.path.abspath(path))
        return
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
            lines = [line.partition("=") for line in file]
    except OSError:
        return
    settings = {key.strip().lower(): value.strip() for key, _, value in lines}
    home = settings.get("home")
    if home and settings.get("include-system-site-packages", "false").lower() == "true":
        yield os.path.dirname(home) if os.path.basename(home).lower() == "bin" else home


def _package_directories(prefix: str) -> Iterator[str]:
    yield os.path.join(prefix, "Lib", "site-packages")
    for library in ("lib", "lib64"):
        parent = os.path.join(prefix, library)
        for name in _names_in(parent):
            if name.startswith("python") and name[len("python") :].rstrip("t").replace(".", "").isdecimal():
                yield os.path.join(parent, name, "site-packages")
                yield os.path.join(parent, name, "dist-packages")  # Debian's name for it


def _installed_in(directory: str) -> Installation | None:
    if not os.path.isfile(os.path.join(directory, "sklearn", "__init__.py")):
        return None
    for name in _names_in(directory):
        if name[:1] in "sS" and (version := _version_in(name)) is not None:
            return Installation(directory, version)
    return None


def _version_in(name: str) -> str | None:
    """The version in the name of scikit-learn's metadata: `1.9.1` of `scikit_learn-1.9.1.dist-info`."""
    stem, dot, kind = name.rpartition(".")
    distribution, _, rest = stem.partition("-")
    if rest.startswith("learn-"):  # an old installer's `scikit-learn-1.0-py3.9.egg-info`
        distribution, _, rest = f"{distribution}_learn", "", rest.removeprefix("learn-")
    metadata = dot and kind in ("dist-info", "egg-info") and distribution.lower() == "scikit_learn"
    return rest.partition("-")[0] if metadata and rest else None


def _names_in(directory: str) -> list[str]:
    try:
        return sorted(os.listdir(directory))
    except OSError:
        return []
