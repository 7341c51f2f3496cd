"""Every source that may say which scikit-learn a program runs with, in the order in which they are believed.

Each is read only when it is its turn: what decides early keeps a lock file of a megabyte closed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from fitlens.environment import installed
from fitlens.environment.installed import Surroundings
from fitlens.environment.project import Project
from fitlens.environment.step import EXPECTED, Step, shown
from fitlens.environment.version import parse_version

if TYPE_CHECKING:
    from fitlens.environment.pins.files import ProjectFiles


class Survey:
    """The sources for one project."""

    def __init__(
        self,
        project: Project,
        target: str | None,
        python: str | None,
        demand: Step | None = None,
        *,
        read_settings: bool = True,
    ) -> None:
        """demand: what the settings say. read_settings: whether those of a pyproject.toml hold where they say nothing."""
        self._project = project
        self._demand = demand
        self._read_settings = read_settings
        self._target = target
        self._python = python

    def steps(self) -> Iterator[Step]:
        """All sources, the one that is believed most first. Nothing is read before its turn."""
        if self._target is not None:
            version = parse_version(self._target)
            if version is not None:
                yield Step("--target-version", f"is {self._target}", None, version)
            else:
                yield Step("--target-version", f"{self._target!r} is no version: {EXPECTED}", broken=True)
        if self._demand is not None:
            yield self._demand
        elif self._files is not None and self._read_settings:
            yield from self._files.settings()
        yield from map(_of_environment, self.surroundings())
        if self._files is not None:
            yield from self._files.locks()
            yield from self._files.declarations()
        if self._python is None:
            own = installed.own()
            if own.found is not None:
                yield _of_environment(own)

    def declared_minimum(self) -> str | None:
        """The lowest version that the project says it works with: `1.3`; None where it says none."""
        return None if self._files is None else self._files.declared_minimum()

    def surroundings(self) -> Iterator[Surroundings]:
        """The environments that the program may run in."""
        if self._python is not None:
            yield installed.selected(self._python)
            return
        for level in self._project.levels:
            yield from installed.project_environments(level)
        yield from installed.activated()

    @cached_property
    def _files(self) -> ProjectFiles | None:
        """The project's files; None where it has none, and what reads them need not be loaded."""
        if not self._project.levels:
            return None
        from fitlens.environment.pins.files import ProjectFiles

        return ProjectFiles(self._project.levels)


def _of_environment(place: Surroundings) -> Step:
    named = place.source == "--python"
    source = shown(place.source) if os.path.isabs(place.source) else place.source
    if named:
        source = f"--python {place.prefix}"
    elif source in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        source = f"{source} ({shown(place.prefix)})"
    elif source == "fitlens":
        source = "the environment of fitlens"
    if place.found is None:
        if not named:
            return Step(source, "has no scikit-learn")
        import shutil

        there = os.path.exists(place.prefix) or shutil.which(place.prefix) is not None
        return Step(source, "has no scikit-learn" if there else "does not exist", broken=True)
    says = f"has scikit-learn {place.found.version} installed"
    version = parse_version(place.found.version)
    if version is None:
        return Step(source, f"{says}, which is no version that can be read", broken=True)
    return Step(source, says, None, version)
