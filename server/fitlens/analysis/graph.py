"""In which order modules are interpreted: first those that a module imports, as far as there is no circle."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from fitlens.analysis.library import Modules
from fitlens.source.document import Document

MOST_MODULES = 200
"""Modules that one import leads to, the nearest first; nothing is known of those beyond."""
MOST_CHARACTERS = 3_000_000
"""The same for the length of their source."""
LONGEST = 1_000_000
"""Nothing is read of a module that is longer."""


def order(document: Document, modules: Modules, known: Callable[[Document], bool]) -> list[Document]:
    """The document and what it imports, each behind what it imports itself; those that are known already are left out.

    Modules that import each other come in an order of their own, which does not depend on where the way into them began.
    """
    graph = _gather(document, modules, known)
    if document.path not in graph:
        return []
    documents = {each.path: each for each, _ in graph.values()}
    imports = {path: [other for other in names if other in graph] for path, (_, names) in graph.items()}
    ordered: list[Document] = []
    for circle in _circles(document.path, imports):
        ordered.extend(documents[path] for path in _inside(circle, imports))
    return ordered


def _gather(
    document: Document, modules: Modules, known: Callable[[Document], bool]
) -> dict[str, tuple[Document, list[str]]]:
    graph: dict[str, tuple[Document, list[str]]] = {}
    waiting = [document]
    characters = 0
    for each in waiting:
        if each.path in graph or len(each.code) > LONGEST:
            continue
        characters += len(each.code)
        if len(graph) >= MOST_MODULES or characters > MOST_CHARACTERS:
            break
        found = [other for other in _imported(each, modules) if not known(other)]
        graph[each.path] = each, list(dict.fromkeys(other.path for other in found))
        waiting.extend(found)
    return graph


def _imported(document: Document, modules: Modules) -> Iterator[Document]:
    """The modules of the project that a module imports when it runs."""
    for statement in _statements(document.tree.module.body):
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                name = alias.name if alias.asname is not None else alias.name.partition(".")[0]
                yield from _found(modules, document, name, 0)
        else:
            name, level = statement.module or "", statement.level
            package = list(_found(modules, document, name, level))
            yield from package
            if package and package[0].path.endswith("__init__.py"):
                for alias in statement.names:
                    yield from _found(modules, document, f"{name}.{alias.name}" if name else alias.name, level)


def _found(modules: Modules, document: Document, name: str, level: int) -> Iterator[Document]:
    found = modules.find(document.path, name, level)
    if found is not None:
        yield found


def _statements(body: Sequence[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    for statement in body:
        match statement:
            case ast.Import() | ast.ImportFrom():
                yield statement
            case ast.If() | ast.For() | ast.While():
                yield from _statements(statement.body)
                yield from _statements(statement.orelse)
            case ast.With() | ast.ClassDef():
                yield from _statements(statement.body)
            case ast.Try():
                for part in (statement.body, *(h.body for h in statement.handlers), statement.orelse):
                    yield from _statements(part)
                yield from _statements(statement.finalbody)
            case _:
                pass


def _circles(start: str, imports: dict[str, list[str]]) -> list[list[str]]:
    """Modules that import each other, together; behind all that they import (Tarjan's algorithm)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_: list[str] = []
    circles: list[list[str]] = []
    way: list[tuple[str, Iterator[str]]] = []

    def enter(path: str) -> None:
        number[path] = lowest[path] = len(number)
        open_.append(path)
        way.append((path, iter(imports[path])))

    enter(start)
    while way:
        path, rest = way[-1]
        following = next(rest, None)
        if following is None:
            way.pop()
            if way:
                lowest[way[-1][0]] = min(lowest[way[-1][0]], lowest[path])
            if lowest[path] == number[path]:
                at = open_.index(path)
                circles.append(open_[at:])
                del open_[at:]
        elif following not in number:
            enter(following)
        elif following in open_:
            lowest[path] = min(lowest[path], number[following])
    return circles


def _inside(circle: list[str], imports: dict[str, list[str]]) -> list[str]:
    """The order within a circle: cut where the way from its first path, by name, comes back to itself."""
    ordered: dict[str, None] = {}
    seen: set[str] = set()
    within = set(circle)
    for start in sorted(circle):
        way = [(start, iter(imports[start]))] if start not in seen else []
        seen.add(start)
        while way:
            path, rest = way[-1]
            following = next(rest, None)
            if following is None:
                way.pop()
                ordered[path] = None
            elif following in within and following not in seen:
                seen.add(following)
                way.append((following, iter(imports[following])))
    return list(ordered)
