"""Which files have to do with scikit-learn: by what they say, and by what they import, of the project and of other packages.

A file that has nothing to do with it is not parsed. Told too much, it costs time; told too little, a finding.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import Final

from fitlens.record import NamedTuple
from fitlens.source.document import Document
from fitlens.source.import_lines import Written, imports_in, words_of
from fitlens.source.modules import ModulesOnDisk

_INIT: Final = "__init__.py"
_SUFFIX: Final = ".py"
_ROOT: Final = "sklearn"


def speaks(text: str) -> bool:
    """Whether a text says anything of scikit-learn or of FitLens: `sklearn`, a rule's code, a comment that is meant for us."""
    lowered = text.lower()
    return "skl" in lowered or "fitlens" in lowered


class Leads(NamedTuple):
    """Where the imports of one text lead to."""

    modules: tuple[Document, ...]
    """Of the project."""
    packages: tuple[str, ...]
    """What is none of the project's, by the first parts of the names."""
    answers: tuple[str, ...]
    """Every name that was looked for, and the file that it stands for: what the analysis may ask has the same answers."""
    around: tuple[Document, ...]
    """What was found on the way to a module in a package: that it is there matters, and whether it holds anything."""


class Reach:
    """Follows the imports of one project's files. Not thread-safe."""

    def __init__(self, modules: ModulesOnDisk, builds_on: Callable[[str], bool]) -> None:
        """builds_on: whether an installed package of that name has to do with scikit-learn."""
        self._modules = modules
        self._builds_on = builds_on
        self._leads: dict[Document, Leads] = {}
        self._reaches: dict[Document, bool] = {}
        self._inside: dict[str, frozenset[str]] = {}
        self._packages: dict[str, bool] = {}
        self._idle: dict[str, set[Written]] = {}
        """Directory -> what leads neither to modules nor to packages that build on scikit-learn when a file in it says so."""

    def refresh(self) -> None:
        """Files have changed."""
        self._leads.clear()
        self._reaches.clear()
        self._inside.clear()
        self._idle.clear()

    def reaches(self, document: Document) -> bool:
        """Whether a document has to do with scikit-learn."""
        if speaks(document.text):
            return True
        # Nearly all files import what many others do.
        idle = self._idle.setdefault(os.path.dirname(document.path), set())
        written = set(imports_in(document.code))
        if written <= idle and not document.path.endswith(_INIT):
            return False
        # The document itself is not kept: there may be very many, and most are nobody's module.
        leads = self.leads(document)
        if self._opens(leads):
            return True
        if not leads.around and not leads.modules:
            idle |= written
            return False
        waiting = list(leads.modules)
        seen = set(waiting)
        for each in waiting:
            known = self._reaches.get(each)
            if known is None:
                known = speaks(each.text) or self._opens(self.of_module(each)) or None
                for module in self.of_module(each).modules if not known else ():
                    if module not in seen:
                        seen.add(module)
                        waiting.append(module)
            if known:
                self._reaches[each] = True
                return True
        # What none of them reaches, none of those on the way does.
        self._reaches.update(dict.fromkeys(seen, False))
        return False

    def of_module(self, document: Document) -> Leads:
        """The same as `leads`, kept: several will ask."""
        leads = self._leads.get(document)
        if leads is None:
            leads = self._leads[document] = self.leads(document)
        return leads

    def leads(self, document: Document) -> Leads:
        """Where a document's imports lead to."""
        words: frozenset[str] | None = None
        modules: dict[Document, None] = {}
        packages: dict[str, None] = {}
        answers: list[str] = []
        around: dict[Document, None] = {}
        for written in dict.fromkeys(imports_in(document.code)):
            name, level, whole = written
            parts = name.split(".")
            found: Document | None = None
            for length in range(1, len(parts) + 1):
                part = ".".join(parts[:length])
                found = self._modules.find(document.path, part, level)
                if found is None:
                    answers.append(f"{level} {part}")
                    if length == 1:
                        if not level:
                            packages[part] = None
                        break
                    continue
                answers.append(f"{level} {part} {bool(found.code.strip())} {found.path}")
                around[found] = None
                if whole or length == len(parts):
                    modules[found] = None
                    if found.path.endswith(_INIT):
                        words = words_of(document.text) if words is None else words
                        modules.update(dict.fromkeys(self._within(found, words, set())))
        if document.path.endswith(_INIT):
            # what `__all__` names may be its modules
            words = words_of(document.text) if words is None else words
            modules.update(dict.fromkeys(self._within(document, words, set())))
        return Leads(tuple(modules), tuple(packages), tuple(answers), tuple(around))

    def _within(self, package: Document, words: frozenset[str], seen: set[Document]) -> Iterator[Document]:
        """The modules in a package that a text may name, those in packages in it too."""
        seen.add(package)
        directory = os.path.dirname(package.path)
        inside = self._inside.get(directory)
        if inside is None:
            inside = self._inside[directory] = frozenset(_names_in(directory))
        for name in sorted(inside & words):
            module = self._modules.find(package.path, name, 1)
            if module is not None and module not in seen:
                yield module
                if module.path.endswith(_INIT):
                    yield from self._within(module, words, seen)

    def _opens(self, leads: Leads) -> bool:
        """Whether one of the packages has to do with scikit-learn."""
        for package in leads.packages:
            known = self._packages.get(package)
            if known is None:
                ours = package == _ROOT  # written in other signs than the text was searched for
                known = ours or (package not in sys.stdlib_module_names and self._builds_on(package))
                self._packages[package] = known
            if known:
                return True
        return False


def _names_in(directory: str) -> Iterator[str]:
    try:
        names = os.listdir(directory)
    except OSError:
        return
    for name in names:
        stem, suffix = os.path.splitext(name)
        if suffix in ("", _SUFFIX) and stem.isidentifier() and name != _INIT:
            yield stem
