"""What a reader is told about the name under the cursor."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fitlens.analysis.facts import Access, Construction, Facts, Receiver, Site, Span
from fitlens.analysis.values import Constant
from fitlens.catalog.model import ClassEntry, Method, Parameter
from fitlens.catalog.store import Catalog
from fitlens.catalog.wording import accepted, is_deprecated, literal
from fitlens.environment.documentation import Paragraph
from fitlens.ide.life import life
from fitlens.ide.markup import Piece, code, joined, link, page, strong, table, text, written
from fitlens.ide.seen import effect, exists, met, nature, observed
from fitlens.source.document import Document

Documentation = Callable[[ClassEntry, str], Paragraph | None]
"""What the installed scikit-learn says of a hyperparameter or learned parameter; None where nothing is installed."""

_MOST_DEFAULTS = 30
_MOST_ACCEPTED = 10
_MOST_CLASSES = 3


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
        return None
    match site.role:
        case "hyperparameter" | "grid-key":
            paragraphs = _hyperparameter(site, documentation)
        case "learned-parameter":
            paragraphs = _learned(site, document, documentation)
        case "estimator":
            paragraphs = _estimator(site, facts)
        case "method":
            paragraphs = _method(site)
        case "step":
            paragraphs = [_head(strong(site.name), text("step, "), _names(site.classes)), _state_of(site, document)]
    last = [piece for piece in (_life(site), _links(site, catalog)) if piece.plain]
    content = page([*paragraphs, joined(last, " · ")])
    return Hover(site.span, content.markdown, content.plain)


def _hyperparameter(site: Site, documentation: Documentation) -> list[Piece]:
    parameter = site.parameter
    name = parameter.name if parameter is not None else site.name
    head = [strong(name), text(" · hyperparameter of "), _names(site.classes)]
    if site.role == "grid-key" and site.name != name:
        head += [text(", addressed as "), code(site.name)]
    head += _value(site, name)
    if parameter is not None:
        head.append(_default(parameter))
    paragraphs = [_sum(head), effect(site, name)]
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
    return _sum([text(" (default "), code(_as_written(parameter.default)), text(")")])


def _learned(site: Site, document: Document, documentation: Documentation) -> list[Piece]:
    access = site.fact if isinstance(site.fact, Access) else None
    head = [strong(site.name), text(" · learned parameter of "), _names(site.classes)]
    learned = site.classes[0].learned_named(site.name) if observed(site) else None
    excluded = learned is not None and met(site, learned.conditions) is False
    if site.state == "fitted" and not excluded:
        head += [text(", set by "), code("fit"), text(_lines(access.receiver.fitted if access else (), document))]
    paragraphs = [_sum(head)]
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
        return _sum([strong("not on the class"), text(": "), code("fit"), text(" sets it on an instance")])
    if site.state == "fitted" or receiver is None:
        return text("")
    subject = code(receiver.text)
    if site.state == "maybe":
        return _sum([strong("perhaps there"), text(": "), subject, text(" may be unfitted at this line")])
    told = [strong("not there yet"), text(": "), subject, text(" is unfitted at this line")]
    if receiver.copied:
        call = receiver.copied[-1]
        told += [text("; "), code(_callee(call, document)), text(f" on line {_line(call, document)} fitted a copy")]
    return _sum(told)


def _estimator(site: Site, facts: Facts) -> list[Piece]:
    construction = next((made for made in facts.constructions if made.name_span == site.span), None)
    entry, *others = site.classes
    if others:
        return [_head(strong(site.name), text("one of "), _names(site.classes))]
    kinds = " · ".join((*(tag for tag in entry.tags), *(("estimator",) if not entry.tags else ())))
    parameters = [parameter for parameter in entry.parameters if not parameter.kind.startswith("var-")]
    given = {argument.name: argument.text for argument in construction.arguments} if construction else {}
    known = [parameter for parameter in parameters if parameter.name in given]
    head = [strong(entry.name), text(f" · {kinds if entry.kind == 'estimator' else entry.kind}")]
    if construction is not None and parameters:
        head.append(text(f" · {len(known)} of {len(parameters)} hyperparameters set"))
        if not construction.exhaustive:
            head.append(text(", more may come through unpacked arguments"))
    paragraphs = [_sum(head)]
    if known:
        rows: list[tuple[Piece, ...]] = [
            (strong(parameter.name), code(given[parameter.name]), _table_default(parameter)) for parameter in known
        ]
        paragraphs.append(table(("hyperparameter", "here", "default"), rows))
    rest = [parameter for parameter in parameters if parameter.name not in given and not is_deprecated(parameter)]
    for title, some in (
        ("default: " if known else "hyperparameters: ", [each for each in rest if each.name not in entry.runtime]),
        ("runtime options: ", [each for each in rest if each.name in entry.runtime]),
    ):
        shown = [code(_assignment(parameter)) for parameter in some[:_MOST_DEFAULTS]]
        if len(some) > _MOST_DEFAULTS:
            shown.append(text("…"))
        if shown:
            paragraphs.append(text(title) + joined(shown))
    if construction is not None:
        paragraphs.append(_steps(construction, facts))
    paragraphs.append(_learns(entry))
    return paragraphs


def _steps(construction: Construction, facts: Facts) -> Piece:
    """The named estimators that a composite is made of, without those that belong to a composite within."""
    within = [made.span for made in facts.constructions if made is not construction]
    steps = [
        _sum([strong(site.name), text(" "), _names(site.classes)])
        for site in facts.sites_in(construction.span)
        if site.role == "step" and not any(_encloses(inner, construction.span, site.span) for inner in within)
    ]
    return _sum([text("steps: "), joined(steps, " → ")]) if steps else text("")


def _encloses(inner: Span, outer: Span, span: Span) -> bool:
    return outer.start <= inner.start <= span.start and span.end <= inner.end <= outer.end


def _learns(entry: ClassEntry) -> Piece:
    learned = [code(parameter.name) for parameter in entry.learned if parameter.documented]
    return _sum([text("fit learns: "), joined(learned)]) if learned else text("")


def _method(site: Site) -> list[Piece]:
    access = site.fact if isinstance(site.fact, Access) else None
    methods = [method for entry in site.classes for method in entry.methods if method.name == site.name]
    head = [strong(site.name), text(" · method of "), _names(site.classes)]
    if not methods:
        return [_sum(head)]
    method = methods[0]
    if any(other.parameters != method.parameters for other in methods):
        return [_sum(head)]
    paragraphs = [_sum(head), code_block(f"{method.name}({', '.join(_signature(method))})")]
    if method.conditions and observed(site):
        there = exists(site, method.conditions)
        paragraphs.append(Piece(*(each[:1].upper() + each[1:] for each in there)))
    elif method.conditional:
        paragraphs.append(text("Some hyperparameter values switch it off"))
    if method.raises_unfitted and site.state != "fitted":
        paragraphs.append(_needs_fit(site, access.receiver if access else None))
    if method.name == "fit" and len(site.classes) == 1:
        paragraphs.append(_learns(site.classes[0]))
    return paragraphs


def code_block(source: str) -> Piece:
    """A line of Python, coloured where the client does that."""
    return Piece(f"```python\n{source}\n```", source)


def _needs_fit(site: Site, receiver: Receiver | None) -> Piece:
    told = [text("Needs "), code("fit")]
    if receiver is not None and not receiver.is_class and site.state == "unfitted":
        told += [text(": "), code(receiver.text), text(" is unfitted at this line")]
    return _sum(told)


def _signature(method: Method) -> Iterable[str]:
    keyword_only = False
    for parameter in method.parameters:
        if parameter.kind == "keyword-only" and not keyword_only:
            keyword_only = True
            yield "*"
        if parameter.kind == "var-positional":
            keyword_only = True
        stars = {"var-positional": "*", "var-keyword": "**"}.get(parameter.kind, "")
        yield stars + _assignment(parameter)


def _assignment(parameter: Parameter) -> str:
    return parameter.name if parameter.default is None else f"{parameter.name}={_as_written(parameter.default)}"


def _table_default(parameter: Parameter) -> Piece:
    if is_deprecated(parameter):
        return text("deprecated: leave it out")
    return text("must be given") if parameter.default is None else code(_as_written(parameter.default))


def _as_written(default: str) -> str:
    """A default as this tool spells constants; what is no constant stays as its source."""
    try:
        return literal(ast.literal_eval(default)) if default[:1] in ("'", '"') else default
    except (SyntaxError, ValueError):
        return default


def _links(site: Site, catalog: Catalog) -> Piece:
    """The pages of the version that is judged by; the user's own classes have none."""
    pieces: list[Piece] = []
    for entry in site.classes[:_MOST_CLASSES]:
        if isinstance(catalog.resolve(entry.path), ClassEntry):
            title = f"docs {catalog.version}" if len(site.classes) == 1 else f"{entry.name} {catalog.version}"
            pieces.append(link(title, catalog.documentation_url(entry, site.name if site.role == "method" else None)))
    return joined(pieces, " · ")


def _names(classes: tuple[ClassEntry, ...]) -> Piece:
    return joined([code(entry.name) for entry in classes[:_MOST_CLASSES]], " or ") + text(
        " or others" if len(classes) > _MOST_CLASSES else ""
    )


def _lines(spans: tuple[Span, ...], document: Document) -> str:
    return f" (line {_line(spans[-1], document)})" if spans else ""


def _line(span: Span, document: Document) -> str:
    """The line a user would count to, with the cell in a notebook."""
    place = document.location(span.start)
    return f"{place.row} of cell {place.cell}" if place.cell is not None else str(place.row)


def _callee(call: Span, document: Document) -> str:
    """The name that a call calls: `cross_val_score` of `cross_val_score(clf, X)`, `fit` of `search.fit(X)`."""
    return document.text[call.start : call.end].partition("(")[0].strip().rpartition(".")[2]


def _head(name: Piece, *rest: Piece) -> Piece:
    return _sum([name, text(" · "), *rest])


def _sum(pieces: Iterable[Piece]) -> Piece:
    total = Piece("", "")
    for piece in pieces:
        total += piece
    return total
