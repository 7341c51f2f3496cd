"""Where classes, their hyperparameters, methods and learned parameters are defined, read from the installed source.

A class is looked for by its name: the lines that the catalog knows are those of the version it was built from.
"""

from __future__ import annotations

import ast
import os
import tokenize
from collections.abc import Iterator, Sequence
from typing import Literal

from fitlens.catalog.model import ClassEntry, FunctionEntry
from fitlens.catalog.store import Catalog
from fitlens.environment.place import Place
from fitlens.nodes import nodes
from fitlens.record import NamedTuple

Member = Literal["class", "hyperparameter", "learned-parameter", "method"]
_MOST_FILES = 32
"""Parsed files that are kept."""


class _Source(NamedTuple):
    file: str
    changed: tuple[int, int]
    lines: tuple[str, ...]
    tree: ast.Module


class Definitions:
    """Reads one directory of packages. Not thread-safe: one worker asks."""

    def __init__(self, directory: str | None, catalog: Catalog) -> None:
        """directory: holds the package `sklearn` (`Installation.directory`); None where there is none."""
        self._directory = directory
        self._catalog = catalog
        self._read: dict[str, _Source] = {}

    def of_class(
        self, entry: ClassEntry, member: Member, name: str, program: tuple[str, str] = ("", "")
    ) -> Place | None:
        """Where a class or something of it is defined; None where the source does not tell.

        program: the file and the text of the program, whose own classes need not be on disk as they are.
        """
        for source, node in self._lineage(entry, program):
            if member == "class":
                return _at(source, node, name)
            found = _member(source, node, member, name)
            if found is not None:
                return found
        return None

    def of_function(self, entry: FunctionEntry) -> Place | None:
        """Where a function is defined."""
        source = self._installed(entry.file)
        name = entry.path.rpartition(".")[2]
        for node in _statements(source.tree.body) if source is not None else ():
            if isinstance(node, ast.FunctionDef) and node.name == name:
                assert source is not None
                return _at(source, node, name)
        return None

    def _lineage(self, entry: ClassEntry, program: tuple[str, str]) -> Iterator[tuple[_Source, ast.ClassDef]]:
        """The class statements that an instance has its attributes from, its own first."""
        if entry.defined:
            yield from self._class(self._installed(entry.file), entry.name, entry.line)
        elif entry.file == program[0]:
            yield from self._class(_parsed(*program, (0, 0)), entry.name, entry.line)
        for path in entry.bases:
            known = self._catalog.resolve(path)
            if isinstance(known, ClassEntry):
                yield from self._class(self._installed(known.file), known.name, known.line)
                continue
            module, _, name = path.rpartition(".")
            base = module.replace(".", "/")
            yield from self._class(self._installed(f"{base}.py") or self._installed(f"{base}/__init__.py"), name, 1)

    @staticmethod
    def _class(source: _Source | None, name: str, line: int) -> Iterator[tuple[_Source, ast.ClassDef]]:
        """The class of that name, the one nearest to a line where there are several."""
        if source is None:
            return
        found = [node for node in _statements(source.tree.body) if isinstance(node, ast.ClassDef) and node.name == name]
        if found:
            yield source, min(found, key=lambda node: abs(node.lineno - line))

    def _installed(self, file: str) -> _Source | None:
        """A file of the packages. file: relative, with `/`."""
        if self._directory is None:
            return None
        path = os.path.join(self._directory, *file.split("/"))
        try:
            status = os.stat(path)
            changed = status.st_mtime_ns, status.st_size
            kept = self._read.get(path)
            if kept is None or kept.changed != changed:
                with tokenize.open(path) as stream:
                    kept = _parsed(path, stream.read(), changed)
                if kept is None:
                    return None
                if len(self._read) >= _MOST_FILES:
                    self._read.clear()
                self._read[path] = kept
        except (OSError, SyntaxError, ValueError):
            return None
        return kept


def _parsed(file: str, text: str, changed: tuple[int, int]) -> _Source | None:
    try:
        # Lines as the parser counts them.
        lines = tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        return _Source(file, changed, lines, ast.parse(text))
    except (SyntaxError, ValueError, RecursionError):
        return None


def _statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body, those under a test or in a `try` as well."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.If | ast.Try):
            yield from _statements([*statement.body, *statement.orelse])
        if isinstance(statement, ast.Try):
            for handler in statement.handlers:
                yield from _statements(handler.body)


def _member(source: _Source, node: ast.ClassDef, member: Member, name: str) -> Place | None:
    methods = [each for each in _statements(node.body) if isinstance(each, ast.FunctionDef)]
    if member == "hyperparameter":
        for method in methods:
            if method.name == "__init__":
                found = [
                    a for a in (*method.args.posonlyargs, *method.args.args, *method.args.kwonlyargs) if a.arg == name
                ]
                return _place(source, found[0].lineno, found[0].col_offset, name) if found else None
        return None
    for method in methods:
        if method.name == name:
            return _at(source, method, name)
    if member == "method":
        return None
    # What fit sets comes before what another method sets after it.
    methods.sort(key=lambda each: (each.name != "fit", "fit" not in each.name))
    for method in methods:
        receiver = next(iter((*method.args.posonlyargs, *method.args.args)), None)
        for inner in nodes(method):
            match inner:
                case ast.Attribute(value=ast.Name(id=owner), attr=attr, ctx=ast.Store()) if attr == name:
                    if receiver is not None and owner == receiver.arg:
                        end = inner.end_col_offset or 0
                        return _place(source, inner.end_lineno or inner.lineno, end - len(name.encode()), name)
                case _:
                    pass
    return None


def _at(source: _Source, node: ast.ClassDef | ast.FunctionDef, name: str) -> Place | None:
    """The name in a class or function statement, behind its decorators."""
    word = "class" if isinstance(node, ast.ClassDef) else "def"
    line = source.lines[node.lineno - 1]
    start = line.find(node.name, node.col_offset + len(word))
    return None if start < 0 else Place(source.file, node.lineno, start, name)


def _place(source: _Source, line: int, column: int, name: str) -> Place:
    """column: in bytes, as the parser counts."""
    before = source.lines[line - 1].encode()[:column].decode(errors="ignore")
    return Place(source.file, line, len(before), name)
