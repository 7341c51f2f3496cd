"""The labels an editor draws over the names: which family each belongs to, its state, and what there is not to tune."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fitlens.analysis.facts import Facts, Role, Span
from fitlens.analysis.known import is_runtime_option
from fitlens.ide.seen import is_idle

LabelRole = Literal["estimator", "hyperparameter", "learned-parameter"]
Modifier = Literal["unfitted", "runtime", "ineffective"]
"""unfitted: a learned parameter that is not there yet. runtime: a hyperparameter that does not change what is learned.

ineffective: a hyperparameter that does nothing beside the other values here.
"""

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
        modifiers: set[Modifier] = set()
        if role == "learned-parameter" and site.state == "unfitted":
            modifiers.add("unfitted")
        if is_runtime_option(site):
            modifiers.add("runtime")
        elif role == "hyperparameter" and is_idle(site):
            modifiers.add("ineffective")
        yield Label(site.span, role, frozenset(modifiers))
