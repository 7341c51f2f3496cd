"""Loops over containers whose items are known: gone through item by item, as the program does."""

from __future__ import annotations

import ast
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager

from fitlens.analysis import binding
from fitlens.analysis.context import Context
from fitlens.analysis.state import Items
from fitlens.analysis.values import (
    Class,
    Collection,
    Constant,
    Function,
    Instance,
    UserFunction,
    UserObject,
    Value,
    members,
)
from fitlens.nodes import children

MOST = 12
"""Longer containers are gone through as any of their items."""
MOST_TEXTS = 6
"""The same, for containers of text alone: what is done for each of them seldom differs."""
MOST_NESTED = 24
"""Turns within turns."""


def elements(context: Context, iterated: Value, *, collected: bool = False) -> tuple[Value, ...]:
    """The items that are worth a turn each; none where the loop is gone through as any of its turns.

    `collected`: what each turn gives is kept, as a comprehension does, so that even numbers make a difference.
    A pass that only finds out effects does without: what it finds is that they may be.
    """
    if context.dry or not isinstance(iterated, Collection) or iterated.kind == "set":
        return ()
    items = context.state.items(iterated)
    found = items.keys if iterated.kind == "dict" else items.values
    if not items.exact or not 0 < len(found) <= MOST or len(found) * context.turns > MOST_NESTED:
        return ()
    if collected or any(_is_worth(context, each) for each in found):
        return found
    texts = all(isinstance(each, Constant) and isinstance(each.value, str) for each in found)
    return found if texts and len(found) <= MOST_TEXTS else ()


def _is_worth(context: Context, value: Value, level: int = 0) -> bool:
    for member in members(value):
        if isinstance(member, (Instance, Class, Function, UserFunction, UserObject)):
            return True
        if isinstance(member, Collection) and level < 3:
            values = context.state.items(member).values
            if len(values) <= MOST and any(_is_worth(context, each, level + 1) for each in values):
                return True
    return False


@contextmanager
def counted(context: Context, turns: int) -> Generator[None, None, None]:
    """Go through so many turns, within those that are counted around."""
    outer, context.turns = context.turns, context.turns * turns
    try:
        yield
    finally:
        context.turns = outer


def collect(context: Context, node: ast.ListComp | ast.SetComp | ast.DictComp, found: tuple[Value, ...]) -> Collection:
    """What a comprehension makes of these items, in order."""
    keys: list[Value] = []
    values: list[Value] = []
    with context.entered(context.scope.index, "comprehension"), counted(context, len(found)):
        for element in found:
            binding.assign(context, node.generators[0].target, element)
            if isinstance(node, ast.DictComp):
                keys.append(context.evaluate(node.key))
                values.append(context.evaluate(node.value))
            else:
                values.append(context.evaluate(node.elt))
    if isinstance(node, ast.DictComp):
        exact = all(isinstance(key, Constant) for key in keys)
        return context.collection("dict", Items(tuple(values), exact, tuple(keys)))
    if isinstance(node, ast.SetComp):
        return context.collection("set", Items(tuple(values), exact=False))
    return context.collection("list", Items(tuple(values)))


def surely_runs(context: Context, iterated: Value) -> bool:
    """Whether a loop over the value has a turn at least."""
    if not isinstance(iterated, Collection):
        return False
    items = context.state.items(iterated)
    return bool(items.values) if items.exact else items.placed > 0


def same_places(before: Items, after: Items) -> bool:
    """Whether a container has still the items that a loop over it goes through: a dict's values may change."""
    if after is before:
        return True
    if not after.exact:
        return False
    return after.keys == before.keys if before.keys else after.values == before.values


def may_end_early(body: Sequence[ast.stmt]) -> bool:
    """Whether the loop of this body may be left by a `break` of its own."""
    return any(isinstance(each, ast.Break) for each in _own(body))


def _own(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """All statements that belong to the loop itself, not to loops and functions in it."""
    pending: list[ast.AST] = list(body)
    while pending:
        each = pending.pop()
        if isinstance(each, (ast.For, ast.AsyncFor, ast.While)):
            pending.extend(each.orelse)
            continue
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        if isinstance(each, ast.stmt):
            yield each
        if isinstance(each, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            kinds = (ast.stmt, ast.ExceptHandler, ast.match_case)
            pending.extend(child for child in children(each) if isinstance(child, kinds))
