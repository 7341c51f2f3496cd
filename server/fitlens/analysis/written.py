"""The arguments of a call and the items of a list as facts: what was given under which name, and where it is written."""

from __future__ import annotations

import ast
from collections.abc import Callable

from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.facts import Argument, Candidate, Span
from fitlens.analysis.values import Collection, Value


def arguments_of(context: Context, arguments: Arguments, positional: Callable[[int], str | None]) -> list[Argument]:
    """All arguments of a call in order; `positional` names the one at a position."""
    recorder = context.recorder
    found: list[Argument] = []
    for position, (node, value) in enumerate(arguments.positional):
        span = recorder.span(node)
        text = context.document.text[span.start : span.end]
        items = items_of(context, value)
        found.append(Argument(span, span, positional(position), False, value, text, "no", items))
    for keyword, value in arguments.keywords:
        if keyword.arg is None:
            continue
        start = recorder.span(keyword).start
        value_span = recorder.span(keyword.value)
        text = context.document.text[value_span.start : value_span.end]
        span = Span(start, start + len(keyword.arg))
        found.append(Argument(span, value_span, keyword.arg, True, value, text, "no", items_of(context, value)))
    return found


def items_of(context: Context, value: Value) -> tuple[Candidate, ...] | None:
    """What a list, tuple, set or (its values) dict holds, one by one; None where that is not known."""
    if not isinstance(value, Collection):
        return None
    items = context.state.items(value)
    if not items.exact:
        return None
    nodes = _nodes(context.literals.get(value))
    if len(nodes) != len(items.values):
        return tuple(Candidate(None, each, "") for each in items.values)
    found: list[Candidate] = []
    for node, each in zip(nodes, items.values, strict=True):
        span = context.recorder.span(node)
        found.append(Candidate(span, each, context.document.text[span.start : span.end]))
    return tuple(found)


def _nodes(literal: ast.expr | None) -> list[ast.expr]:
    """The items of a display; none where it spreads others."""
    match literal:
        case ast.List() | ast.Tuple():
            return [] if any(isinstance(node, ast.Starred) for node in literal.elts) else literal.elts
        case ast.Dict():
            return [] if None in literal.keys else literal.values
        case _:
            return []
