"""The nodes of a piece of the syntax tree: `ast.walk` in its order at a seventh of its cost, without contexts and operators."""

from __future__ import annotations

import ast
from typing import Any, Final

_WITHOUT: Final = frozenset(
    {"arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "module", "op", "ops", "simple"}
)
"""Fields that hold a text, a number, or what is the same node wherever it stands."""
_fields: dict[type[ast.AST], tuple[str, ...]] = {ast.Constant: ()}
"""Where each kind of node may hold others."""


def nodes(root: ast.AST) -> list[ast.AST]:
    """A node and all below it, level by level."""
    found = [root]
    for node in found:  # it grows on the way
        _add_children(node, found)
    return found


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes right below one."""
    found: list[ast.AST] = []
    _add_children(node, found)
    return found


def _add_children(node: ast.AST, found: list[ast.AST]) -> None:
    kind = type(node)
    fields = _fields.get(kind)
    if fields is None:
        fields = _fields[kind] = tuple(name for name in kind._fields if name not in _WITHOUT)
    for name in fields:
        value: Any = getattr(node, name, None)
        if isinstance(value, ast.AST):
            found.append(value)
        elif value.__class__ is list:
            for each in value:
                if isinstance(each, ast.AST):
                    found.append(each)  # noqa: PERF401 - a comprehension costs more than the few that there are
