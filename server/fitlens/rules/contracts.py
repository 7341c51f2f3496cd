"""Where a program has scikit-learn ask an estimator class of its own for its hyperparameters: what makes an error of a bad constructor."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.contract import Definition
from fitlens.analysis.facts import Facts, Span
from fitlens.analysis.values import Instance, Value, members
from fitlens.catalog.model import ClassEntry
from fitlens.rules.surfacing import surfaces

_ASKS = ("get_params", "set_params")
"""Methods of every estimator that ask for all hyperparameters."""


def stands(definition: Definition) -> bool:
    """Whether a class statement is as the user wrote it, and no fallback that another version runs."""
    return definition.trusted and "*" not in definition.guards


def standing(facts: Facts) -> Iterator[Definition]:
    """The class statements that stand."""
    return (definition for definition in facts.definitions if stands(definition))


def asked(facts: Facts, definition: Definition, exception: str) -> Span | None:
    """The first place where the hyperparameters of an instance are asked for, and nothing catches the exception; None for none."""
    return min(_asked(facts, definition.entry, exception), default=None)


def _asked(facts: Facts, entry: ClassEntry, exception: str) -> Iterator[Span]:
    for access in facts.accesses:
        if access.name not in _ASKS or access.context != "call" or not surfaces(access, exception):
            continue
        if access.name == "set_params" and not access.keywords:
            continue  # it returns at once
        receiver = access.receiver
        if receiver.complete and not receiver.is_class and receiver.classes and _are(receiver.classes, entry):
            yield access.span
    for call in facts.calls:
        cloned = {*call.entry.clones, call.entry.returns_clone} - {None}
        if any(a.name in cloned and _is_of(a.value, entry) for a in call.arguments) and surfaces(call, exception):
            yield call.name_span
    for made in facts.constructions:
        copied = [each.parameter for owner in made.classes for each in owner.compositions if each.fits == "copy"]
        if copied and surfaces(made, exception):
            for argument in made.arguments:
                # settled: a fit is in sight that sees it
                if argument.name in copied and argument.settled == "yes" and _is_of(argument.value, entry):
                    yield made.name_span
    for whole in facts.composites:
        if whole.composition.fits != "copy" or whole.settled != "yes" or not surfaces(whole, exception):
            continue
        if any(_is_of(part.value, entry) for part in whole.parts or ()):
            yield whole.span


def _are(classes: tuple[ClassEntry, ...], entry: ClassEntry) -> bool:
    return all(each is entry for each in classes)


def _is_of(value: Value, entry: ClassEntry) -> bool:
    """Whether a value surely is an instance of the class."""
    return all(isinstance(each, Instance) and each.entry is entry and each.node is not None for each in members(value))
