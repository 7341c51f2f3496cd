"""The statements of one function, or of the module, that run once and in order, and who uses which name in them.

For questions about a whole piece of the program, asked when a user asks.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from fitlens.analysis.facts import Construction, Facts, Span
from fitlens.record import NamedTuple
from fitlens.source.document import Document

_SEES_ALL: Final = frozenset(["eval", "exec", "globals", "locals", "vars"])
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
SOMETIMES: Final = (
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.IfExp,
    ast.BoolOp,
    ast.NamedExpr,
    ast.Await,
    ast.Yield,
    ast.YieldFrom,
)
"""Expressions of which a part may run never, more than once or later, and those that bind names."""


class Made(NamedTuple):
    """`name = Class(...)`, perhaps with `.fit(...)` behind it."""

    statement: ast.Assign
    name: str
    call: ast.Call
    fact: Construction
    fitted: ast.Call | None

    def arguments(self) -> Iterator[tuple[str, ast.expr]]:
        """What is given to the class, by name."""
        yield from zip(self.fact.classes[0].positional, self.call.args, strict=False)
        yield from ((each.arg or "", each.value) for each in self.call.keywords)


class Block:
    """The innermost one around a place."""

    def __init__(self, document: Document, facts: Facts, place: Span) -> None:
        self._document = document
        self.module = document.tree.module
        self.constructions = {each.span: each for each in facts.constructions}
        self.calls = {each.span: each for each in facts.calls}
        self.parents: dict[ast.AST, ast.AST] = {}
        self.names: dict[str, list[ast.Name]] = {}
        """Every use of each name in the whole document."""
        self.is_seen_through = False
        """Something may know the names of the program by other ways than writing them."""
        self.statements = self.module.body
        for node in ast.walk(self.module):  # outer ones come first
            self.parents.update((child, node) for child in ast.iter_child_nodes(node))
            match node:
                case ast.Name():
                    self.names.setdefault(node.id, []).append(node)
                case ast.Global() | ast.Nonlocal() | ast.ImportFrom(names=[ast.alias(name="*")]):
                    self.is_seen_through = True
                case ast.FunctionDef() | ast.AsyncFunctionDef() if self.holds(node, place):
                    self.statements = node.body
                case _:
                    pass
        self.is_seen_through = self.is_seen_through or not _SEES_ALL.isdisjoint(self.names)
        self._numbers: dict[ast.AST, int] = {each: number for number, each in enumerate(self.statements)}

    def span(self, node: ast.expr | ast.stmt) -> Span:
        """Where a node stands."""
        return Span(*self._document.extent(node))

    def holds(self, node: ast.expr | ast.stmt, place: Span) -> bool:
        """Whether a place lies in a node."""
        start, end = self._document.extent(node)
        return start <= place.start and place.end <= end

    def made(self) -> Iterator[Made]:
        """The estimators that it makes and gives a name, of which the class is certain."""
        for statement in self.statements:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                    inner, fitted = call, None
                    if isinstance(call.func, ast.Attribute) and call.func.attr == "fit":
                        inner, fitted = call.func.value, call
                    fact = self.constructions.get(self.span(inner))
                    if isinstance(inner, ast.Call) and fact is not None and _is_certain(fact):
                        yield Made(statement, name, inner, fact, fitted)
                case _:
                    pass

    def number(self, node: ast.AST) -> int:
        """Which statement a node stands in; -1 where that is none, or the node need not run with it."""
        while node not in self._numbers:
            above = self.parents.get(node)
            if (
                above is None
                or isinstance(node, SOMETIMES)
                or (isinstance(node, ast.stmt) and above not in self._numbers)
            ):
                return -1
            if isinstance(above, ast.stmt) and not isinstance(above, ast.Assign | ast.Expr | ast.Return | ast.Assert):
                return -1
            node = above
        return self._numbers[node]

    def function_of(self, node: ast.AST) -> ast.AST:
        """The function, class or module whose names a place uses."""
        while not isinstance(node, _Function | ast.ClassDef | ast.Module):
            node = self.parents[node]
        return node


def _is_certain(fact: Construction) -> bool:
    """Whether it makes an estimator of one class that was observed, and of none derived from it."""
    return (
        fact.trusted
        and not fact.guards
        and fact.exhaustive
        and len(fact.classes) == 1
        and bool(fact.classes[0].evidence)
    )
