"""Short hints beside the code: what a fit learns, what a search found, how what was learned is shaped, what is set to what.

Each kind can be had alone. A hint is short, its tooltip says the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from fitlens.analysis.facts import Access, Construction, Facts, Receiver, Site, Span
from fitlens.analysis.known import known_of, known_when_made
from fitlens.catalog import phrases
from fitlens.catalog.model import ClassEntry
from fitlens.ide.completion.order import disarmed
from fitlens.ide.estimator import learns
from fitlens.ide.markup import Piece, code, joined, page, text
from fitlens.ide.spelled import assignment, role_of

HintKind = Literal["fit", "class", "shape", "roles", "defaults"]
"""fit: what it learns. class: what a search found, what a step is. shape: of what was learned. roles: what each keyword is.
defaults: of the hyperparameters that matter most and are not set."""
KINDS: Final[tuple[HintKind, ...]] = get_args(HintKind)
USUAL: Final[frozenset[HintKind]] = frozenset(["fit", "class", "shape"])
"""Those that are on unless the user says otherwise: the others stand in every construction."""
_MOST_NAMES: Final = 3
_MOST_STEPS: Final = 4
_BEHIND: Final = (".", "[", "(")


@dataclass(frozen=True, slots=True)
class InlayHint:
    """A hint drawn right behind an offset."""

    offset: int
    text: str
    tooltip: Piece
    kind: HintKind


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


def inlay_hints(
    facts: Facts, source: str, span: Span, familiarity: Familiarity, kinds: frozenset[HintKind] = USUAL
) -> list[InlayHint]:
    """The hints of a range of the document, in source order."""
    every = (
        *_of_accesses(facts, source, familiarity),
        *(_steps(facts, source) if "class" in kinds else ()),
        *(_roles(facts.sites_in(span)) if "roles" in kinds else ()),
        *(_defaults(facts.constructions) if "defaults" in kinds else ()),
    )
    hints = [each for each in every if each.kind in kinds and span.start <= each.offset <= span.end]
    return sorted(hints, key=lambda hint: hint.offset)


def _of_accesses(facts: Facts, source: str, familiarity: Familiarity) -> Iterator[InlayHint]:
    for access in facts.accesses:
        place = access.call_span.end if access.call_span is not None else access.span.end
        # In a chain the hint would stand inside the expression.
        if source[place : place + 1] in _BEHIND or access.receiver.is_class:
            continue
        hint = _fit(access, place, familiarity) if access.context == "call" else _found(access, place)
        if hint is not None:
            yield hint


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
    opening = joined([code(entry.name) for entry in access.receiver.classes], " or ")
    if others:
        told = opening + text(": fit learns: ") + joined([code(name) for name in every])
    else:
        told = page([opening, learns(first, known)])
    return InlayHint(place, f"learns {shown}", told, "fit")


def _found(access: Access, place: int) -> InlayHint | None:
    """What a learned parameter is: an estimator, as `best_estimator_`, or an array with axes that have names."""
    if access.context != "read":
        return None
    for path, classes in access.receiver.inner:
        if path == f".{access.name}" and classes:
            names = " | ".join(entry.name for entry in classes)
            inside = _inside(access.receiver, path)
            told = code(f"{access.receiver.text}.{access.name}") + text(f" is a {names}")
            if inside:
                told += text(" of ") + joined([code(each) for each in inside])
            shown = f"({', '.join(inside)})" if 0 < len(inside) <= _MOST_STEPS else "(…)" if inside else ""
            return InlayHint(place, names + shown, told, "class")
    return _shaped(access, place)


def _inside(receiver: Receiver, path: str) -> list[str]:
    """The classes of the steps of what stands at a path, in their order."""
    found = [
        " | ".join(entry.name for entry in classes)
        for each, classes in receiver.inner
        if each.startswith(f"{path}[") and each.endswith("]") and each.count("[") == path.count("[") + 1
    ]
    return found[::-1]  # they are listed from the last to the first


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
    told = code(f"{access.receiver.text}.{access.name}") + text(f": {phrases.form(form)}")
    return InlayHint(place, phrases.shape(form), told, "shape")


def _steps(facts: Facts, source: str) -> Iterator[InlayHint]:
    """What is looked up by the name of a step: `pipe["svc"]`."""
    looked_up = {each.span for each in facts.step_names if each.form == "item" and each.certain}
    for site in facts.sites:
        place = site.span.end + 2  # behind the quote and the bracket
        if site.role == "step" and site.span in looked_up and source[place - 1 : place] == "]":
            if source[place : place + 1] in _BEHIND:
                continue
            names = " | ".join(entry.name for entry in site.classes)
            told = text("step ") + code(site.name) + text(f" is a {names}")
            yield InlayHint(place, names, told, "class")


def _roles(sites: Iterable[Site]) -> Iterator[InlayHint]:
    for site in sites:
        if site.role == "hyperparameter" and isinstance(site.fact, Construction):
            roles = {role_of(entry, site.name) for entry in site.classes}
            if len(roles) == 1:
                role = roles.pop()
                names = joined([code(entry.name) for entry in site.classes], " or ")
                told = code(site.name) + text(f" is a {role} of ") + names
                yield InlayHint(site.span.end, role, told, "roles")


def _defaults(constructions: Iterable[Construction]) -> Iterator[InlayHint]:
    """The hyperparameters that alone change most and are not set, where nothing else can set them in the call."""
    for made in constructions:
        if len(made.classes) != 1 or not made.exhaustive or made.open or made.hidden:
            continue
        (entry,) = made.classes
        given = {argument.name for argument in made.arguments}
        known = known_when_made(made)
        left = [
            parameter
            for name in entry.influence
            if name not in given
            and not disarmed(entry, name, known)
            and (parameter := entry.parameter_named(name)) is not None
            and parameter.default is not None
        ]
        if None not in given and left:
            shown = ", ".join(assignment(each) for each in left[:_MOST_NAMES])
            told = (
                text("not set in ") + code(entry.name) + text(": ") + joined([code(assignment(each)) for each in left])
            )
            yield InlayHint(made.open_end, shown, told, "defaults")
