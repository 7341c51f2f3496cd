"""What is known of scikit-learn for a document: the catalog of its project's version, and that version's documentation."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from fitlens.analysis.analyze import analyze
from fitlens.analysis.context import Packages
from fitlens.analysis.facts import Facts
from fitlens.analysis.library import Library
from fitlens.catalog.model import ClassEntry
from fitlens.catalog.store import Catalog
from fitlens.environment.choice import Choice, Chooser
from fitlens.environment.definitions import Definitions
from fitlens.environment.documentation import DocumentationReader
from fitlens.environment.search_path import package_directories
from fitlens.environment.step import Step
from fitlens.environment.third_party.packages import builds_on_scikit_learn
from fitlens.settings.baseline import Baseline, read_baseline
from fitlens.settings.configuration import Configuration, Given
from fitlens.settings.layer import SettingsError
from fitlens.settings.settings import Settings
from fitlens.source.document import Document
from fitlens.source.modules import ModulesOnDisk, Opened

logger = logging.getLogger(__name__)

_EDITOR = "the editor's settings"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What one project's documents are judged and explained by."""

    choice: Choice
    documentation: DocumentationReader
    library: Library
    """The project's own modules, those that are open as they stand in the editor."""
    modules: ModulesOnDisk
    typing: Library
    """The same modules, interpreted apart: for answers that cannot wait until the analysis thread is free."""
    typing_modules: ModulesOnDisk
    packaged: Packages
    """As `Choice.packaged`, on any thread."""
    reading: threading.RLock
    """Held while the source of other packages is read, which two threads ask for."""
    baseline: Callable[[str], Baseline | None]
    """The baseline in a file (absolute); None where it cannot be read."""
    definitions: Definitions
    opened: Opened
    """The document of a file that the client has open."""

    def analyse(self, document: Document) -> Facts:
        """The facts of a part of a program that is being typed. On the thread for that only."""
        self.typing_modules.refresh()
        self.typing.refresh()
        return analyze(document, self.catalog, self.packaged, self.typing)

    def supposing(self, changed: Document) -> Callable[[Document], Facts]:
        """Analyses documents as they would be if one of the project's modules stood as given. On one thread only."""
        path = os.path.normcase(changed.path)

        def opened(file: str) -> Document | None:
            return changed if os.path.normcase(file) == path else self.opened(file)

        modules = ModulesOnDisk(self.choice.project.levels, partial(_packages, self.choice), opened)
        library = Library(self.catalog, self.packaged, modules)
        return lambda document: analyze(document, self.catalog, self.packaged, library)

    @property
    def directories(self) -> tuple[str, ...]:
        """Those that the program's packages lie in; none where no scikit-learn is installed."""
        directory = _packages(self.choice)
        return () if directory is None else package_directories(directory)

    def concerns(self, importer: str, package: str) -> bool:
        """Whether a top-level name that a file imports is scikit-learn's, or an installed package's that builds on it."""
        return (
            self.choice.installation is not None
            # One of its own: `modules` is the analysis thread's.
            and ModulesOnDisk(self.choice.project.levels, partial(_packages, self.choice)).find(importer, package, 0)
            is None
            and (package == "sklearn" or any(builds_on_scikit_learn(each, package) for each in self.directories))
        )

    @property
    def catalog(self) -> Catalog:
        """The catalog of the version that was chosen."""
        return self.choice.catalog

    def refresh(self) -> None:
        """Modules may have changed: they are looked at again."""
        self.modules.refresh()
        self.library.refresh()


class KnowledgeOfProjects:
    """Chooses once for each project. Not thread-safe: the analysis thread asks, and hands on what it was given."""

    def __init__(self, opened: Opened) -> None:
        """opened: the document of a file that the client has open."""
        self._opened = opened
        self._folders: tuple[str, ...] = ()
        self._config: tuple[str, ...] = ()
        self._configuration = Configuration()
        self._baselines: dict[str, Baseline | None] = {}
        self._told: set[str] = set()
        self._chooser = Chooser(demand=self._demand)
        self._known: dict[Choice, Knowledge] = {}

    def open(self, folders: Sequence[str], interpreter: str | None = None, config: Sequence[str] = ()) -> None:
        """Begins with the workspace's folders, and chooses for the first: the first document then need not wait.

        interpreter: the one that the user chose in the editor, or its environment; then no other is looked at.
        config: `KEY=VALUE` each, settings of the editor that hold before those of files.
        """
        self._folders = tuple(folders)
        for each in config:
            # One by one: what cannot be used leaves the others as they are.
            try:
                Configuration(Given((each,), source=_EDITOR))
            except SettingsError as error:
                self._tell(f"{error}; it is left out")
            else:
                self._config = (*self._config, each)
        self._configuration = Configuration(Given(self._config, source=_EDITOR))
        self._chooser = Chooser(python=interpreter, workspaces=self._folders, demand=self._demand)
        self.of("")

    def of(self, path: str) -> Knowledge:
        """The knowledge for a document. Raises CatalogError where no catalog can be read.

        path: its file name; of one that has none, the workspace's first folder speaks.
        """
        choice = self._chooser(self._place(path))
        knowledge = self._known.get(choice)
        if knowledge is None:
            for problem in choice.problems:
                logger.warning("%s", problem)
            installed = choice.documented
            reader = DocumentationReader(installed.directory if installed else None)
            definitions = Definitions(_packages(choice), choice.catalog)
            reading = threading.RLock()
            packaged = _one_at_a_time(choice.packaged, reading)
            own, typing = (
                ModulesOnDisk(choice.project.levels, partial(_packages, choice), self._opened) for _ in range(2)
            )
            knowledge = self._known[choice] = Knowledge(
                choice,
                reader,
                Library(choice.catalog, packaged, own),
                own,
                Library(choice.catalog, packaged, typing),
                typing,
                packaged,
                reading,
                self._baseline,
                definitions,
                self._opened,
            )
        return knowledge

    def settings(self, path: str) -> Settings:
        """The settings that hold for a document; the usual ones where its file of settings cannot be used."""
        try:
            return self._configuration(self._place(path))
        except SettingsError as error:
            self._tell(f"{error}; until then the default settings hold")
            return Settings()

    def _baseline(self, path: str) -> Baseline | None:
        if path not in self._baselines:
            self._baselines[path] = None
            try:
                self._baselines[path] = read_baseline(path)
            except SettingsError as error:
                self._tell(str(error))
        return self._baselines[path]

    def _tell(self, problem: str) -> None:
        # Once, not at every key that is pressed.
        if problem not in self._told:
            self._told.add(problem)
            logger.warning("%s", problem)

    def _demand(self, path: str) -> Step | None:
        try:
            return self._configuration.demand(path)
        except SettingsError:
            return None

    def _place(self, path: str) -> str:
        return path if os.path.isabs(path) else self._folders[0] if self._folders else os.curdir

    def forget(self) -> None:
        """Files have changed that may say which version is meant, or what is to be found."""
        self._configuration.forget()
        self._baselines.clear()
        self._told.clear()
        self._chooser.forget()
        self._known = {}


def _one_at_a_time(packaged: Packages, reading: threading.RLock) -> Packages:
    def alone(path: str) -> ClassEntry | None:
        with reading:
            return packaged(path)

    return alone


def _packages(choice: Choice) -> str | None:
    """The directory with the packages that the program can import besides its own modules."""
    return None if choice.installation is None else choice.installation.directory
