"""The modules of a project on disk: which file an import means, and its text, read once until it changes."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence

from fitlens.source.document import Document, document_from_text, read_document
from fitlens.source.read import SourceError

_INIT = "__init__.py"
_FOREIGN = frozenset({"site-packages", "dist-packages"})

Opened = Callable[[str], Document | None]
"""The document of a file that an editor has open, whose text need not be on disk."""


class ModulesOnDisk:
    """Finds what lies in the project: beside the importing file, at the project's root, and in its `src`. Not thread-safe."""

    def __init__(
        self, levels: Sequence[str], installed: Callable[[], str | None], opened: Opened | None = None
    ) -> None:
        """levels: the project's root, and the roots around it that belong to it; absolute.

        installed: the directory with the packages that the program can import besides.
        """
        self._levels = tuple(levels)
        self._installed = installed
        self._opened: Opened = opened if opened is not None else lambda _path: None
        self._read: dict[str, tuple[int, int, Document]] = {}
        self._found: dict[tuple[str, str, int], Document | None] = {}
        self._roots: dict[str, tuple[str, ...]] = {}

    def find(self, importer: str, name: str, level: int) -> Document | None:
        """The module that an import in the file `importer` leads to; None where the project has none of that name.

        name: dotted, as written; level: how many dots stand before it. A module that has not changed is the same document
        again; a directory without `__init__.py` is an empty one.
        """
        key = (os.path.dirname(importer), name, level)
        if key not in self._found:
            directory = os.path.abspath(key[0])
            self._found[key] = self._relative(directory, name, level) if level else self._absolute(directory, name)
        return self._found[key]

    def refresh(self) -> None:
        """Files may have changed: each is looked at again when it is next asked for."""
        self._found.clear()
        self._roots.clear()

    def _relative(self, directory: str, name: str, level: int) -> Document | None:
        top = self._top(directory)
        for _ in range(level - 1):
            if directory == top or not self._is_package(directory):
                return None
            directory = os.path.dirname(directory)
        return self._module(directory, name)

    def _absolute(self, directory: str, name: str) -> Document | None:
        top = name.partition(".")[0]
        own, *others = self._search(directory)
        if top in sys.builtin_module_names:
            return None
        apart: str | None = None
        for root in (own, *others):
            if root != own and top in sys.stdlib_module_names:
                continue
            if self._is_regular(os.path.join(root, top)):
                return self._module(root, name)
            if apart is None and os.path.isdir(os.path.join(root, top)):
                apart = root
        if top in sys.stdlib_module_names or self._is_installed(top):
            return None
        if directory != own and self._is_regular(os.path.join(directory, top)):
            return self._module(directory, name)  # a script in a package, run as a program
        return None if apart is None else self._module(apart, name)

    def _search(self, directory: str) -> tuple[str, ...]:
        """Where the modules that a file in that directory imports may lie, the first before the others."""
        roots = self._roots.get(directory)
        if roots is None:
            top, own = self._top(directory), directory
            while own != top and self._is_package(own):
                own = os.path.dirname(own)
            places = (own, *(each for level in self._levels for each in (level, os.path.join(level, "src"))))
            roots = self._roots[directory] = tuple(dict.fromkeys(places))
        return roots

    def _top(self, directory: str) -> str:
        """The directory around a file beyond which nothing is looked at."""
        around = [level for level in self._levels if directory == level or directory.startswith(level + os.sep)]
        if around:
            return min(around, key=len)
        while self._is_package(directory) and os.path.dirname(directory) != directory:
            directory = os.path.dirname(directory)
        return directory

    def _module(self, root: str, name: str) -> Document | None:
        """The module of that dotted name in a directory; of an empty name the package that the directory is."""
        parts = name.split(".") if name else []
        base = os.path.join(root, *parts)
        if not _FOREIGN.isdisjoint(base.split(os.sep)):
            return None
        found = self._document(os.path.join(base, _INIT))
        if found is None and parts:
            found = self._document(f"{base}.py")
        if found is None and os.path.isdir(base):
            found = self._empty(os.path.join(base, _INIT))
        return found

    def _is_regular(self, base: str) -> bool:
        return any(self._opened(path) is not None or os.path.isfile(path) for path in _files(base))

    def _is_package(self, directory: str) -> bool:
        path = os.path.join(directory, _INIT)
        return self._opened(path) is not None or os.path.isfile(path)

    def _is_installed(self, name: str) -> bool:
        directory = self._installed()
        return directory is not None and any(os.path.isfile(path) for path in _files(os.path.join(directory, name)))

    def _document(self, path: str) -> Document | None:
        opened = self._opened(path)
        if opened is not None:
            return opened
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        kept = self._read.get(path)
        if kept is None or kept[:2] != (status.st_mtime_ns, status.st_size):
            try:
                document = read_document(path)
            except SourceError:
                document = document_from_text(path, "")  # that it cannot be read is told where it is checked itself
            kept = self._read[path] = (status.st_mtime_ns, status.st_size, document)
        return kept[2]

    def _empty(self, path: str) -> Document:
        kept = self._read.get(path)
        if kept is None or kept[:2] != (0, 0):
            kept = self._read[path] = (0, 0, document_from_text(path, ""))
        return kept[2]


def _files(base: str) -> Iterator[str]:
    yield os.path.join(base, _INIT)
    yield f"{base}.py"
