"""Rewrites a program so that it tells of itself: every call and attribute load passes through a function that records it.

Nothing else about the program changes: it computes what it computed, on the lines on which it did.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import cast

CALL, RESULT, READ, DICT, TUPLE = "__seen_call__", "__seen_result__", "__seen_read__", "__seen_dict__", "__seen_tuple__"


@dataclass(frozen=True)
class Places:
    """The places of a program that are observed, each kind numbered in the order in which they are written."""

    calls: list[ast.Call] = field(default_factory=list)
    reads: list[ast.Attribute] = field(default_factory=list)
    dicts: list[ast.Dict] = field(default_factory=list)
    tuples: list[ast.Tuple] = field(default_factory=list)
    called: dict[int, int] = field(default_factory=dict)
    """Number of a read that is called -> number of the call."""


def rewrite(tree: ast.Module, package: str = "") -> tuple[ast.Module, Places]:
    """The program that tells of itself, and its places as they were. The tree given is used up.

    package: what relative imports are relative to, where the program is run outside its package.
    """
    rewriter = _Rewriter(package)
    told = ast.fix_missing_locations(rewriter.visit(tree))
    return told, rewriter.places


def places_of(text: str) -> Places:
    """The places of a program, numbered as `rewrite` does. Raises SyntaxError."""
    # The rewriting keeps the nodes that it wraps, but changes what is in them: a second tree stays whole.
    whole: dict[tuple[type[ast.AST], int, int, int | None, int | None], ast.AST] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Call, ast.Attribute, ast.Dict, ast.Tuple)):
            whole[type(node), node.lineno, node.col_offset, node.end_lineno, node.end_col_offset] = node
    places = rewrite(ast.parse(text))[1]
    for nodes in (places.calls, places.reads, places.dicts, places.tuples):
        for number, node in enumerate(nodes):
            nodes[number] = whole[type(node), node.lineno, node.col_offset, node.end_lineno, node.end_col_offset]  # type: ignore[call-overload]
    return places


class _Rewriter(ast.NodeTransformer):
    def __init__(self, package: str) -> None:
        self.places = Places()
        self._package = package
        self._calling: ast.Call | None = None

    def visit_Call(self, node: ast.Call) -> ast.AST:
        number = len(self.places.calls)
        self.places.calls.append(node)
        if isinstance(node.func, ast.Attribute) and _is_observed(node.func):
            self.places.called[len(self.places.reads)] = number
        # `super()` looks at the frame it is called from: the call itself stays where it is, only its function is told of.
        seen = _call(CALL, number, self.visit(node.func), at=node)
        arguments = [self.visit(each) for each in node.args]
        keywords = [self.visit(each) for each in node.keywords]
        return _call(RESULT, number, ast.copy_location(ast.Call(seen, arguments, keywords), node), at=node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if not _is_observed(node):
            return self.generic_visit(node)
        number = len(self.places.reads)
        self.places.reads.append(node)
        return _call(READ, number, self.visit(node.value), ast.Constant(node.attr), at=node)

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        if not any(isinstance(key, ast.Constant) and isinstance(key.value, str) for key in node.keys):
            return self.generic_visit(node)
        number = len(self.places.dicts)
        self.places.dicts.append(node)
        copy = ast.copy_location(ast.Dict(node.keys, node.values), node)
        return _call(DICT, number, cast(ast.expr, self.generic_visit(copy)), at=node)

    def visit_Tuple(self, node: ast.Tuple) -> ast.AST:
        first = node.elts[0] if node.elts else None
        if (
            not isinstance(node.ctx, ast.Load)
            or not isinstance(first, ast.Constant)
            or not isinstance(first.value, str)
        ):
            return self.generic_visit(node)
        number = len(self.places.tuples)
        self.places.tuples.append(node)
        copy = ast.copy_location(ast.Tuple(list(node.elts), ast.Load()), node)
        return _call(TUPLE, number, cast(ast.expr, self.generic_visit(copy)), at=node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.target = self.visit(node.target)
        node.value = self.visit(node.value) if node.value else None
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return node  # annotations may be read as text

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        returns, node.returns = node.returns, None
        self.generic_visit(node)
        node.returns = returns
        return node

    def visit_match_case(self, node: ast.match_case) -> ast.AST:
        node.guard = self.visit(node.guard) if node.guard else None
        node.body = [self.visit(each) for each in node.body]
        return node  # a pattern is no expression

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        if node.level and self._package:
            parts = self._package.split(".")
            base = parts[: len(parts) - node.level + 1]
            return ast.copy_location(
                ast.ImportFrom(".".join([*base, *filter(None, [node.module])]), node.names, 0), node
            )
        return node


def _is_observed(node: ast.Attribute) -> bool:
    """Private names are mangled in classes, and tell nothing of estimators."""
    return isinstance(node.ctx, ast.Load) and not node.attr.startswith("_")


def _call(name: str, number: int, *arguments: ast.expr, at: ast.expr) -> ast.Call:
    function = ast.Name(name, ast.Load())
    return ast.copy_location(ast.Call(function, [ast.Constant(number), *arguments], []), at)
