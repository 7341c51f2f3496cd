"""What our name was given to: the call, and the argument that it is or stands in."""

from __future__ import annotations

from typing import Final

from fitlens.analysis.facts import Argument, Construction, FunctionCall, Key, MethodCall
from fitlens.catalog.model import ClassEntry, FunctionEntry, Parameter
from fitlens.ide.completion.asking import Asked
from fitlens.record import NamedTuple

_MOST_QUOTES: Final = 8
"""Those of a string with a prefix of two letters."""
Call = Construction | FunctionCall | MethodCall


class Given(NamedTuple):
    """An argument of a call."""

    call: Call
    argument: Argument
    direct: bool
    """Our name is the argument's own name, or all of its value."""


def given(asked: Asked) -> Given | None:
    """The innermost call that our name is an argument of, or stands in an argument of; None where it is not known."""
    found: Given | None = None
    facts = asked.facts
    for call in (*facts.constructions, *facts.calls, *facts.method_calls):
        if not asked.is_within(call.span):
            continue
        if found is not None and found.call.span.start >= call.span.start:
            continue
        for argument in call.arguments:
            direct = argument.span == asked.span or _is_value(asked, argument)
            if direct or asked.is_within(argument.value_span):
                found = Given(call, argument, direct)
                break
    return found


def key_at(asked: Asked) -> Key | None:
    """The nested name that our name stands for, or whose value or candidate it is."""
    for key in asked.facts.keys:
        if key.span == asked.span or (key.value_span is not None and asked.is_within(key.value_span)):
            return key
    return None


def parameters_of(call: Call) -> tuple[tuple[Parameter, ClassEntry | FunctionEntry], ...]:
    """The arguments that all that may be called here take, each with the first that takes it."""
    match call:
        case FunctionCall():
            return tuple((each, call.entry) for each in call.entry.parameters)
        case Construction():
            entries, known = call.classes, [entry.parameters for entry in call.classes]
        case MethodCall():
            entries = call.owners
            methods = [entry.method_named(call.name) for entry in entries]
            known = [() if method is None else method.parameters for method in methods]
    if not known:
        return ()
    shared = set[str].intersection(*({each.name for each in parameters} for parameters in known))
    return tuple((each, entries[0]) for each in known[0] if each.name in shared)


def _is_value(asked: Asked, argument: Argument) -> bool:
    """Whether it is our name and nothing else, quotes aside."""
    value = argument.value_span
    return asked.is_within(value) and value.end - value.start <= asked.span.end - asked.span.start + _MOST_QUOTES
