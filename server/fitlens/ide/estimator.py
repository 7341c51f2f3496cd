"""What a reader is told about an estimator as a whole: what is set and what is not, its steps, what fit learns and when."""

from __future__ import annotations

from typing import Final

from fitlens.analysis.facts import Construction, Facts, Site, Span
from fitlens.analysis.known import Known, known_at_fit
from fitlens.catalog import phrases
from fitlens.catalog.model import ClassEntry, LearnedParameter, Parameter
from fitlens.catalog.wording import is_deprecated
from fitlens.ide.markup import Piece, code, joined, strong, struck, table, text, tree
from fitlens.ide.outline import Symbol, outline
from fitlens.ide.seen import refused
from fitlens.ide.spelled import assignment
from fitlens.ide.words import default_in_table, head, names, summed
from fitlens.source.document import Document

_MOST_ROWS: Final = 8
_MOST_DEFAULTS: Final = 30
_MOST_CONDITIONS: Final = 3
_IDLE: Final = "without effect beside the other values here"


def told(site: Site, construction: Construction | None, facts: Facts, document: Document) -> list[Piece]:
    """The paragraphs on the class that a site names, as it is constructed there, or on the class alone."""
    entry, *others = site.classes
    if others:
        return [head(strong(site.name), text("one of "), names(site.classes))]
    return about(entry, construction, facts, document)


def about(entry: ClassEntry, construction: Construction | None, facts: Facts, document: Document) -> list[Piece]:
    """The paragraphs on one class."""
    parameters = [parameter for parameter in entry.parameters if not parameter.kind.startswith("var-")]
    given = {argument.name: argument.text for argument in construction.arguments} if construction else {}
    known = [parameter for parameter in parameters if parameter.name in given]
    opening = [strong(entry.name), text(f" · {kind(entry)}")]
    if construction is not None and parameters:
        opening.append(text(f" · {len(known)} of {len(parameters)} hyperparameters set"))
        if not construction.exhaustive:
            opening.append(text(", more may come through unpacked arguments"))
    settled = known_at_fit(construction) if construction is not None else None
    useless = idle(settled)
    paragraphs = [summed(opening)]
    if construction is not None:
        paragraphs.append(steps(construction.name_span, facts, document))
    left = [parameter for parameter in parameters if parameter.name not in given and not is_deprecated(parameter)]
    left.sort(key=lambda each: _rank(entry, each))
    plain = [each for each in left if each.name not in entry.runtime]
    shown = plain[: max(0, _MOST_ROWS - len(known))] if construction is not None else []
    if known or shown:
        rows = [
            (
                strong(each.name) if each.name not in useless else struck(each.name),
                code(given[each.name]),
                default_in_table(each),
            )
            for each in known
        ]
        rows += [
            (text(each.name) if each.name not in useless else struck(each.name), text(""), default_in_table(each))
            for each in shown
        ]
        paragraphs.append(table(("hyperparameter", "here", "default"), rows))
    if settled is not None and any(each.name in useless for each in (*known, *shown)):
        paragraphs.append(Piece(f"struck: {_IDLE}", f"in brackets: {_IDLE}"))
    paragraphs += [refused(settled, each.name) for each in known]
    rest = plain[len(shown) :]
    for title, some in (
        ("more: " if shown else "default: " if known else "hyperparameters: ", rest),
        ("runtime options: ", [each for each in left if each.name in entry.runtime]),
    ):
        listed = [code(assignment(each)) for each in some[:_MOST_DEFAULTS]]
        if len(some) > _MOST_DEFAULTS:
            listed.append(text("…"))
        if listed:
            paragraphs.append(text(title) + joined(listed))
    paragraphs += [learns(entry, settled), _copied(entry)]
    return paragraphs


def _copied(entry: ClassEntry) -> Piece:
    """What a composite is given and does not fit itself."""
    copied = [each.parameter for each in entry.compositions if each.fits == "copy"]
    if not copied:
        return text("")
    return (
        text("fit fits copies of ") + joined([code(each) for each in copied]) + text(": what is given stays unfitted")
    )


def kind(entry: ClassEntry) -> str:
    """What a class is for: its tags, the document's own told apart."""
    if entry.kind != "estimator":
        return entry.kind
    tags = " · ".join(entry.tags or ("estimator",))
    return tags if entry.defined else f"{tags} of your own"


def steps(name: Span, facts: Facts, document: Document) -> Piece:
    """The estimators inside of the one whose name stands there, as a tree; empty where there are none."""
    symbol = _symbol(outline(facts, document), name)
    lines = [] if symbol is None else list(_lines(symbol, 0))
    return text("steps:") + tree(lines) if lines else text("")


def _symbol(symbols: tuple[Symbol, ...], name: Span) -> Symbol | None:
    """The symbol of the estimator whose class is named there: the innermost that encloses the name and has children."""
    for symbol in symbols:
        if symbol.span.start <= name.start and name.end <= symbol.span.end:
            inner = _symbol(symbol.children, name)
            return inner or (symbol if symbol.made == name else None)
    return None


def _lines(symbol: Symbol, level: int) -> list[tuple[int, Piece]]:
    found: list[tuple[int, Piece]] = []
    for child in symbol.children:
        line = strong(child.name) + (text(" ") + code(child.detail) if child.detail else text(""))
        found.append((level, line))
        found += _lines(child, level + 1)
    return found


def idle(known: Known | None) -> frozenset[str]:
    """The hyperparameters that were seen to do nothing beside the values that a fit will see."""
    if known is None:
        return frozenset()
    return frozenset(each.parameter for each in known.entry.ineffective if known.meets_all(each.under))


def _rank(entry: ClassEntry, parameter: Parameter) -> int:
    """Those that alone were seen to change most come first, the others in the order of the signature."""
    return entry.influence.index(parameter.name) if parameter.name in entry.influence else len(entry.influence)


def learns(entry: ClassEntry, known: Known | None) -> Piece:
    """What fit learns: with its shape where it has one, and when, where that is not always."""
    documented = [each for each in entry.learned if each.documented]
    here = [each for each in documented if known is None or known.meets_any(each.conditions) is not False]
    without = [each for each in documented if each not in here]
    if not documented:
        return text("")
    told = summed([text("fit learns: "), joined([_learned(each, known) for each in here])])
    if without:
        told += text(" · with these values not: ") + joined([code(each.name) for each in without])
    return told


def _learned(learned: LearnedParameter, known: Known | None) -> Piece:
    told = code(learned.name)
    if len(learned.forms) == 1:
        (form,) = learned.forms
        told += text(f" {form.dtype or form.type}")
        if form.shape and "?" not in form.shape:
            told += text(f" {phrases.shape(form)}")
    if learned.conditions and (known is None or known.meets_any(learned.conditions) is None):
        when = phrases.only(learned.conditions[:1], mark="`", most=_MOST_CONDITIONS)
        plain = phrases.only(learned.conditions[:1], most=_MOST_CONDITIONS)
        told += Piece(f" ({when})", f" ({plain})") if len(learned.conditions) == 1 else text(" (not always)")
    return told
