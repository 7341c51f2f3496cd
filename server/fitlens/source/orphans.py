"""Imports that a change of the code left without a use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import cast

from fitlens.nodes import nodes
from fitlens.record import NamedTuple
from fitlens.source.document import Document
from fitlens.source.replacing import Replacement
from fitlens.source.tokens import TOKEN

_BREAK = re.compile(r"\r\n|\n|\r")


class _Import(NamedTuple):
    """An import statement that could do without some of its names."""

    node: ast.Import | ast.ImportFrom
    removable: bool
    """Whether the statement could go as a whole: others stand beside it, and it is not there to be tried."""


def orphans(before: Document, after: Document) -> list[Replacement]:
    """What takes out of the document `after` the imports that `before` still used.

    There, a name counts as used wherever its word stands outside imports and comments, be it in a string.
    """
    if before.text == after.text or before.tree.problems or after.tree.problems:
        return []
    freed = (_bound(before) & _names_in(before)) - _names_in(after)
    if not freed:
        return []
    plain = TOKEN.sub(_without_comment, after.text)
    found: list[Replacement] = []
    for each in _imports(after.tree.module):
        names = [_name(alias) for alias in each.node.names]
        orphaned = [name in freed and _is_idle(name, plain, after) for name in names]
        if any(orphaned):
            taken = _statement(each, after) if all(orphaned) else _single(each.node, orphaned, after)
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


def _names_in(document: Document) -> set[str]:
    return {node.id for node in nodes(document.tree.module) if isinstance(node, ast.Name)}


def _without_comment(token: re.Match[str]) -> str:
    return " " * len(token[0]) if token.lastgroup == "comment" else token[0]


def _is_idle(name: str, text: str, document: Document) -> bool:
    """Whether a word stands in imports only."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    spans = [_span(each.node, document) for each in _imports(document.tree.module)]
    inside = sum(len(word.findall(text, *span)) for span in spans)
    return len(word.findall(text)) == inside


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


def _single(node: ast.Import | ast.ImportFrom, orphaned: list[bool], document: Document) -> list[Replacement]:
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
