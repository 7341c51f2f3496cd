"""Estimators handed to functions and class methods that were seen to refuse one that is not fitted."""

from __future__ import annotations

from collections.abc import Sequence

from fitlens.analysis import receivers
from fitlens.analysis.context import Arguments, Context, root
from fitlens.analysis.facts import Handed
from fitlens.analysis.values import Class, Value
from fitlens.catalog.model import FunctionEntry, Parameter


def to_function(context: Context, entry: FunctionEntry, arguments: Arguments) -> None:
    """Note those that a call of a function hands over."""
    _record(context, entry.name, entry.parameters, entry.needs_fitted, arguments)


def to_class_method(context: Context, receiver: Class, name: str, arguments: Arguments) -> tuple[Value, ...]:
    """Note those that a call of a class method hands over, and give them: it takes them as they are."""
    method = None if receiver.entry is None else receiver.entry.method_named(name)
    if receiver.entry is None or receiver.user is not None or method is None or not method.needs_fitted:
        return ()
    return _record(context, f"{receiver.entry.name}.{name}", method.parameters, method.needs_fitted, arguments)


def _record(
    context: Context, taker: str, parameters: Sequence[Parameter], needed: Sequence[str], arguments: Arguments
) -> tuple[Value, ...]:
    positions = {each.name: index for index, each in enumerate(parameters)}
    recorder = context.recorder
    found: list[Value] = []
    for name in needed:
        given = arguments.named(name, positions.get(name))
        if given is None:
            continue
        node, value = given
        found.append(value)
        if not recorder.recording or recorder.doubtful:
            continue
        span = recorder.span(node)
        recorder.hand(
            node,
            Handed(
                span,
                taker,
                receivers.receiver(context, value, context.document.text[span.start : span.end]),
                context.guards | {"*"} if context.doubted and root(node) in context.doubted else context.guards,
                context.trusted(node),
            ),
        )
    return tuple(found)
