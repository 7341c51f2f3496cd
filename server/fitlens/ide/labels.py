"""The labels an editor draws over the names: which family each belongs to, and its state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fitlens.analysis.facts import Facts, Role, Span

LabelRole = Literal["estimator", "hyperparameter", "learned-parameter"]
Modifier = Literal["unfitted"]

_FAMILY: dict[Role, LabelRole] = {
    "estimator": "estimator",
    "hyperparameter": "hyperparameter",
    "grid-key": "hyperparameter",
    "learned-parameter": "learned-parameter",
}


@dataclass(frozen=True, slots=True)
class Label:
    """One coloured name."""

    span: Span
    role: LabelRole
    modifiers: frozenset[Modifier] = frozenset()


def labels(facts: Facts, span: Span | None = None) -> Iterator[Label]:
    """The labels of the document, or of a range of it, in source order and never overlapping.

    Methods and steps are known sites but carry no label: they are neither set before fit nor learned by it.
    """
    end = -1
    for site in facts.sites if span is None else facts.sites_in(span):
        role = _FAMILY.get(site.role)
        if role is None or site.span.start < end or site.span.start == site.span.end:
            continue
        end = site.span.end
        unfitted = role == "learned-parameter" and site.state == "unfitted"
        yield Label(site.span, role, frozenset(("unfitted",)) if unfitted else frozenset())
