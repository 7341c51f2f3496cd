"""What is put in place around a part of the program while it is interpreted, and taken back behind it.

Plain classes: a generator under `contextmanager` costs three times as much, and each branch and each call enters several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fitlens.analysis.scopes import Scope, ScopeKind, numbers
from fitlens.analysis.state import State

if TYPE_CHECKING:
    from fitlens.analysis.context import Context


class Layer:
    """A layer of the state of its own, which the caller joins or drops."""

    __slots__ = ("before", "context", "outer")

    def __init__(self, context: Context) -> None:
        self.context = context

    def __enter__(self) -> State:
        context = self.context
        outer = self.outer = context.state
        self.before = context.epoch, context.handings
        layer = context.state = State(outer)
        return layer

    def __exit__(self, *error: object) -> None:
        context = self.context
        context.state = self.outer
        if self.before != (context.epoch, context.handings):
            context.epoch += 1  # what was written may be dropped, or joined with something else


class Entered:
    """A new scope."""

    __slots__ = ("context", "outer", "scope")

    def __init__(self, context: Context, parent: int, kind: ScopeKind) -> None:
        self.context = context
        self.scope = Scope(next(numbers), parent, kind)

    def __enter__(self) -> Scope:
        context, scope = self.context, self.scope
        self.outer = context.scope
        context.scope = context.scopes[scope.index] = scope
        return scope

    def __exit__(self, *error: object) -> None:
        self.context.scope = self.outer


class Guarded:
    """Exceptions that the program catches around."""

    __slots__ = ("context", "names", "outer")

    def __init__(self, context: Context, names: frozenset[str]) -> None:
        self.context = context
        self.names = names

    def __enter__(self) -> None:
        context = self.context
        self.outer = context.guards
        if self.names:
            context.guards = self.outer | self.names

    def __exit__(self, *error: object) -> None:
        self.context.guards = self.outer
