"""Scopes: one for each execution of a module, class body, function or comprehension."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, Literal

from fitlens.analysis.state import Content, Key, State

if TYPE_CHECKING:
    from fitlens.analysis.values import UserClass, Value

ScopeKind = Literal["module", "class", "function", "comprehension"]
numbers = count()
"""Scopes of one module are met again in the analyses of others: no two have the same number."""


class Scope:
    """One execution of a module, class body, function or comprehension."""

    __slots__ = (
        "base",
        "bound",
        "closed_over",
        "exits",
        "index",
        "kind",
        "owner",
        "parent",
        "receiver",
        "redirected",
        "returned",
        "yielded",
        "yields",
    )

    def __init__(self, index: int, parent: int | None, kind: ScopeKind) -> None:
        self.index = index
        self.parent = parent
        self.kind: ScopeKind = kind
        self.bound: set[str] = set()
        """Every name that was ever bound in it; those of a module are bound by others as well."""
        self.closed_over = kind == "module"
        """A function was made in it, or others import it: what is bound here may be asked for whenever that runs."""
        self.redirected: dict[str, int] = {}
        """Names declared `global` or `nonlocal` -> the scope that holds them."""
        self.base: State | None = None
        """For a function: the state in which it was called."""
        self.returned: list[Value] = []
        self.exits: list[Mapping[Key, Content]] = []
        """For a function: what had been written at each `return`."""
        self.yields = False
        self.yielded: list[Value] = []
        self.receiver: Value | None = None
        """For a method: what `self` is."""
        self.owner: UserClass | None = None
