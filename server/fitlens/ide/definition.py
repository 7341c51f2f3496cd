"""Where to go from a name: to the class, hyperparameter, learned parameter or method it names, in the source that has it; from
the name of a step to where the step is given.

Other Python servers answer beside us, and an editor merges the answers: hence a place is that of the name alone, as theirs
is, and names that have nothing to do with scikit-learn are left to them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from fitlens.analysis.facts import Facts, Role, Site, Span
from fitlens.analysis.origins import origin_at
from fitlens.catalog.model import ClassEntry, FunctionEntry
from fitlens.catalog.store import Catalog
from fitlens.environment.definitions import Definitions, Member
from fitlens.environment.place import Place
from fitlens.ide.steps import leads_to, step_at
from fitlens.record import NamedTuple
from fitlens.source.document import Document

_MEMBERS: Final[dict[Role, Member]] = {
    "estimator": "class",
    "hyperparameter": "hyperparameter",
    "grid-key": "hyperparameter",
    "learned-parameter": "learned-parameter",
    "method": "method",
}


class Lead(NamedTuple):
    """A name that the source we read by ourselves does not lead to: jedi may know."""

    path: str
    """Dotted."""
    learned: str = ""
    """An attribute of an instance of the class that the path names."""


class Definition(NamedTuple):
    """What is known without jedi, and what to ask it where that is nothing."""

    span: Span
    """The name in the program."""
    places: tuple[Place, ...]
    leads: tuple[Lead, ...]


def definition(
    facts: Facts,
    document: Document,
    offset: int,
    catalog: Catalog,
    definitions: Definitions,
    concerns: Callable[[str], bool],
) -> Definition | None:
    """Where the name under a cursor leads to; None where it is not ours to say.

    concerns: whether a top-level name is that of an installed package that has to do with scikit-learn, and none of the
    program's own modules.
    """
    step = step_at(facts, offset)
    if step is not None and leads_to(step):
        return Definition(step.span, tuple(_in_program(document, span) for span in leads_to(step)), ())
    site = facts.site_at(offset)
    if site is not None and site.role in _MEMBERS:
        return _of_site(site, document, definitions)
    origin = origin_at(document, offset)
    if origin is None or not concerns(origin.path.partition(".")[0]):
        return None
    known = catalog.resolve(origin.path)
    if isinstance(known, str):
        return None  # a module: others find it as well
    place = None
    if isinstance(known, ClassEntry):
        place = definitions.of_class(known, "class", known.name)
    elif isinstance(known, FunctionEntry):
        place = definitions.of_function(known)
    return _definition(origin.span, (place,), (Lead(origin.path),))


def _in_program(document: Document, span: Span) -> Place:
    line = document.line_of(span.start)
    column = span.start - document.line_span(line)[0]
    return Place(document.path, line, column, document.text[span.start : span.end])


def _of_site(site: Site, document: Document, definitions: Definitions) -> Definition | None:
    member = _MEMBERS[site.role]
    name = site.parameter.name if site.parameter is not None else site.name
    program = (document.path, document.code)
    own = [entry for entry in site.classes if not entry.defined and member == "class"]
    if own:
        return None  # a class of the program's own, which others find as well
    places = [
        definitions.of_class(entry, member, entry.name if member == "class" else name, program)
        for entry in site.classes
    ]
    leads = [_lead(entry, member, name) for entry in site.classes if entry.defined]
    return _definition(site.span, places, [lead for lead in leads if lead is not None])


def _lead(entry: ClassEntry, member: Member, name: str) -> Lead | None:
    match member:
        case "class":
            return Lead(entry.path)
        case "learned-parameter":
            return Lead(entry.path, name)
        case "method":
            return Lead(f"{entry.path}.{name}")
        case _:
            return None


def _definition(span: Span, places: Sequence[Place | None], leads: Sequence[Lead]) -> Definition:
    found = tuple(dict.fromkeys(place for place in places if place is not None))
    return Definition(span, found, () if found else tuple(dict.fromkeys(leads)))
