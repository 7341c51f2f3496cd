"""Arguments of constructions and of calls of functions, as the rules about versions look at them."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Argument, Construction, Facts, FunctionCall
from fitlens.catalog.model import ClassEntry, FunctionEntry, Parameter
from fitlens.rules import lives
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


def unknown(facts: Facts, document: Document, *, swallowed: bool = False) -> Iterator[tuple[Call, Argument]]:
    """Keywords that are not taken: passing them raises TypeError, which nothing catches.

    swallowed: also those that end up in the `**kwargs` of a function, which hands them to something else.
    """
    for fact in (*facts.constructions, *facts.calls):
        if not surfaces(fact, "TypeError"):
            continue
        if isinstance(fact, Construction):
            if not has_known_signature(fact):
                continue
        elif (takes_any(fact.entry) and not swallowed) or not fact.entry.parameters:
            continue  # of what is compiled, the arguments may not be known
        call: Call | None = None
        for argument in fact.arguments:
            if argument.keyword and argument.name is not None and not any(parameters(fact, argument.name)):
                call = call or Call(fact, facts, document)
                yield call, argument


def parameters(fact: Construction | FunctionCall, name: str) -> list[Parameter | None]:
    """The argument of that name of each that may be called."""
    return [entry.parameter_named(name) for entry in entries(fact)]


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


def is_default(fact: Construction | FunctionCall, argument: Argument) -> bool:
    """Whether an argument is given what it has anyway: that it is given is not seen."""
    return any(
        parameter is not None and lives.is_written(argument.value, parameter.default)
        for parameter in parameters(fact, argument.name or "")
    )
