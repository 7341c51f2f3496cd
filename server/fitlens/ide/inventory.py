"""The estimators of a document with what is set, what is left to its default, and what fit learns: for a tree beside the code."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from fitlens.analysis.facts import Access, Construction, Facts, Span
from fitlens.analysis.known import Known, known_at_fit
from fitlens.catalog import phrases
from fitlens.catalog.model import LearnedParameter
from fitlens.catalog.wording import is_deprecated
from fitlens.ide.estimator import idle, kind
from fitlens.ide.outline import Symbol, outline
from fitlens.ide.spelled import as_written
from fitlens.source.document import Document

Fitted = Literal["fitted", "copied", "unfitted"]
"""As far as the document does something with it. copied: only copies of it are fitted."""

_NOWHERE: Final = Span(sys.maxsize, sys.maxsize)


@dataclass(frozen=True, slots=True)
class Hyperparameter:
    """One hyperparameter of an estimator, as it is here."""

    name: str
    value: str
    """As the user wrote it, else its default."""
    given: Span | None
    """Where it is given; None where it has its default."""
    runtime: bool
    ineffective: bool


@dataclass(frozen=True, slots=True)
class Learned:
    """One learned parameter of an estimator."""

    name: str
    shape: str
    """`(n_classes, n_features)`; empty where it has none, or several."""
    excluded: bool
    """It does not exist with these values."""


@dataclass(frozen=True, slots=True)
class Item:
    """One estimator with those inside."""

    symbol: Symbol
    kind: str
    fitted: Fitted
    by: Span | None
    """The last call that fits it, or copies of it."""
    hyperparameters: tuple[Hyperparameter, ...]
    """Those that are set, then the others that may be tuned, then runtime options."""
    learned: tuple[Learned, ...]
    inside: tuple[Item, ...]


def inventory(facts: Facts, document: Document) -> tuple[Item, ...]:
    """The estimators of a document in source order, as its outline has them."""
    made = {each.name_span: each for each in facts.constructions}
    # By the end of what made it: functions make estimators too.
    touched: dict[int, list[Access]] = {}
    for access in facts.accesses:
        if len(access.receiver.constructed) == 1:
            touched.setdefault(access.receiver.constructed[0].end, []).append(access)
    return tuple(_item(symbol, made, touched) for symbol in outline(facts, document))


def _item(symbol: Symbol, made: Mapping[Span, Construction], touched: Mapping[int, list[Access]]) -> Item:
    inside = tuple(_item(child, made, touched) for child in symbol.children)
    construction = made.get(symbol.made)
    fitted, by = _state(touched.get(symbol.span.end, []))
    if construction is None:
        return Item(symbol, "", fitted, by, (), (), inside)
    if len(construction.classes) != 1:
        return Item(symbol, "", fitted, by, (), (), inside)
    entry = construction.classes[0]
    known = known_at_fit(construction)
    learned = tuple(_learned(each, known) for each in entry.learned if each.documented)
    return Item(symbol, kind(entry), fitted, by, _hyperparameters(construction, known), learned, inside)


def _hyperparameters(construction: Construction, known: Known | None) -> tuple[Hyperparameter, ...]:
    entry = construction.classes[0]
    given = {each.name: each for each in construction.arguments}
    useless = idle(known)
    found: list[Hyperparameter] = []
    for each in entry.parameters:
        argument = given.get(each.name)
        if each.kind.startswith("var-") or (argument is None and is_deprecated(each)):
            continue
        default = "" if each.default is None else as_written(each.default)
        found.append(
            Hyperparameter(
                each.name,
                default if argument is None else argument.text,
                None if argument is None else argument.span,
                each.name in entry.runtime,
                each.name in useless,
            )
        )
    return tuple(sorted(found, key=lambda each: (each.given or _NOWHERE, each.runtime)))


def _learned(learned: LearnedParameter, known: Known | None) -> Learned:
    shape = learned.forms[0].shape if len(learned.forms) == 1 else ()
    told = phrases.shape(learned.forms[0]) if shape and "?" not in shape else ""
    return Learned(learned.name, told, known is not None and known.meets_any(learned.conditions) is False)


def _state(accesses: list[Access]) -> tuple[Fitted, Span | None]:
    """What became of an estimator by the end of the document."""
    fits = [span for access in accesses for span in access.receiver.fitted]
    fits += [
        access.call_span
        for access in accesses
        # as `fit_transform` and `partial_fit` do
        if access.context == "call" and access.call_span is not None and "fit" in access.name.split("_")
    ]
    if fits:
        return "fitted", max(fits)
    copies = [span for access in accesses for span in access.receiver.copied]
    return ("copied", max(copies)) if copies else ("unfitted", None)
