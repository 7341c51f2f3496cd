"""The facts of one file after another: files of one project share what is known of its modules."""

from __future__ import annotations

import os
from collections.abc import Callable

from fitlens.analysis.library import Library
from fitlens.environment.choice import Choice
from fitlens.source.document import Document, document_from_text
from fitlens.source.modules import ModulesOnDisk

Choose = Callable[[str], Choice]
"""Which scikit-learn a file is judged by."""


class Libraries:
    """One library for each project. Files are taken to stay as they are for the length of a run, but for what it changes."""

    def __init__(self, choose: Choose) -> None:
        self._choose = choose
        self._known: dict[Choice, tuple[Library, ModulesOnDisk]] = {}
        self._changed: dict[str, Document] = {}

    def of(self, path: str) -> tuple[Choice, Library]:
        """What a file is judged by, and the modules of its project. Raises CatalogError where no catalog can be read."""
        choice = self._choose(path)
        known = self._known.get(choice)
        if known is None:

            def installed() -> str | None:
                return None if choice.installation is None else choice.installation.directory

            modules = ModulesOnDisk(choice.project.levels, installed, self._find)
            known = self._known[choice] = Library(choice.catalog, choice.packaged, modules), modules
        return choice, known[0]

    def renew(self, document: Document) -> None:
        """A script was changed, or would be: those that import it find it as it is now."""
        if document.kind == "script":
            path = os.path.abspath(document.path)
            self._changed[os.path.normcase(path)] = document_from_text(path, document.text)
            for library, modules in self._known.values():
                modules.refresh()
                library.refresh()

    def _find(self, path: str) -> Document | None:
        return self._changed.get(os.path.normcase(path)) if self._changed else None
