"""Arguments of constructions and of calls of functions, as the rules about versions look at them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from fitlens.analysis.acceptance import accepts
from fitlens.analysis.facts import Argument, Construction, Facts, FunctionCall
from fitlens.analysis.values import Constant
from fitlens.catalog.history import Change
from fitlens.catalog.model import ClassEntry, FunctionEntry, Parameter
from fitlens.rules import lives
from fitlens.rules.model import Edit, Fix
from fitlens.rules.replaced import Call
from fitlens.rules.skl101 import has_known_signature, takes_any
from fitlens.rules.surfacing import surfaces, warns
from fitlens.source.document import Document


def entries(fact: Construction | FunctionCall) -> tuple[ClassEntry | FunctionEntry, ...]:
    """What may be called."""
    return fact.classes if isinstance(fact, Construction) else (fact.entry,)


def paths(fact: Construction | FunctionCall) -> tuple[str, ...]:
    """Public paths of what may be called."""
    return lives.paths(entries(fact))


def known(fact: Construction | FunctionCall) -> frozenset[str]:
    """The keywords that are taken, whichever is called."""
    names = [{parameter.name for parameter in entry.parameters} for entry in entries(fact)]
    return frozenset(set[str].intersection(*names)) if names else frozenset()


def unknown(facts: Facts, document: Document) -> Iterator[tuple[Call, Argument]]:
    """Keywords that are not taken: passing them raises TypeError, which nothing catches."""
    for fact in (*facts.constructions, *facts.calls):
        if not surfaces(fact, "TypeError"):
            continue
        if isinstance(fact, Construction):
            if not has_known_signature(fact):
                continue
        elif takes_any(fact.entry):
            continue
        call: Call | None = None
        for argument in fact.arguments:
            if argument.keyword and argument.name is not None and not any(parameters(fact, argument.name)):
                call = call or Call(fact, facts, document)
                yield call, argument


def parameters(fact: Construction | FunctionCall, name: str) -> list[Parameter | None]:
    """The argument of that name of each that may be called."""
    return [entry.parameter_named(name) for entry in entries(fact)]


def values(facts: Facts) -> Iterator[tuple[Construction | FunctionCall, Argument]]:
    """Arguments whose value a fit, or the function itself, sees: none that may be set again, or whose refusal is caught."""
    for fact in (*facts.constructions, *facts.calls):
        if not surfaces(fact, "ValueError"):
            continue
        for argument in fact.arguments:
            if argument.name is not None and (isinstance(fact, FunctionCall) or argument.settled != "no"):
                yield fact, argument


class Refused(NamedTuple):
    """A value that the judged version refuses, and another took or takes."""

    parameter: Parameter
    change: Change


def refused(fact: Construction | FunctionCall, argument: Argument, version: str) -> Refused | None:
    """Why the judged version refuses a value that another version takes; None where it may take it, or none did.

    Where the constraints are not known, or another value than the given one meets them, what was announced to go is taken
    to be refused since it went.
    """
    found: Refused | None = None
    name = argument.name or ""
    if not isinstance(argument.value, Constant):
        return None
    for entry in entries(fact):
        parameter = entry.parameter_named(name)
        change = lives.of_value(entry.path, name, argument.value)
        if parameter is None or change is None or change.state(version) not in ("removed", "not yet"):
            return None
        if isinstance(entry, ClassEntry) and entry.kind != "estimator":
            return None
        replaced = isinstance(entry, ClassEntry) and name in entry.rewritten
        unsure = parameter.constraints is None or replaced
        taken = None if unsure else accepts(parameter.constraints, argument.value)
        told = unsure and change.deprecated is not None and change.state(version) == "removed"
        if taken is not False and not told:
            return None
        found = Refused(parameter, change)
    return found


def is_accepted(parameter: Parameter, source: str) -> bool:
    """Whether a value, as source text, is one that the argument takes; where its constraints are not known, it is."""
    value = literal(source)
    return value is not None and accepts(parameter.constraints, value) is not False


def literal(source: str) -> Constant | None:
    """The constant that source text stands for."""
    try:
        return Constant(ast.literal_eval(source))
    except (ValueError, SyntaxError):
        return None


def like(argument: Argument, source: str) -> str:
    """A value's source text, in the quotes that the argument is written in."""
    quote = argument.text[:1]
    return f"{quote}{source[1:-1]}{quote}" if quote in ('"', "'") and source[:1] in ('"', "'") else source


def value_fix(argument: Argument, old: str | None, new: str | None, *, safe: bool = True) -> Fix | None:
    """Puts a new value, where the old one itself is written there and not the name of a constant."""
    if new is None or old is None or is_other(argument, old):
        return None
    text = like(argument, new)
    return Fix(f"Replace with {text}", (Edit(argument.value_span, text),), safe=safe)


def is_other(argument: Argument, source: str) -> bool:
    """Whether what is written is not the value itself, but a name of it or a calculation."""
    written = literal(argument.text)
    return written is None or repr(written.value) != source


def warned(facts: Facts, document: Document) -> Iterator[tuple[Call, Argument]]:
    """Arguments that are taken, where a warning about them would be news."""
    for fact in (*facts.constructions, *facts.calls):
        # a call that raises warns of nothing
        if not warns(fact) or any(not any(parameters(fact, each.name or "")) for each in fact.arguments):
            continue
        call: Call | None = None
        for argument in fact.arguments:
            is_set = isinstance(fact, FunctionCall) or argument.settled != "no"
            if is_set and argument.name is not None and all(parameters(fact, argument.name)):
                call = call or Call(fact, facts, document)
                yield call, argument


def dropped(fact: Construction | FunctionCall, argument: Argument, version: str) -> Refused | None:
    """The life of a value that each that may be called takes, and has announced to refuse."""
    found: Refused | None = None
    for entry in entries(fact):
        parameter = entry.parameter_named(argument.name or "")
        change = lives.of_value(entry.path, argument.name or "", argument.value)
        if parameter is None or change is None or change.state(version) != "deprecated":
            return None
        replaced = isinstance(entry, ClassEntry) and parameter.name in entry.rewritten
        if not replaced and accepts(parameter.constraints, argument.value) is False:
            return None
        found = found or Refused(parameter, change)
    return found


def is_default(fact: Construction | FunctionCall, argument: Argument) -> bool:
    """Whether an argument is given what it has anyway: that it is given is not seen."""
    return any(
        parameter is not None and lives.is_written(argument.value, parameter.default)
        for parameter in parameters(fact, argument.name or "")
    )
