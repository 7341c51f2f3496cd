"""Where the interpretation stands: the document, the state, the scope, what is caught around it, and how much may still be done."""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from fitlens.analysis.facts import Span
from fitlens.analysis.journal import Journal
from fitlens.analysis.recorder import Recorder
from fitlens.analysis.state import Content, Items, Key, Record, State
from fitlens.analysis.values import (
    UNKNOWN,
    Class,
    Collection,
    CollectionKind,
    Instance,
    Method,
    Named,
    OneOf,
    UserClass,
    UserFunction,
    UserObject,
    Value,
)
from fitlens.catalog.store import Catalog
from fitlens.source.document import Document

NODES = 1_500_000
"""Expressions and statements interpreted before the analysis ends with what it has: about three seconds."""
DEPTH = 60
"""Nesting of expressions and followed calls beyond which a value is unknown."""


ScopeKind = Literal["module", "class", "function", "comprehension"]


class BudgetSpent(Exception):
    """The analysis has done as much as it may."""


class Scope:
    """One execution of a module, class body, function or comprehension."""

    __slots__ = ("base", "exits", "index", "kind", "parent", "redirected", "returned", "yields")

    def __init__(self, index: int, parent: int | None, kind: ScopeKind) -> None:
        self.index = index
        self.parent = parent
        self.kind: ScopeKind = kind
        self.redirected: dict[str, int] = {}
        """Names declared `global` or `nonlocal` -> the scope that holds them."""
        self.base: State | None = None
        """For a function: the state in which it was called."""
        self.returned: list[Value] = []
        self.exits: list[Mapping[Key, Content]] = []
        """For a function: what had been written at each `return`."""
        self.yields = False


class Arguments:
    """The arguments of a call, evaluated. `starred`: has `*args` or `**kwargs`, so there may be more."""

    __slots__ = ("keywords", "node", "positional", "starred")

    def __init__(self, node: ast.Call) -> None:
        self.node = node
        self.positional: list[tuple[ast.expr, Value]] = []
        self.keywords: list[tuple[ast.keyword, Value]] = []
        self.starred = False

    def values(self) -> Iterator[Value]:
        """Everything that is passed."""
        yield from (value for _, value in self.positional)
        yield from (value for _, value in self.keywords)

    def named(self, name: str, position: int | None = None) -> tuple[ast.expr, Value] | None:
        """One argument by name, or else by position."""
        for keyword, value in self.keywords:
            if keyword.arg == name:
                return keyword.value, value
        if position is not None and position < len(self.positional):
            return self.positional[position]
        return None


