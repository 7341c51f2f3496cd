"""The facts of one file after another: files of one project share what is known of its modules."""

from __future__ import annotations

import os
from collections.abc import Callable

from fitlens.analysis.library import Library
from fitlens.check.reach import Reach
from fitlens.environment.choice import Choice
from fitlens.record import NamedTuple
from fitlens.source.document import Document, document_from_text
from fitlens.source.modules import ModulesOnDisk

Choose = Callable[[str], Choice]
"""Which scikit-learn a file is judged by."""


class _Known(NamedTuple):
    """What is known of one project."""

    library: Library
    modules: ModulesOnDisk
    reach: Reach


class Libraries:
    """One library for each project. Files are taken to stay as they are for the length of a run, but for what it changes."""

    def __init__(self, choose: Choose) -> None:
        self._choose = choose
        self._known: dict[Choice, _Known] = {}
        self._changed: dict[str, Document] = {}
        self._choices: dict[str, Choice] = {}

    def choice(self, path: str) -> Choice:
        """What a file is judged by: all of one directory by the same. Raises CatalogError where no catalog can be read."""
        directory = os.path.dirname(path)
        choice = self._choices.get(directory)
        if choice is None:
            choice = self._choices[directory] = self._choose(path)
        return choice

    def of(self, path: str) -> tuple[Choice, Library]:
        """What a file is judged by, and the modules of its project. Raises CatalogError where no catalog can be read."""
        choice = self.choice(path)
        return choice, self._of(choice).library

    def reaches(self, document: Document) -> bool:
        """Whether a document has to do with scikit-learn, by what it says or by what it imports. Raises as `of` does."""
        return self.reach(document.path).reaches(document)

    def reach(self, path: str) -> Reach:
        """What follows the imports of a file. Raises as `of` does."""
        return self._of(self.choice(path)).reach

    def _of(self, choice: Choice) -> _Known:
        known = self._known.get(choice)
        if known is None:

            def installed() -> str | None:
                return None if choice.installation is None else choice.installation.directory

            modules = ModulesOnDisk(choice.project.levels, installed, self._find)
            library = Library(choice.catalog, choice.packaged, modules)
            known = self._known[choice] = _Known(library, modules, Reach(modules, choice.builds_on))
        return known

    def renew(self, document: Document) -> None:
        """A script was changed, or would be: those that import it find it as it is now."""
        if document.kind == "script":
            path = os.path.abspath(document.path)
            self._changed[os.path.normcase(path)] = document_from_text(path, document.text)
            for library, modules, reach in self._known.values():
                modules.refresh()
                library.refresh()
                reach.refresh()

    def _find(self, path: str) -> Document | None:
        return self._changed.get(os.path.normcase(path)) if self._changed else None
