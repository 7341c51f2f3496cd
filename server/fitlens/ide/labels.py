"""The labels an editor draws over the names: which family each belongs to, its state, and what there is not to tune."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fitlens.analysis.facts import Access, Construction, Facts, Role, Site, Span
from fitlens.analysis.known import is_runtime_option
from fitlens.analysis.values import Constant
from fitlens.catalog.history import open_history
from fitlens.catalog.model import Parameter
from fitlens.catalog.wording import is_deprecated
from fitlens.ide.seen import is_idle

LabelRole = Literal["estimator", "hyperparameter", "learned-parameter"]
Modifier = Literal["unfitted", "runtime", "default", "ineffective", "deprecated"]
"""unfitted: a learned parameter that is not there yet. runtime: a hyperparameter that does not change what is learned.
default: it is set to the value that it has anyway. ineffective: it does nothing beside the other values here. deprecated: the
version that is judged by announces that the name goes."""

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
        yield Label(site.span, role, frozenset(_modifiers(site, facts.version)))


def _modifiers(site: Site, version: str) -> Iterator[Modifier]:
    if site.role == "learned-parameter" and site.state == "unfitted":
        yield "unfitted"
    if is_runtime_option(site):
        yield "runtime"
    elif site.role == "hyperparameter" and is_idle(site):
        yield "ineffective"
    if isinstance(site.fact, Construction) and site.parameter is not None and _is_default(site.fact, site.parameter):
        yield "default"
    if _is_deprecated(site, version):
        yield "deprecated"


def _is_default(made: Construction, parameter: Parameter) -> bool:
    given = next((each.value for each in made.arguments if each.name == parameter.name), None)
    if not isinstance(given, Constant) or parameter.default is None or len(made.classes) != 1:
        return False
    return repr(given.value) == parameter.default


def _is_deprecated(site: Site, version: str) -> bool:
    """Whether all that it may belong to announce its end; of an estimator itself, its own."""
    history = open_history()
    if site.role == "estimator":
        lives = [history.entry(entry.path) for entry in site.classes]
        return bool(lives) and all(life is not None and life.state(version) == "deprecated" for life in lives)
    if isinstance(site.fact, Access) and site.role == "hyperparameter":
        return False  # read or set later: the keyword that brought it in is the place to say so
    name = site.name if site.parameter is None else site.parameter.name
    return bool(site.classes) and all(
        (site.parameter is not None and is_deprecated(site.parameter))
        or any(
            change.kind in ("parameter", "attribute") and change.state(version) == "deprecated"
            for change in history.member(entry.path, name)
        )
        for entry in site.classes
    )
