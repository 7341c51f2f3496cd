"""Every place of a document that may name a step, by what is written there; asked for one name, when a user asks."""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterator

from fitlens.analysis.facts import Span
from fitlens.nodes import nodes
from fitlens.source.document import Document

_TAKES_NESTED_NAMES = ("set_params", "dict")
"""What takes nested names as keywords: the method, and what makes a search space."""


def mentions(document: Document, name: str, views: Container[str]) -> Iterator[Span]:
    """The strings, keywords and attributes that may mean a step of that name.

    views: attributes through which steps are looked up by name (`named_steps`).
    """
    # behind the prefix that searches give the names in their results (`param_svc__C`), too
    nested = re.compile(rf"(?:^|__|^param_){re.escape(name)}(?:$|__)")
    tree = document.tree.module
    prose = {id(node.value) for node in nodes(tree) if isinstance(node, ast.Expr)}
    looks_up = any(isinstance(node, ast.Attribute) and node.attr in views for node in nodes(tree))
    for node in nodes(tree):
        match node:
            case ast.Constant(value=str(text)) if nested.search(text) and id(node) not in prose:
                yield Span(*document.extent(node))
            case ast.Call():
                for keyword in node.keywords:
                    given = keyword.arg
                    if given and nested.search(given) and (given != name or _called(node) in _TAKES_NESTED_NAMES):
                        start, _ = document.extent(keyword)
                        yield Span(start, start + len(given))
            case ast.Attribute(attr=attr) if attr == name and looks_up:
                if not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")):
                    _, end = document.extent(node)
                    yield Span(end - len(name), end)
            case _:
                pass


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