class Context:
    """The running interpretation of one document."""

    def __init__(self, document: Document, catalog: Catalog) -> None:
        self.document = document
        self.catalog = catalog
        self.recorder = Recorder(document)
        self.journal = Journal()
        self.state = State()
        self.scopes: list[Scope] = [Scope(0, None, "module")]
        self.scope = self.scopes[0]
        self.guards: frozenset[str] = frozenset()
        self.left = NODES
        self.depth = 0
        self.dry = False
        self.breaks: list[tuple[State, list[Mapping[Key, Content]]]] = []
        """For each loop around: the state before the iteration, and what had been written where it was left."""
        self.instances: list[Instance] = []
        self.classes: list[UserClass] = []
        self.functions: dict[ast.AST, UserFunction] = {}
        """Every function defined so far, by its node; the latest definition of each."""
        self.followed: dict[ast.AST, int] = {}
        """How often a function's body was interpreted; it is interpreted once more at the end where it never was."""
        self.calling: list[ast.AST] = []
        self.literals: dict[Collection, ast.Dict] = {}
        """The dict display that made a collection."""
        self._calls: dict[int, Span] = {}
        self._names: dict[ast.AST, frozenset[str]] = {}
        self.evaluate: Callable[[ast.expr], Value]
        self.execute: Callable[[Sequence[ast.stmt]], None]
        repaired = document.tree.repaired
        self._repaired = frozenset(line for first, last in repaired for line in range(first, last + 1))

    def spend(self) -> None:
        """Count one step; raises BudgetSpent when there are none left."""
        self.left -= 1
        if self.left < 0:
            raise BudgetSpent

    def trusted(self, node: ast.expr | ast.stmt | ast.keyword) -> bool:
        """Whether the code of a node is as the user wrote it."""
        if not self._repaired:
            return True
        return self._repaired.isdisjoint(range(node.lineno, (node.end_lineno or node.lineno) + 1))

    def note_call(self, node: ast.Call) -> None:
        """Remember where a call stands, by its start."""
        span = self.recorder.span(node)
        self._calls[span.start] = span

    def call_span(self, offset: int) -> Span:
        """The place of a call that was noted, by its start."""
        return self._calls.get(offset, Span(offset, offset))

    # names

    def lookup(self, name: str) -> Value | None:
        """What a name is bound to, or None where it is not bound by the document."""
        scope: Scope | None = self.scope
        first = True
        while scope is not None:
            if scope.kind != "class" or first:
                index = scope.redirected.get(name, scope.index)
                found = self.state.value((index, name))
                if found is not None:
                    return found
            first = first and scope.kind == "comprehension"
            scope = None if scope.parent is None else self.scopes[scope.parent]
        return None

    def bind(self, name: str, value: Value) -> None:
        """Bind a name in the current scope."""
        self.state.set((self.scope.redirected.get(name, self.scope.index), name), value)

    # layers

    @contextmanager
    def layer(self) -> Generator[State, None, None]:
        """Interpret in a layer of its own, which the caller joins or drops."""
        outer = self.state
        self.state = State(outer)
        try:
            yield self.state
        finally:
            self.state = outer

    @contextmanager
    def entered(self, parent: int, kind: ScopeKind) -> Generator[Scope, None, None]:
        """Interpret in a new scope."""
        outer = self.scope
        self.scope = Scope(len(self.scopes), parent, kind)
        self.scopes.append(self.scope)
        try:
            yield self.scope
        finally:
            self.scope = outer

    @contextmanager
    def guarded(self, names: frozenset[str]) -> Generator[None, None, None]:
        """Interpret code around which the program catches these exceptions ("*": any)."""
        outer = self.guards
        self.guards = outer | names
        try:
            yield
        finally:
            self.guards = outer

    @contextmanager
    def unrecorded(self) -> Generator[None, None, None]:
        """Interpret to find out the effect only; loops within are gone through once."""
        recording, dry = self.recorder.recording, self.dry
        self.recorder.recording, self.dry = False, True
        try:
            yield
        finally:
            self.recorder.recording, self.dry = recording, dry

    # objects

    def collection(self, kind: CollectionKind, items: Items) -> Collection:
        """A new collection."""
        made = Collection(kind)
        self.state.set(made, items)
        return made

    def instance(self, instance: Instance, record: Record) -> Instance:
        """A new instance."""
        self.instances.append(instance)
        self.state.set(instance, record)
        return instance

    def update(self, target: Instance | OneOf, **changes: Any) -> None:
        """Change fields of what is known of an instance."""
        self.state.set(target, self.state.record(target)._replace(**changes))

    def maybe_fitted(self, target: Instance | OneOf) -> None:
        """It may have been fitted meanwhile."""
        if self.state.record(target).fitted == "unfitted":
            self.update(target, fitted="maybe")

    def escape(self, value: Value, seen: set[int] | None = None) -> None:
        """Code that is not known got hold of a value: it may fit what it reaches, now or later."""
        if value is UNKNOWN:
            return
        seen = set() if seen is None else seen
        if id(value) in seen:
            return
        seen.add(id(value))
        match value:
            case Instance():
                record = self.state.record(value)
                self.maybe_fitted(value)
                self.journal.escaped(value)
                for each in record.parameters.values():
                    self.escape(each, seen)
            case OneOf():
                for member in value.members:
                    self.escape(member, seen)
                if isinstance(self.state.get(value), Record):
                    self.maybe_fitted(value)
            case Collection():
                for each in self.state.items(value).values:
                    self.escape(each, seen)
            case Named():
                for _, each in value.items:
                    self.escape(each, seen)
            case Method():
                self.escape(value.receiver, seen)
            case UserFunction():
                self._escape_names(value.node, value.scope, seen)
            case UserObject():
                for name in value.names:
                    found = self.state.value((value, name))
                    if found is not None:
                        self.escape(found, seen)
                for method in value.user.methods.values():
                    self._escape_names(method.node, method.scope, seen)
            case Class() if value.user is not None and value.entry is None:
                for method in value.user.methods.values():
                    self._escape_names(method.node, method.scope, seen)
            case _:
                pass

    def _escape_names(self, node: ast.AST, scope: int, seen: set[int]) -> None:
        if id(node) in seen:
            return
        seen.add(id(node))
        outer = self.scope
        self.scope = self.scopes[scope]
        try:
            for each in self.free_names(node):
                found = self.lookup(each)
                if found is not None:
                    self.escape(found, seen)
        finally:
            self.scope = outer

    def free_names(self, node: ast.AST) -> frozenset[str]:
        """The names that the code of a node reads."""
        found = self._names.get(node)
        if found is None:
            found = frozenset(n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load))
            self._names[node] = found
        return found

    def forget_states(self) -> None:
        """Anything may have been fitted meanwhile."""
        for instance in self.instances:
            self.maybe_fitted(instance)
