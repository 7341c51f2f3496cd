"""Short hints beside the code: what a fit learns, what a search found, how what was learned is shaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fitlens.analysis.facts import Access, Facts, Receiver, Span
from fitlens.analysis.known import known_of
from fitlens.catalog import phrases
from fitlens.catalog.model import ClassEntry

_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class InlayHint:
    """A hint drawn right behind an offset."""

    offset: int
    text: str
    tooltip: str


@dataclass(frozen=True, slots=True)
class Familiarity:
    """How many estimators learn a parameter of some name: what a reader knows to look for, and what tells nothing."""

    estimators: int
    learners: Mapping[str, int]

    @classmethod
    def among(cls, entries: Iterable[ClassEntry]) -> Familiarity:
        """Counts the estimators of a catalog."""
        counts: Counter[str] = Counter()
        estimators = 0
        for entry in entries:
            if entry.learned:
                estimators += 1
                counts.update({parameter.name for parameter in entry.learned})
        return cls(estimators, counts)

    def telling(self, names: list[str]) -> list[str]:
        """The names worth showing, best known first; what a quarter of all estimators learn says little of any."""
        kept = (name for name in names if 4 * self.learners.get(name, 0) < self.estimators)
        return sorted(kept, key=lambda name: -self.learners.get(name, 0))


def inlay_hints(facts: Facts, text: str, span: Span, familiarity: Familiarity) -> list[InlayHint]:
    """The hints of a range of the document, in source order."""
    hints: list[InlayHint] = []
    for access in facts.accesses:
        place = access.call_span.end if access.call_span is not None else access.span.end
        # In a chain the hint would stand inside the expression.
        if not span.start <= place <= span.end or text[place : place + 1] in (".", "[") or access.receiver.is_class:
            continue
        hint = _fit(access, place, familiarity) if access.context == "call" else _found(access, place)
        if hint is not None:
            hints.append(hint)
    hints.sort(key=lambda hint: hint.offset)
    return hints


def _fit(access: Access, place: int, familiarity: Familiarity) -> InlayHint | None:
    """`fit`, `fit_transform`, `partial_fit` ... of an estimator whose learned parameters are known."""
    if "fit" not in access.name.split("_") or not access.receiver.classes:
        return None
    first, *others = access.receiver.classes
    known = known_of(access.receiver)
    every = [
        parameter.name
        for parameter in first.learned
        if parameter.documented and (known is None or known.meets_any(parameter.conditions) is not False)
    ]
    for entry in others:
        names = {parameter.name for parameter in entry.learned}
        every = [name for name in every if name in names]
    telling = familiarity.telling(every)
    if not telling:
        return None
    shown = ", ".join(telling[:_MOST_NAMES]) + (", …" if len(telling) > _MOST_NAMES else "")
    return InlayHint(place, f"learns {shown}", f"{_class_names(access.receiver)} learns {', '.join(every)}")


def _found(access: Access, place: int) -> InlayHint | None:
    """What a learned parameter is: an estimator, as `best_estimator_`, or an array with axes that have names."""
    if access.context != "read":
        return None
    for path, classes in access.receiver.inner:
        if path == f".{access.name}" and classes:
            names = " | ".join(entry.name for entry in classes)
            return InlayHint(place, names, f"{access.receiver.text}.{access.name} is a {names}")
    return _shaped(access, place)


def _shaped(access: Access, place: int) -> InlayHint | None:
    known = known_of(access.receiver)
    learned = known.entry.learned_named(access.name) if known is not None else None
    if known is None or learned is None or access.receiver.state == "unfitted" or not access.receiver.complete:
        return None
    if len(learned.forms) != 1 or known.meets_any(learned.conditions) is False:
        return None  # of several forms the data decides
    (form,) = learned.forms
    if not form.shape or "?" in form.shape:
        return None
    return InlayHint(place, phrases.shape(form), f"{access.receiver.text}.{access.name}: {phrases.form(form)}")


def _class_names(receiver: Receiver) -> str:
    return " or ".join(entry.name for entry in receiver.classes)
