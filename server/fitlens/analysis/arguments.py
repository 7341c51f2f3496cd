"""The arguments of a call, evaluated."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from fitlens.analysis.values import Value


class Arguments:
    """What a call passes. `starred`: has `*args` or `**kwargs`, so there may be more than what stands at a place of its own."""

    __slots__ = ("hidden", "keywords", "node", "positional", "starred", "unknown")

    def __init__(self, node: ast.Call, positional: Sequence[tuple[ast.expr, Value]] = ()) -> None:
        self.node = node
        self.positional: list[tuple[ast.expr, Value]] = list(positional)
        self.keywords: list[tuple[ast.keyword, Value]] = []
        self.hidden: dict[str, Value] = {}
        """Passed by name, but the name stands nowhere in the call: `**options` of a function that was called with them."""
        self.starred = False
        self.unknown = False
        """There may be others, of which nothing is known."""

    def values(self) -> list[Value]:
        """Everything that is passed."""
        found = [value for _, value in self.positional]
        if self.keywords:
            found += [value for _, value in self.keywords]
        if self.hidden:
            found += self.hidden.values()
        return found

    def by_name(self) -> dict[str, Value]:
        """What is passed by name."""
        named = {keyword.arg: value for keyword, value in self.keywords if keyword.arg is not None}
        return {**self.hidden, **named}

    def named(self, name: str, position: int | None = None) -> tuple[ast.expr, Value] | None:
        """One argument by name, or else by position."""
        for keyword, value in self.keywords:
            if keyword.arg == name:
                return keyword.value, value
        if position is not None and position < len(self.positional):
            return self.positional[position]
        return None
