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
from fitlens.source.import_lines import imports_in, words_of
from fitlens.source.modules import ModulesOnDisk

_INIT: Final = "__init__.py"
_SUFFIX: Final = ".py"
_ROOT: Final = "sklearn"


class _Node(NamedTuple):
    """One file: what it says of scikit-learn itself, and where it leads to."""

    speaks: bool
    modules: tuple[Document, ...]
    """Of the project."""


def speaks(text: str) -> bool:
    """Whether a text says anything of scikit-learn or of FitLens: `sklearn`, a rule's code, a comment that is meant for us."""
    lowered = text.lower()
    return "skl" in lowered or "fitlens" in lowered


class Reach:
    """Follows the imports of one project's files. Not thread-safe."""

    def __init__(self, modules: ModulesOnDisk, builds_on: Callable[[str], bool]) -> None:
        """builds_on: whether an installed package of that name has to do with scikit-learn."""
        self._modules = modules
        self._builds_on = builds_on
        self._nodes: dict[Document, _Node] = {}
        self._reaches: dict[Document, bool] = {}
        self._inside: dict[str, frozenset[str]] = {}
        self._packages: dict[str, bool] = {}

    def refresh(self) -> None:
        """Files have changed."""
        self._nodes.clear()
        self._reaches.clear()
        self._inside.clear()

    def reaches(self, document: Document) -> bool:
        """Whether a document has to do with scikit-learn."""
        if speaks(document.text):
            return True
        # The document itself is not kept: there may be very many, and most are nobody's module.
        node = self._look(document)
        waiting = list(node.modules)
        seen = set(waiting)
        if node.speaks:
            return True
        for each in waiting:
            known = self._reaches.get(each)
            if known is None:
                node = self._nodes.get(each)
                if node is None:
                    node = self._nodes[each] = _Node(True, ()) if speaks(each.text) else self._look(each)
                known = True if node.speaks else None
                for module in node.modules if not known else ():
                    if module not in seen:
                        seen.add(module)
                        waiting.append(module)
            if known:
                self._reaches[each] = True
                return True
        # What none of them reaches, none of those on the way does.
        self._reaches.update(dict.fromkeys(seen, False))
        return False

    def _look(self, document: Document) -> _Node:
        found: dict[Document, None] = {}
        for module in self._imported(document):
            if isinstance(module, Document):
                found[module] = None
            elif self._opens(module):
                return _Node(True, ())
        return _Node(False, tuple(found))

    def _imported(self, document: Document) -> Iterator[Document | str]:
        """The modules of the project that it names, and the names of packages of others."""
        words: frozenset[str] | None = None
        asked: set[tuple[str, int, bool]] = set()
        for written in imports_in(document.code):
            if written in asked:
                continue
            asked.add(written)
            found = list(self._found(document, written.name, written.level, whole=written.whole))
            if not found and not written.level:
                yield written.name.partition(".")[0]
            for module in found:
                yield module
                if module.path.endswith(_INIT):
                    words = words_of(document.text) if words is None else words
                    yield from self._within(module, words, set())
        if document.path.endswith(_INIT):
            # what `__all__` names may be its modules
            yield from self._within(document, words_of(document.text) if words is None else words, set())

    def _found(self, document: Document, name: str, level: int, *, whole: bool) -> Iterator[Document]:
        parts = name.split(".")
        for length in range(1, len(parts) + 1) if whole else (len(parts),):
            found = self._modules.find(document.path, ".".join(parts[:length]), level)
            if found is not None:
                yield found

    def _within(self, package: Document, words: frozenset[str], seen: set[Document]) -> Iterator[Document]:
        """The modules in a package that a text may name, those in packages in it too."""
        seen.add(package)
        directory = os.path.dirname(package.path)
        inside = self._inside.get(directory)
        if inside is None:
            inside = self._inside[directory] = frozenset(_names_in(directory))
        for name in inside & words:
            module = self._modules.find(package.path, name, 1)
            if module is not None and module not in seen:
                yield module
                if module.path.endswith(_INIT):
                    yield from self._within(module, words, seen)

    def _opens(self, package: str) -> bool:
        known = self._packages.get(package)
        if known is None:
            ours = package == _ROOT  # written in other signs than the text was searched for
            known = ours or (package not in sys.stdlib_module_names and self._builds_on(package))
            self._packages[package] = known
        return known


def _names_in(directory: str) -> Iterator[str]:
    try:
        names = os.listdir(directory)
    except OSError:
        return
    for name in names:
        stem, suffix = os.path.splitext(name)
        if suffix in ("", _SUFFIX) and stem.isidentifier() and name != _INIT:
            yield stem
