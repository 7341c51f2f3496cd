"""What a reader is told about names that carry no label: variables that hold an estimator, imported names, names of scorers."""

from __future__ import annotations

from typing import Final, NamedTuple

from fitlens.analysis.facts import Argument, Construction, Facts, Span
from fitlens.analysis.values import Constant, Instance, members
from fitlens.catalog.model import ClassEntry, FunctionEntry
from fitlens.catalog.store import Catalog
from fitlens.ide.estimator import about, steps
from fitlens.ide.markup import Piece, code, joined, link, page, strong, text
from fitlens.ide.outline import Symbol, outline
from fitlens.ide.words import code_block, head, line, names, signature, summed
from fitlens.source.document import Document

_SCORING: Final = "scoring"
_METRICS: Final = "sklearn.metrics"


class Told(NamedTuple):
    """What is said of a span."""

    span: Span
    content: Piece


def told(facts: Facts, document: Document, catalog: Catalog, offset: int) -> Told | None:
    """What is known of the name at an offset; None where nothing is."""
    return (
        _read(facts, document, offset)
        or _bound(facts, document, offset)
        or _given(facts, document, offset)
        or _imported(facts, document, catalog, offset)
        or _scorer(facts, catalog, offset)
    )


def _read(facts: Facts, document: Document, offset: int) -> Told | None:
    """The variable left of a dot: `clf` of `clf.predict(X)`."""
    for access in facts.accesses:
        receiver = access.receiver
        end = access.span.start - 1
        span = Span(end - len(receiver.text), end)
        if not span.holds(offset) or not receiver.text.isidentifier() or not receiver.complete or receiver.is_class:
            continue
        if document.text[span.start : span.end] != receiver.text or not receiver.classes:
            continue
        state: Piece = text("fitted" if receiver.state == "fitted" else "unfitted at this line")
        if receiver.state == "maybe":
            state = text("may be unfitted at this line")
        elif receiver.fitted and receiver.state == "fitted":
            state += text(f" (line {line(receiver.fitted[-1], document)})")
        elif receiver.copied:
            state += text(f"; a copy was fitted on line {line(receiver.copied[-1], document)}")
        made = [each for each in facts.constructions if each.span in receiver.constructed]
        entry, *others = receiver.classes
        if others:
            opening = head(strong(receiver.text), text("one of "), names(receiver.classes), text(" · "), state)
            return Told(span, opening)
        paragraphs = [head(strong(receiver.text), names(receiver.classes), text(" · "), state)]
        if len(made) == 1 and made[0].classes == receiver.classes:
            paragraphs += about(entry, made[0], facts, document)[1:]
        return Told(span, page(paragraphs))
    return None


def _bound(facts: Facts, document: Document, offset: int) -> Told | None:
    """The variable that an estimator is bound to where it is made: `clf` of `clf = SVC()`."""
    for symbol in outline(facts, document):
        if symbol.selection.holds(offset) and symbol.made != symbol.selection:
            return Told(symbol.selection, page(_made(symbol, facts, document)))
    return None


def _made(symbol: Symbol, facts: Facts, document: Document) -> list[Piece]:
    made: Construction | None = next((each for each in facts.constructions if each.name_span == symbol.made), None)
    opening = head(strong(symbol.name), code(symbol.detail))
    if made is None or len(made.classes) != 1:
        return [opening, steps(symbol.made, facts, document)]
    return [opening, *about(made.classes[0], made, facts, document)[1:]]


def _given(facts: Facts, document: Document, offset: int) -> Told | None:
    """The variable that is given where an estimator is taken: `clf` of `cross_val_score(clf, X, y)`."""
    for given in facts.given:
        if not document.text[given.span.start : given.span.end].isidentifier():
            continue
        held = [member.entry for member in members(given.value) if isinstance(member, Instance)]
        if given.span.holds(offset) and held and len(held) == len(members(given.value)):
            classes = tuple(dict.fromkeys(held))
            taken = text(f" · the {given.parameter} of ") + code(given.taker)
            return Told(given.span, summed([names(classes), taken]))
    return None


def _imported(facts: Facts, document: Document, catalog: Catalog, offset: int) -> Told | None:
    """A class or function that is named, in an import or elsewhere."""
    reference = next((each for each in facts.references if each.span.holds(offset)), None)
    if reference is None:
        return None
    entry = catalog.resolve(reference.path)
    if isinstance(entry, ClassEntry):
        page_ = link(f"docs {catalog.version}", catalog.documentation_url(entry))
        return Told(reference.span, page([*about(entry, None, facts, document), page_]))
    if not isinstance(entry, FunctionEntry):
        return None
    call = next((each for each in facts.calls if each.name_span == reference.span), None)
    paragraphs = [
        head(strong(entry.name), text("function of "), code(entry.path.rpartition(".")[0])),
        code_block(f"{entry.name}({', '.join(signature(entry.parameters))})"),
        steps(reference.span, facts, document) if call is not None and entry.builds else text(""),
        *_estimators(entry),
    ]
    return Told(reference.span, page(paragraphs))


def _estimators(entry: FunctionEntry) -> list[Piece]:
    told: list[Piece] = []
    if entry.clones:
        told.append(
            text("Fits a copy of ") + joined([code(each) for each in entry.clones]) + text(", never the object")
        )
    if entry.fits:
        told.append(text("Fits ") + joined([code(each) for each in entry.fits]) + text(" itself"))
    if entry.returns_clone:
        told.append(text("Gives an unfitted copy of ") + code(entry.returns_clone))
    return told


def _scorer(facts: Facts, catalog: Catalog, offset: int) -> Told | None:
    """The name of a scorer: `scoring="roc_auc"`."""
    for call in (*facts.constructions, *facts.calls):
        for argument in call.arguments:
            if argument.name == _SCORING:
                for span, name in _strings(argument):
                    if span.holds(offset):
                        return _scored(span, name, catalog)
    return None


def _strings(argument: Argument) -> list[tuple[Span, str]]:
    values = [(argument.value_span, argument.value)]
    values += [(each.span, each.value) for each in argument.items or () if each.span is not None]
    return [(s, v.value) for s, v in values if isinstance(v, Constant) and isinstance(v.value, str)]


def _scored(span: Span, name: str, catalog: Catalog) -> Told | None:
    """Which function it stands for, by the names that scikit-learn gives to both."""
    bare = name.removeprefix("neg_")
    metric, average = _metric(catalog, bare), ""
    if metric is None and "_" in bare:
        stem, _, average = bare.rpartition("_")
        metric = _metric(catalog, stem)
        taken = metric.parameter_named("average") if metric is not None else None
        constraints = (taken.constraints or ()) if taken is not None else ()
        if not any(average in each.values for each in constraints):
            return None
    if metric is None:
        return None
    opening = [strong(name), text(" · scorer: "), code(metric.name)]
    if average:
        opening += [text(" with "), code(f'average="{average}"')]
    if bare != name:
        opening.append(text(", negated: higher is better"))
    return Told(span, summed(opening))


def _metric(catalog: Catalog, name: str) -> FunctionEntry | None:
    for candidate in (f"{name}_score", name):
        found = catalog.resolve(f"{_METRICS}.{candidate}")
        if isinstance(found, FunctionEntry):
            return found
    return None
