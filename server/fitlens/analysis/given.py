"""The arguments of a call as they are written, and calls of scikit-learn's functions with them."""

from __future__ import annotations

from collections.abc import Callable

from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.facts import Argument, FunctionCall, Span
from fitlens.catalog.model import FunctionEntry


def written(
    context: Context, arguments: Arguments, positional_name: Callable[[int], str | None]
) -> tuple[Argument, ...]:
    """Each argument at its place; none is settled yet."""
    recorder = context.recorder
    found: list[Argument] = []
    for position, (value_node, value) in enumerate(arguments.positional):
        span = recorder.span(value_node)
        text = context.document.text[span.start : span.end]
        found.append(Argument(span, span, positional_name(position), False, value, text, settled="no"))
    for keyword, value in arguments.keywords:
        if keyword.arg is None:
            continue
        start = recorder.span(keyword).start
        value_span = recorder.span(keyword.value)
        text = context.document.text[value_span.start : value_span.end]
        span = Span(start, start + len(keyword.arg))
        found.append(Argument(span, value_span, keyword.arg, True, value, text, settled="no"))
    return tuple(found)


def record_call(context: Context, entry: FunctionEntry, arguments: Arguments) -> None:
    """Note a call of a function of scikit-learn's."""
    recorder, node = context.recorder, arguments.node
    if not recorder.recording:
        return
    names = [p.name for p in entry.parameters if p.kind in ("positional", "positional-only")]
    recorder.call(
        node,
        FunctionCall(
            span=recorder.span(node),
            name_span=recorder.name_span(node.func),
            entry=entry,
            arguments=written(context, arguments, lambda at: names[at] if at < len(names) else None),
            exhaustive=not arguments.starred,
            guards=context.guards,
            trusted=context.trusted(node),
        ),
    )
