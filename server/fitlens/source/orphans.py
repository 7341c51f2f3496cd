"""Imports that a change of the code left without a use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import cast

from fitlens.record import NamedTuple
from fitlens.source.document import Document
from fitlens.source.replacing import Replacement

_BREAK = re.compile(r"\r\n|\n|\r")


class _Import(NamedTuple):
    """An import statement that could do without some of its names."""

    node: ast.Import | ast.ImportFrom
    removable: bool
    """Whether the statement could go as a whole: others stand beside it, and it is not there to be tried."""


def orphans(before: Document, after: Document) -> list[Replacement]:
    """What takes out of the document `after` the imports that `before` still used.

    A name counts as used wherever its word stands outside an import, be it in a string or a comment.
    """
    if before.text == after.text or before.tree.problems or after.tree.problems:
        return []
    used = _bound(before)
    found: list[Replacement] = []
    for each in _imports(after.tree.module):
        names = [_name(alias) for alias in each.node.names]
        orphaned = [name in used and _uses(before, name) > 0 and _uses(after, name) == 0 for name in names]
        if any(orphaned):
            taken = _statement(each, after) if all(orphaned) else _names(each.node, orphaned, after)
            found += taken
    return found


def _bound(document: Document) -> set[str]:
    return {_name(alias) for each in _imports(document.tree.module) for alias in each.node.names}


def _name(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _imports(module: ast.Module) -> Iterator[_Import]:
    pending: list[ast.AST] = [module]
    while pending:
        parent = pending.pop()
        for _, field in ast.iter_fields(parent):
            body = cast("list[object]", field) if isinstance(field, list) else []
            for node in body:
                if isinstance(node, ast.Import | ast.ImportFrom):
                    beside = isinstance(parent, ast.Module) or len(body) > 1
                    yield _Import(node, beside and not isinstance(parent, ast.Try))
                elif isinstance(node, ast.stmt | ast.excepthandler | ast.match_case):
                    pending.append(node)


def _uses(document: Document, name: str) -> int:
    """How often a word stands outside imports."""
    inside = sum(
        len(re.findall(rf"\b{name}\b", document.text[slice(*_span(each.node, document))]))
        for each in _imports(document.tree.module)
    )
    return len(re.findall(rf"\b{name}\b", document.text)) - inside


def _span(node: ast.stmt | ast.alias, document: Document) -> tuple[int, int]:
    end = document.offset(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
    return document.offset(node.lineno, node.col_offset), end


def _statement(each: _Import, document: Document) -> list[Replacement]:
    """The whole statement with its lines; nothing where it shares them with others, or with a comment."""
    start, end = _span(each.node, document)
    line_start = document.line_span(document.line_of(start))[0]
    line_end = document.line_span(document.line_of(end))[1]
    around = document.text[line_start:start] + document.text[end:line_end]
    if not each.removable or around.strip() or "#" in document.text[start:end]:
        return []
    last = any(line_end >= cell.end - 1 for cell in document.cells if cell.start <= start < cell.end)
    if last and any(cell.start < line_start for cell in document.cells if cell.start <= start < cell.end):
        # the last line of a cell goes with the break before it
        before = document.line_span(document.line_of(line_start) - 1)[1]
        return [Replacement(before, line_end, "")]
    found = None if last else _BREAK.match(document.text, line_end)
    return [Replacement(line_start, found.end() if found else line_end, "")]


def _names(node: ast.Import | ast.ImportFrom, orphaned: list[bool], document: Document) -> list[Replacement]:
    """Single names with a comma each; none where a comment stands among them."""
    if "#" in document.text[slice(*_span(node, document))]:
        return []
    found: list[Replacement] = []
    spans = [_span(alias, document) for alias in node.names]
    kept = [index for index, gone in enumerate(orphaned) if not gone]
    for index in (index for index, gone in enumerate(orphaned) if gone):
        if index < kept[0]:
            found.append(Replacement(spans[index][0], spans[index + 1][0], ""))
        else:
            found.append(Replacement(spans[index - 1][1], spans[index][1], ""))
    return found
