"""All that the analysis of a file may look at in its project, in one digest: the file, and what its imports lead to."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.library import Uses
from fitlens.check.cache.digest import digest
from fitlens.check.reach import Leads, Reach
from fitlens.source.document import Document


class Closures:
    """The digests of one project's files. Not thread-safe."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._known: dict[Document, bytes] = {}

    def digest(self, document: Document) -> bytes:
        """Another one when the text changes, or that of a module it leads to, or which module an import means."""
        leads = self._reach.leads(document)
        return _own(document, leads, {self._module(each) for each in leads.modules})

    def covers(self, document: Document, uses: Uses | None) -> bool:
        """Whether all modules that an analysis rests on are in the document's digest."""
        if uses is None:
            return True
        leads = self._reach.leads(document)
        within = list(leads.modules)
        seen = {document, *within}
        paths = {each.path for each in (document, *leads.modules, *leads.around)}
        for each in within:
            leads = self._reach.of_module(each)
            paths.update(other.path for other in (*leads.modules, *leads.around))
            for module in leads.modules:
                if module not in seen:
                    seen.add(module)
                    within.append(module)
        waiting = [uses]
        asked = {id(uses)}
        for each in waiting:
            if any(lookup.found is not None and lookup.found.path not in paths for lookup in each.lookups):
                return False
            for exports in each.modules:
                if exports.uses is not None and id(exports.uses) not in asked:
                    asked.add(id(exports.uses))
                    waiting.append(exports.uses)
        return True

    def _module(self, start: Document) -> bytes:
        """A module's digest; modules that import each other have one in common (Tarjan's algorithm)."""
        if start in self._known:
            return self._known[start]
        number: dict[Document, int] = {}
        lowest: dict[Document, int] = {}
        open_: list[Document] = []
        way: list[tuple[Document, Iterator[Document]]] = []

        def enter(document: Document) -> None:
            number[document] = lowest[document] = len(number)
            open_.append(document)
            way.append((document, iter(self._reach.of_module(document).modules)))

        enter(start)
        while way:
            document, rest = way[-1]
            following = next((each for each in rest if each not in self._known), None)
            if following is None:
                way.pop()
                if way:
                    lowest[way[-1][0]] = min(lowest[way[-1][0]], lowest[document])
                if lowest[document] == number[document]:
                    at = open_.index(document)
                    self._close(open_[at:])
                    del open_[at:]
            elif following not in number:
                enter(following)
            else:
                lowest[document] = min(lowest[document], number[following])
        return self._known[start]

    def _close(self, circle: list[Document]) -> None:
        inside = set(circle)
        leads = [(each, self._reach.of_module(each)) for each in sorted(circle, key=_path)]
        beyond = {self._known[other] for _, each in leads for other in each.modules if other not in inside}
        own = {_own(document, each, set()) for document, each in leads}
        made = digest(*sorted(own), b"beyond", *sorted(beyond))
        self._known.update(dict.fromkeys(circle, made))


def _own(document: Document, leads: Leads, modules: set[bytes]) -> bytes:
    answers = "\n".join((*leads.answers, "", *(each.path for each in leads.modules)))
    return digest(document.path, document.text, answers, *sorted(modules))


def _path(document: Document) -> str:
    return document.path
