"""Which name of a package stands at a place of the program, as its imports say; asked for one place, when a user asks.

Only names that the program binds by imports and in no other way are known: what else a name may be is the analysis's to say.
"""

from __future__ import annotations

import ast

from fitlens.analysis.facts import Span
from fitlens.nodes import nodes
from fitlens.record import NamedTuple
from fitlens.source.document import Document


class Origin(NamedTuple):
    """A name that an import brought."""

    span: Span
    path: str
    """Dotted: `sklearn.svm.SVC`."""


def origin_at(document: Document, offset: int) -> Origin | None:
    """The name under a cursor; None where there is none, or one that is not known to come from another package."""
    found = _found(document, offset)
    if found is None:
        return None
    node, span = found
    if isinstance(node, ast.alias):
        module = _module_of(document, node)
        return None if module is None else Origin(span, f"{module}.{node.name}")
    names: list[str] = []
    inner: ast.expr = node
    while isinstance(inner, ast.Attribute):
        names.append(inner.attr)
        inner = inner.value
    if not isinstance(inner, ast.Name):
        return None
    root = _imported(document.tree.module, inner.id)
    return None if root is None else Origin(span, ".".join([root, *reversed(names)]))


def _found(document: Document, offset: int) -> tuple[ast.alias | ast.Name | ast.Attribute, Span] | None:
    line = document.line_of(offset)
    for node in nodes(document.tree.module):
        match node:
            case ast.Name(ctx=ast.Load()) if node.lineno == line:
                start = document.offset(node.lineno, node.col_offset)
                span = Span(start, start + len(node.id))
            case ast.Attribute(end_lineno=int(end), end_col_offset=int(column)) if end == line:
                stop = document.offset(end, column)
                span = Span(stop - len(node.attr), stop)
            case ast.alias() if node.lineno == line and node.name != "*":
                start = document.offset(node.lineno, node.col_offset)
                span = Span(start, start + len(node.name))
            case _:
                continue
        if span.holds(offset):
            return node, span
    return None


def _module_of(document: Document, alias: ast.alias) -> str | None:
    """The module that an alias of a `from` import is taken from."""
    for node in nodes(document.tree.module):
        if isinstance(node, ast.ImportFrom) and any(each is alias for each in node.names):
            return None if node.level else node.module
    return None


def _imported(module: ast.Module, name: str) -> str | None:
    """What a name is bound to by imports; None where it is also bound otherwise, or by imports to different things."""
    paths: set[str] = set()
    for node in nodes(module):
        match node:
            case ast.Import():
                for alias in node.names:
                    first = alias.name.partition(".")[0]
                    if (alias.asname or first) == name:
                        paths.add(alias.name if alias.asname else first)
            case ast.ImportFrom():
                for alias in node.names:
                    if (alias.asname or alias.name) == name:
                        paths.add(f"{node.module}.{alias.name}" if node.module and not node.level else "")
            case (
                ast.Name(id=bound, ctx=ast.Store() | ast.Del())
                | ast.arg(arg=bound)
                | ast.FunctionDef(name=bound)
                | ast.AsyncFunctionDef(name=bound)
                | ast.ClassDef(name=bound)
                | ast.ExceptHandler(name=bound)
                | ast.MatchAs(name=bound)
                | ast.MatchStar(name=bound)
                | ast.MatchMapping(rest=bound)
            ) if bound == name:
                return None
            case _:
                pass
    return (paths.pop() or None) if len(paths) == 1 else None
