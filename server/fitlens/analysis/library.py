"""The modules of one project: each is interpreted once, before those that import it, until it or what it rests on changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from fitlens.catalog.store import Catalog
from fitlens.record import NamedTuple
from fitlens.source.document import Document

if TYPE_CHECKING:
    from fitlens.analysis.context import Packages
    from fitlens.analysis.exports import Exports

STEPS = 300_000
"""Expressions and statements of one module that are interpreted; nothing is known of one that has more."""
STEPS_AT_ONCE = 1_500_000
"""The same of all modules that one import leads to: what is left then stays unknown for this time."""
NESTED = 2
"""Imports that functions do while the module that calls them is interpreted, within each other."""
KEPT = 4_000_000
"""Characters of source whose modules are kept; beyond, all are forgotten and interpreted again where they are needed."""


class Modules(Protocol):
    """Finds the project's own modules."""

    def find(self, importer: str, name: str, level: int) -> Document | None:
        """The module that an import in the file `importer` leads to; None where the project has none of that name.

        name: dotted, as written; level: how many dots stand before it. A module that has not changed is the same document
        again; a directory without `__init__.py` is an empty one.
        """
        ...


class Lookup(NamedTuple):
    """A question about the project's modules, and the answer it got."""

    importer: str
    name: str
    level: int
    found: Document | None


class Uses(NamedTuple):
    """What an analysis rests on besides its document."""

    lookups: tuple[Lookup, ...]
    modules: tuple[Exports, ...]
    """The modules that it imports itself."""


class Library:
    """Not thread-safe."""

    def __init__(self, catalog: Catalog, packages: Packages | None, modules: Modules) -> None:
        """packages: as for `analyze`."""
        self.modules = modules
        self._catalog = catalog
        self._packages = packages
        self._kept: dict[str, Exports] = {}
        self._current: dict[int, bool] = {}
        """By the identity of exports: whether they are what an interpretation would give now. None is asked twice."""
        self._size = 0
        self._running: list[str] = []
        self._nested = 0
        self._left = 0

    def refresh(self) -> None:
        """Files may have changed: what is kept is held against them when it is next asked for."""
        self._current.clear()

    def forget(self) -> None:
        """More is known of packages than before: every module is interpreted anew when it is next asked for."""
        self._kept.clear()
        self._current.clear()
        self._size = 0

    def is_current(self, uses: Uses) -> bool:
        """Whether an analysis that rests on this would find the same modules again, unchanged."""
        find = self.modules.find
        if any(find(each.importer, each.name, each.level) is not each.found for each in uses.lookups):
            return False
        return all(self._is_kept(each) for each in uses.modules)

    def exports(self, document: Document) -> Exports:
        """What a module leaves behind; opaque where that is not known, as of one that is being interpreted."""
        from fitlens.analysis.exports import opaque
        from fitlens.analysis.graph import order

        kept = self._known(document)
        if kept is not None:
            return kept
        if document.path in self._running or self._nested >= NESTED:
            return opaque(document)
        if self._nested == 0:
            self._left = STEPS_AT_ONCE
            if self._size > KEPT:
                self._kept.clear()
                self._current.clear()
                self._size = 0
        self._nested += 1
        waiting = order(document, self.modules, lambda each: self._known(each) is not None)
        outer = self._running
        self._running = [*outer, *(each.path for each in waiting)]
        try:
            for each in waiting:
                if self._left > 0 and each.path not in outer:
                    self._keep(self._interpret(each))
        finally:
            self._nested -= 1
            self._running = outer
        return self._known(document) or opaque(document)

    def _keep(self, exports: Exports) -> None:
        self._kept[exports.document.path] = exports
        self._current[id(exports)] = True
        self._size += len(exports.document.code)

    def _known(self, document: Document) -> Exports | None:
        kept = self._kept.get(document.path)
        return kept if kept is not None and kept.document is document and self._is_kept(kept) else None

    def _is_kept(self, exports: Exports) -> bool:
        known = self._current.get(id(exports))
        if known is None:
            # two modules that rest on each other are as current as the rest of what they rest on
            self._current[id(exports)] = True
            known = self._kept.get(exports.document.path) is exports and (
                exports.uses is None or self.is_current(exports.uses)
            )
            self._current[id(exports)] = known
        return known

    def _interpret(self, document: Document) -> Exports:
        from fitlens.analysis.analyze import forget_rebound, interpret
        from fitlens.analysis.context import BudgetSpent
        from fitlens.analysis.exports import leave, opaque
        from fitlens.analysis.interpreter import begin
        from fitlens.analysis.values import Constant

        context = begin(document, self._catalog, self._packages, self)
        context.labelled = context.recorder.recording = context.recorder.recorded = False
        context.left = STEPS
        # it is not run as a program: what stands under a test for that does not run
        context.bind("__name__", Constant(document.path))
        try:
            interpret(context)
            forget_rebound(context)
        except (BudgetSpent, RecursionError):
            return opaque(document)._replace(uses=context.uses)
        finally:
            self._left -= STEPS - max(context.left, 0)
        # code that is not known may have bound any of its names anew
        return opaque(document)._replace(uses=context.uses) if "*" in context.guards else leave(context)
