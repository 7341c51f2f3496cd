"""The estimators that a document makes, as an outline: composites with their steps, searches with what they search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fitlens.analysis.facts import Composite, Construction, Facts, FunctionCall, Part, Span
from fitlens.analysis.values import Constant, Instance, Value, members
from fitlens.source.document import Document

_TARGET: Final = re.compile(r"([^\W\d][\w.]*)[ \t]*(?::[^=\n]*)?=[ \t(]*$")
_LONGEST: Final = 200
"""Characters before an expression in which the name that it is bound to is looked for."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One estimator."""

    name: str
    """The variable or keyword that it is bound to, its step's name, or else its class's."""
    detail: str
    """Its class, or the constant in its place."""
    step: bool
    span: Span
    """All of it."""
    selection: Span
    """What the cursor goes to."""
    made: Span
    """The name of what makes it; the selection where nothing does."""
    children: tuple[Symbol, ...] = ()


@dataclass(slots=True)
class _Made:
    """A call that makes an estimator."""

    span: Span
    name_span: Span
    classes: str
    inside: list[_Made]


def outline(facts: Facts, document: Document) -> tuple[Symbol, ...]:
    """The estimators of a document in source order, those that are given to others below these."""
    parts = {whole.span: _in_order(whole, facts.composites) for whole in facts.composites}
    return tuple(_symbol(made, document, parts) for made in _nested(_all_made(facts)))


def _all_made(facts: Facts) -> list[_Made]:
    wholes = {whole.span: whole for whole in facts.composites}
    made = [
        _Made(each.span, each.name_span, _names(each), [])
        for each in facts.constructions
        if each.classes and all(entry.kind == "estimator" for entry in each.classes)
    ]
    for call in facts.calls:
        whole = wholes.get(call.name_span)
        if whole is not None and call.entry.builds:
            made.append(_Made(call.span, call.name_span, whole.entry.name, []))
    return sorted(made, key=lambda each: (each.span.start, -each.span.end))


def _names(made: Construction | FunctionCall) -> str:
    return " | ".join(entry.name for entry in made.classes) if isinstance(made, Construction) else made.entry.name


def _nested(every: Iterable[_Made]) -> list[_Made]:
    """Those that stand in no other, with those that stand in them."""
    outermost: list[_Made] = []
    around: list[_Made] = []
    for each in every:
        while around and around[-1].span.end < each.span.end:
            around.pop()
        (around[-1].inside if around else outermost).append(each)
        around.append(each)
    return outermost


def _in_order(whole: Composite, every: Sequence[Composite]) -> list[Part]:
    """What a composite was given, through whichever of its hyperparameters."""
    return [part for each in every if each.span == whole.span for part in each.parts or () if part.name is not None]


def _symbol(made: _Made, document: Document, parts: Mapping[Span, list[Part]], part: Part | None = None) -> Symbol:
    steps: list[Symbol] = []
    left = list(made.inside)
    for each in parts.get(made.name_span, ()):
        own = next((inner for inner in left if each.value_span == inner.span), None)
        if own is not None:
            left.remove(own)
            steps.append(_symbol(own, document, parts, each))
        elif (place := each.name_span or each.value_span) is not None and made.span.holds(place.start):
            steps.append(Symbol(each.name or "", _held(each.value), True, place, place, place))
    others = (_symbol(inner, document, parts) for inner in left)
    children = tuple(sorted((*steps, *others), key=lambda symbol: symbol.span))
    if part is not None and part.name is not None:
        name = part.name_span or made.name_span
        whole = Span(min(name.start, made.span.start), made.span.end)
        return Symbol(part.name, made.classes, True, whole, name, made.name_span, children)
    before = document.code[max(0, made.span.start - _LONGEST) : made.span.start]
    before = before[before.rfind("\n") + 1 :] or before
    # Most stand within an expression, where the pattern would be tried at each name before.
    target = _TARGET.search(before) if before.rstrip(" \t(").endswith("=") else None
    if target is None:
        return Symbol(made.classes, "", False, made.span, made.name_span, made.name_span, children)
    shift = made.span.start - len(before)
    name = Span(shift + target.start(1), shift + target.end(1))
    return Symbol(target.group(1), made.classes, False, Span(name.start, made.span.end), name, made.name_span, children)


def _held(value: Value) -> str:
    names = [
        member.entry.name if isinstance(member, Instance) else str(member.value)
        for member in members(value)
        if isinstance(member, (Instance, Constant))
    ]
    return " | ".join(dict.fromkeys(names))
