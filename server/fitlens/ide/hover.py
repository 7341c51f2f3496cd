"""What a reader is told about the name under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod

from fitlens.analysis.facts import Access, Construction, Facts, Key, Receiver, Site, Span
from fitlens.analysis.known import known_at
from fitlens.analysis.values import Constant
from fitlens.catalog.model import ClassEntry, Parameter
from fitlens.catalog.store import Catalog
from fitlens.catalog.wording import accepted, is_deprecated, literal
from fitlens.environment.documentation import Paragraph
from fitlens.ide import estimator, unlabelled
from fitlens.ide.life import life
from fitlens.ide.markup import Piece, code, joined, link, page, strong, text, written
from fitlens.ide.seen import effect, exists, met, nature, observed, refused
from fitlens.ide.spelled import as_written
from fitlens.ide.words import MOST_CLASSES, code_block, head, line, names, signature, summed
from fitlens.source.document import Document

Documentation = Callable[[ClassEntry, str], Paragraph | None]
"""What the installed scikit-learn says of a hyperparameter or learned parameter; None where nothing is installed."""

_MOST_ACCEPTED = 10


@dataclass(frozen=True, slots=True)
class Hover:
    """A text for the span it explains, in both forms a client may ask for."""

    span: Span
    markdown: str
    plain: str


def hover(
    facts: Facts, document: Document, catalog: Catalog, offset: int, documentation: Documentation
) -> Hover | None:
    """What is known of the name at a 0-based offset; None where the analysis knows nothing."""
    site = facts.site_at(offset)
    if site is None or not site.classes:
        found = unlabelled.told(facts, document, catalog, offset)
        return None if found is None else Hover(found.span, found.content.markdown, found.content.plain)
    match site.role:
        case "hyperparameter" | "grid-key":
            paragraphs = _hyperparameter(site, documentation)
            paragraphs.insert(2, _tried(site, facts))
        case "learned-parameter":
            paragraphs = _learned(site, document, documentation)
        case "estimator":
            made = next((each for each in facts.constructions if each.name_span == site.span), None)
            paragraphs = estimator.told(site, made, facts, document)
        case "method":
            paragraphs = _method(site)
        case "step":
            paragraphs = [head(strong(site.name), text("step, "), names(site.classes)), _state_of(site, document)]
    last = [piece for piece in (_life(site), _links(site, catalog)) if piece.plain]
    content = page([*paragraphs, joined(last, " · ")])
    return Hover(site.span, content.markdown, content.plain)


def _hyperparameter(site: Site, documentation: Documentation) -> list[Piece]:
    parameter = site.parameter
    name = parameter.name if parameter is not None else site.name
    opening = [strong(name), text(" · hyperparameter of "), names(site.classes)]
    if site.role == "grid-key" and site.name != name:
        opening += [text(", addressed as "), code(site.name)]
    opening += _value(site, name)
    if parameter is not None:
        opening.append(_default(parameter))
    paragraphs = [summed(opening), effect(site, name), refused(known_at(site), name)]
    if parameter is not None and parameter.constraints:
        words = Piece(
            accepted(parameter.constraints, most=_MOST_ACCEPTED),
            accepted(parameter.constraints, mark="", most=_MOST_ACCEPTED),
        )
        if words.plain:
            paragraphs.append(text("Accepts ") + words)
    paragraph = documentation(site.classes[0], name) if len(site.classes) == 1 else None
    if paragraph is not None:
        paragraphs.append(written(paragraph.text))
    return paragraphs


def _tried(site: Site, facts: Facts) -> Piece:
    """What a search tries of it."""
    key = next((each for each in facts.keys if each.span == site.span and each.searched), None)
    if key is None or not key.candidates:
        return text("")
    shown = joined([code(each.text) for each in key.candidates[:_MOST_ACCEPTED]])
    more = text(", …") if len(key.candidates) > _MOST_ACCEPTED else text("")
    count = len(key.candidates)
    told = text(f"{key.taker} tries {count} {'candidate' if count == 1 else 'candidates'}: ") + shown + more
    combinations = _combinations(key, facts)
    return told + text(f" · {combinations} combinations of all keys") if combinations > count else told


def _combinations(key: Key, facts: Facts) -> int:
    """How many the space with a key has; 0 where that is not known."""
    search = [
        each for each in facts.constructions if each.span.start <= key.span.start and key.span.end <= each.span.end
    ]
    if not search or not key.alone:
        return 0
    around = max(search, key=lambda each: each.span.start).span
    keys = [each for each in facts.keys if around.start <= each.span.start and each.span.end <= around.end]
    if any(each.candidates is None or not each.alone or each.taker != key.taker for each in keys):
        return 0
    return prod(len(each.candidates or ()) for each in keys)


def _life(site: Site) -> Piece:
    """What became of the name; of a class itself, and of one of several classes, nothing is told."""
    if len(site.classes) != 1 or site.role in ("estimator", "step"):
        return text("")
    return life(site.classes[0].path, site.name if site.parameter is None else site.parameter.name)


def _value(site: Site, name: str) -> list[Piece]:
    """The value that the user writes here, or that was set where it is only read."""
    if isinstance(site.fact, Construction):
        written_here = next((argument.text for argument in site.fact.arguments if argument.name == name), None)
        return [] if written_here is None else [text(", set here to "), code(written_here)]
    if not isinstance(site.fact, Access) or site.fact.context == "store":
        return []
    receiver = site.fact.receiver
    for given, value in receiver.values:
        if given == name:
            return [text(", set to "), code(literal(value.value))] if isinstance(value, Constant) else []
    return [] if receiver.open else [text(", not set")]


def _default(parameter: Parameter) -> Piece:
    if parameter.default is None:
        return text(" (must be given)")
    if is_deprecated(parameter):
        return text(" (deprecated: leave it out)")
    return summed([text(" (default "), code(as_written(parameter.default)), text(")")])


def _learned(site: Site, document: Document, documentation: Documentation) -> list[Piece]:
    access = site.fact if isinstance(site.fact, Access) else None
    opening = [strong(site.name), text(" · learned parameter of "), names(site.classes)]
    learned = site.classes[0].learned_named(site.name) if observed(site) else None
    excluded = learned is not None and met(site, learned.conditions) is False
    if site.state == "fitted" and not excluded:
        opening += [text(", set by "), code("fit"), text(_lines(access.receiver.fitted if access else (), document))]
    paragraphs = [summed(opening)]
    if site.state != "fitted" or (access is not None and access.receiver.is_class):
        paragraphs.append(_state_of(site, document))
    if len(site.classes) != 1:
        return paragraphs
    paragraph = documentation(site.classes[0], site.name)
    holds = nature(learned.forms) if learned else text("")
    if not holds.plain and paragraph is not None:
        holds = written(paragraph.holds)
    there = exists(site, learned.conditions) if learned else text("")
    paragraphs.append(joined([piece for piece in (holds, there) if piece.plain], " · "))
    if paragraph is not None:
        paragraphs.append(written(paragraph.text))
    return paragraphs


def _state_of(site: Site, document: Document) -> Piece:
    receiver = site.fact.receiver if isinstance(site.fact, Access) else None
    if receiver is not None and receiver.is_class:
        return summed([strong("not on the class"), text(": "), code("fit"), text(" sets it on an instance")])
    if site.state == "fitted" or receiver is None:
        return text("")
    subject = code(receiver.text)
    if site.state == "maybe":
        return summed([strong("perhaps there"), text(": "), subject, text(" may be unfitted at this line")])
    told = [strong("not there yet"), text(": "), subject, text(" is unfitted at this line")]
    if receiver.copied:
        call = receiver.copied[-1]
        told += [text("; "), code(_callee(call, document)), text(f" on line {line(call, document)} fitted a copy")]
    return summed(told)


def _method(site: Site) -> list[Piece]:
    access = site.fact if isinstance(site.fact, Access) else None
    methods = [method for entry in site.classes for method in entry.methods if method.name == site.name]
    opening = [strong(site.name), text(" · method of "), names(site.classes)]
    if not methods:
        return [summed(opening)]
    method = methods[0]
    if any(other.parameters != method.parameters for other in methods):
        return [summed(opening)]
    paragraphs = [summed(opening), code_block(f"{method.name}({', '.join(signature(method.parameters))})")]
    if method.conditions and observed(site):
        there = exists(site, method.conditions)
        paragraphs.append(Piece(*(each[:1].upper() + each[1:] for each in there)))
    elif method.conditional:
        paragraphs.append(text("Some hyperparameter values switch it off"))
    if method.raises_unfitted and site.state != "fitted":
        paragraphs.append(_needs_fit(site, access.receiver if access else None))
    if method.name == "fit" and len(site.classes) == 1:
        paragraphs.append(estimator.learns(site.classes[0], None))
    return paragraphs


def _needs_fit(site: Site, receiver: Receiver | None) -> Piece:
    told = [text("Needs "), code("fit")]
    if receiver is not None and not receiver.is_class and site.state == "unfitted":
        told += [text(": "), code(receiver.text), text(" is unfitted at this line")]
    return summed(told)


def _links(site: Site, catalog: Catalog) -> Piece:
    """The pages of the version that is judged by; the user's own classes have none."""
    pieces: list[Piece] = []
    for entry in site.classes[:MOST_CLASSES]:
        if isinstance(catalog.resolve(entry.path), ClassEntry):
            title = f"docs {catalog.version}" if len(site.classes) == 1 else f"{entry.name} {catalog.version}"
            pieces.append(link(title, catalog.documentation_url(entry, site.name if site.role == "method" else None)))
    return joined(pieces, " · ")


def _lines(spans: tuple[Span, ...], document: Document) -> str:
    return f" (line {line(spans[-1], document)})" if spans else ""


def _callee(call: Span, document: Document) -> str:
    """The name that a call calls: `cross_val_score` of `cross_val_score(clf, X)`, `fit` of `search.fit(X)`."""
    return document.text[call.start : call.end].partition("(")[0].strip().rpartition(".")[2]
