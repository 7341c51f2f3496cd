"""The version of scikit-learn that a program is judged by, and why that one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from fitlens.catalog.model import ClassEntry
from fitlens.catalog.store import Catalog, nearest_catalog, open_catalog, versions
from fitlens.environment import installed
from fitlens.environment.installed import Installation
from fitlens.environment.project import Project, project_of
from fitlens.environment.step import Step
from fitlens.environment.survey import Survey
from fitlens.environment.version import Version, parse_version
from fitlens.record import NamedTuple

if TYPE_CHECKING:
    from fitlens.environment.third_party import ThirdParty


class _ChoiceFields(NamedTuple):
    version: str
    """As the source names it, `1.5.2`; where it allows several, or none is named, a minor version: `1.9`."""
    catalog: Catalog
    """What the program is judged by."""
    exact: bool
    """The catalog is of that minor version; else of the one nearest to it."""
    origin: str
    """The file, flag or environment that decided; empty where nothing did and the newest is taken."""
    line: int | None
    """1-based line of the file."""
    reason: str
    """In a sentence without a full stop: `asks for scikit-learn==1.5.2`."""
    problems: tuple[str, ...]
    """What the user must hear: sources that could not be understood, a version that no catalog covers."""
    project: Project
    survey: Survey


class Choice(_ChoiceFields):
    """What was chosen for one project."""

    def __hash__(self) -> int:
        return id(self)

    @property
    def source(self) -> str:
        """`requirements.txt:3`; empty where nothing decided."""
        return self.origin if self.line is None else f"{self.origin}:{self.line}"

    @cached_property
    def declared_minimum(self) -> str | None:
        """The lowest version that the project says it works with: `1.3`; None where it says none."""
        return self.survey.declared_minimum()

    @cached_property
    def installation(self) -> Installation | None:
        """The scikit-learn that the program has, of whatever version; the packages beside it are those it can import."""
        places = (place.found for place in self.survey.surroundings())
        found = next((each for each in places if each is not None), None)
        return found or installed.own().found

    def packaged(self, path: str) -> ClassEntry | None:
        """The estimator class of another installed package that a dotted path leads to; of a path that ends in `()`, what the
        function there gives. Not thread-safe.
        """
        return self._third_party.resolve(path)

    def builds_on(self, package: str) -> bool:
        """As `ThirdParty.builds_on`. Not thread-safe."""
        return self._third_party.builds_on(package)

    @property
    def rests_on(self) -> tuple[tuple[str, int, int], ...]:
        """The files of other packages that were read so far to answer, each with its time of change and size."""
        return self._third_party.rests_on if "_third_party" in self.__dict__ else ()

    def unled(self) -> tuple[str, ...]:
        """As `ThirdParty.unled`. Not thread-safe."""
        return self._third_party.unled() if "_third_party" in self.__dict__ else ()

    def learn(self, path: str, defined: str, line: int) -> bool:
        """Someone knows where such a path leads to, as in `ThirdParty.learn`; whether there is an estimator now.

        Not thread-safe.
        """
        self._third_party.learn(path, defined, line)
        return any(self._third_party.resolve(each) is not None for each in (path, f"{path}()"))

    @cached_property
    def _third_party(self) -> ThirdParty:
        from fitlens.environment.third_party import ThirdParty

        return ThirdParty(self.installation.directory if self.installation is not None else None, self.catalog)

    @property
    def documented(self) -> Installation | None:
        """The installed scikit-learn, where it is of the version that the program is judged by."""
        found = self.installation
        version = parse_version(found.version) if found is not None else None
        wanted = parse_version(self.version)
        return found if version is not None and wanted is not None and version.minor == wanted.minor else None

    def steps(self) -> Iterator[Step]:
        """Every source in its order, those behind the deciding one too; read anew, hence slow."""
        return self.survey.steps()


class Chooser:
    """Chooses for one program after another, once for each project. Not thread-safe."""

    def __init__(
        self,
        target: str | None = None,
        python: str | None = None,
        workspaces: Sequence[str] = (),
        demand: Callable[[str], Step | None] | None = None,
        *,
        read_settings: bool = True,
    ) -> None:
        """target: a version that the user demands. python: the interpreter that the programs run with.

        workspaces: directories that an editor has open, whose files speak for all that lies in them.
        demand: what the settings of a file or directory say, in whatever file they are. read_settings: whether those of
        a pyproject.toml hold where they say nothing.
        """
        self._target = target
        self._python = python
        self._tops = frozenset(os.path.abspath(workspace) for workspace in workspaces)
        self._demand = demand
        self._read_settings = read_settings
        self._projects: dict[str, Project] = {}
        self._choices: dict[tuple[Project, Step | None], Choice] = {}

    def __call__(self, path: str) -> Choice:
        """The choice for a file, or for a directory. Raises CatalogError where no catalog can be read."""
        absolute = os.path.abspath(path)
        directory = absolute if os.path.isdir(absolute) else os.path.dirname(absolute)
        project = self._projects.get(directory)
        if project is None:
            project = self._projects[directory] = project_of(directory, self._tops)
        demand = None if self._demand is None else self._demand(absolute)
        choice = self._choices.get((project, demand))
        if choice is None:
            choice = choose(project, self._target, self._python, demand, read_settings=self._read_settings)
            self._choices[project, demand] = choice
        return choice

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Those made so far, in their order."""
        return tuple(self._choices.values())

    def forget(self) -> None:
        """Files have changed: everything is looked at anew when it is next asked for."""
        self._projects.clear()
        self._choices.clear()


def choose(
    project: Project,
    target: str | None = None,
    python: str | None = None,
    demand: Step | None = None,
    *,
    read_settings: bool = True,
) -> Choice:
    """The version for a project, by the first source that says one. Raises CatalogError where no catalog can be read."""
    survey = Survey(project, target, python, demand, read_settings=read_settings)
    problems: list[str] = []
    for step in survey.steps():
        if step.broken:
            problems.append(f"{step.place}: {step.says}")
        if not step.decides:
            continue
        reason = step.says
        minor = step.range.newest(versions()) if step.version is None and step.range is not None else None
        if minor is not None:
            version, catalog, exact = minor, open_catalog(minor), True
            reason += f", of which {minor} is the newest covered"
        else:
            wanted = step.version or _end_of(step)
            version = wanted.text
            catalog, exact = nearest_catalog(wanted.minor)
        told = _told(problems, catalog, step.place)
        if not exact:
            what = f"scikit-learn {version}" if step.version is not None else f"what {step.says!r} allows"
            told = (*told, f"{step.place}: {what} is not covered, {_range()}; judged by {catalog.version}, the nearest")
        return Choice(version, catalog, exact, step.source, step.line, reason, told, project, survey)
    catalog = open_catalog()
    reason = "nothing names a version: the newest covered is taken"
    return Choice(catalog.version, catalog, True, "", None, reason, _told(problems, catalog, ""), project, survey)


def _told(problems: Sequence[str], catalog: Catalog, place: str) -> tuple[str, ...]:
    """Each problem, and behind it what was done in spite of it."""
    instead = f"judged by scikit-learn {catalog.version}{f' from {place}' if place else ', the newest covered'}"
    return tuple(f"{problem}; {instead}" for problem in problems)


def _range() -> str:
    minors = versions()
    return f"{minors[0]} to {minors[-1]} are" if minors[0] != minors[-1] else f"{minors[0]} is"


def _end_of(step: Step) -> Version:
    """The end of a range that no catalog lies in: its upper, else its lower."""
    end = (step.range.maximum or step.range.minimum) if step.range is not None else None
    assert end is not None  # a range without ends allows every version that is covered
    return end
