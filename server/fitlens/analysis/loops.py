"""Interprets loops: turn by turn where the items are known, else once to find out what a turn changes, and then as any of them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from typing import Any

from fitlens.analysis import binding, choosing, first_turn, turns
from fitlens.analysis.context import Context
from fitlens.analysis.values import Collection, Value


def each(context: Context, node: ast.For | ast.AsyncFor) -> None:
    """A `for` loop."""
    choosing.record(context, node)
    iterated = context.evaluate(node.iter)
    elements = turns.elements(context, iterated)
    if elements and isinstance(iterated, Collection) and not turns.may_end_early(node.body):
        with turns.counted(context, len(elements)):
            _in_turn(context, node, iterated, elements)
        return

    def bind() -> None:
        binding.assign(context, node.target, binding.iterate(context, iterated))

    _loop(context, node.body, node.orelse, bind, runs=turns.surely_runs(context, iterated))


def _in_turn(context: Context, node: ast.For | ast.AsyncFor, iterated: Collection, elements: tuple[Value, ...]) -> None:
    """A loop over what is known: each turn by itself, in order. Where a turn changes the container, the rest as any."""
    before = context.state.items(iterated)
    for index, element in enumerate(elements):
        with first_turn.watched(context, [] if index else node.body):
            ends = _iteration(context, node.body, partial(binding.assign, context, node.target, element))
        if not ends:
            context.state.dead = True
            return
        context.state.merge(ends)
        if not turns.same_places(before, context.state.items(iterated)):
            rest = context.one_of(elements)
            _loop(context, node.body, [], partial(binding.assign, context, node.target, rest), runs=False)
            break
    context.execute(node.orelse)


def again(context: Context, node: ast.While) -> None:
    """A `while` loop."""
    choosing.record(context, node)
    forever = isinstance(node.test, ast.Constant) and bool(node.test.value)

    def test() -> None:
        context.evaluate(node.test)

    _loop(context, node.body, node.orelse, test, runs=forever)


def _loop(
    context: Context, body: list[ast.stmt], orelse: list[ast.stmt], start: Callable[[], None], *, runs: bool
) -> None:
    """A loop: once to find out what an iteration changes, then as any of its iterations. `runs`: at least once."""
    base = context.state
    if not context.dry:
        with context.unrecorded(), first_turn.watched(context, body):
            ends = _iteration(context, body, start)
        context.state.merge([{}, *ends])
    ends = _iteration(context, body, start)
    context.state.merge([*ends] if runs and ends else [{}, *ends])
    if context.state is base and orelse:
        context.execute(orelse)


def _iteration(context: Context, body: list[ast.stmt], start: Callable[[], None]) -> list[Any]:
    base = context.state
    left: list[Any] = []
    context.breaks.append((base, left))
    try:
        with context.layer() as layer:
            start()
            context.execute(body)
    finally:
        context.breaks.pop()
    return left if layer.dead else [*left, layer.since(base)]


def leave(context: Context, node: ast.Break | ast.Continue) -> None:
    """`break` and `continue`."""
    if context.breaks:
        base, left = context.breaks[-1]
        left.append(context.state.since(base))
    context.left_early()
    context.state.dead = True
