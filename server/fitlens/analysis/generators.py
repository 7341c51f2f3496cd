"""Generators: what they yield, and the contexts that are made of them."""

from __future__ import annotations

import ast

from fitlens.analysis.context import Context
from fitlens.analysis.state import MOST_ITEMS, Items
from fitlens.analysis.values import UNKNOWN, Collection, Constant, Managed, UserFunction, Value
from fitlens.nodes import nodes


def give(context: Context, node: ast.Yield) -> Value:
    """`yield value`."""
    context.scope.yields = True
    _give(context, Constant(None) if node.value is None else context.evaluate(node.value))
    return UNKNOWN


def give_all(context: Context, node: ast.YieldFrom) -> Value:
    """`yield from values`."""
    context.scope.yields = True
    value = context.evaluate(node.value)
    known = isinstance(value, Collection) and value.kind != "dict"
    if not known:
        context.escape(value)
    _give(context, context.item(context.state.items(value)) if isinstance(value, Collection) and known else UNKNOWN)
    return UNKNOWN


def _give(context: Context, value: Value) -> None:
    """Whoever asks for an item does with it what he likes before the generator goes on."""
    context.escape(value)
    if not context.recorder.doubtful and len(context.scope.yielded) < MOST_ITEMS:
        context.scope.yielded.append(value)


def called(context: Context, function: UserFunction, yielded: tuple[Value, ...]) -> Value:
    """What a call gives: the items, as far as they are asked for; or the context that is opened."""
    if function.kind == "context":
        return Managed(context.one_of(yielded), _may_swallow(function.node))
    return context.collection("list", Items(yielded, exact=False))


def _may_swallow(node: ast.AST) -> bool:
    """Whether a context may keep what is raised in it from the program."""
    return any(isinstance(each, (ast.ExceptHandler, ast.With, ast.AsyncWith)) for each in nodes(node))
