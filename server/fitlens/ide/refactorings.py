"""Other ways to write what a construction says: with its defaults, with keywords, with a space to search; grids after a rename."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from fitlens.analysis.facts import Construction, Facts, FunctionCall, Key, Span
from fitlens.catalog.model import ClassEntry, FunctionEntry, Parameter
from fitlens.catalog.wording import is_deprecated, literal
from fitlens.ide.search_space import search_space
from fitlens.rules.model import Edit
from fitlens.source.document import Document

Rewriting = tuple[str, tuple[Edit, ...]]


def rewritings(facts: Facts, document: Document, span: Span) -> Iterator[Rewriting]:
    """Those of the innermost call around a range, and of a nested name there, each with its title."""
    yield from _prefixes(facts, span)
    call = _innermost([*facts.constructions, *facts.calls], span)
    if call is None or not call.trusted:
        return
    yield from _keywords(call)
    if isinstance(call, Construction):
        yield from _defaults(call)
        yield from search_space(call, facts, document)


def _innermost(calls: Sequence[Construction | FunctionCall], span: Span) -> Construction | FunctionCall | None:
    around = [each for each in calls if each.span.start <= span.start and span.end <= each.span.end]
    return max(around, key=lambda each: each.span.start, default=None)


def _keywords(call: Construction | FunctionCall) -> Iterator[Rewriting]:
    """Names before what is given by position."""
    if isinstance(call, Construction):
        if len(call.classes) != 1 or not call.exhaustive:
            return
        entry: ClassEntry | FunctionEntry = call.classes[0]
        name = call.classes[0].name
    else:
        entry, name = call.entry, call.entry.name
    given = [each for each in call.arguments if not each.keyword]
    if given and all(_may_be_named(entry.parameter_named(each.name or "")) for each in given):
        edits = tuple(Edit(Span(each.value_span.start, each.value_span.start), f"{each.name}=") for each in given)
        yield f"Name the arguments of {name}", edits


def _may_be_named(parameter: Parameter | None) -> bool:
    return parameter is not None and parameter.kind == "positional"


def _defaults(made: Construction) -> Iterator[Rewriting]:
    """The hyperparameters that are not given, with their defaults."""
    if len(made.classes) != 1 or not made.exhaustive or made.open or made.hidden:
        return
    entry = made.classes[0]
    given = {each.name for each in made.arguments}
    if None in given:
        return
    left = [each for each in entry.parameters if each.name not in given and _is_literal(each)]
    if left:
        text = ", ".join(f"{each.name}={_as_source(each.default or '')}" for each in left)
        yield f"Write out the defaults of {entry.name}", (_appended(made, text),)


def _is_literal(parameter: Parameter) -> bool:
    """Whether its default can be written without a name that would have to be imported."""
    if parameter.default is None or is_deprecated(parameter) or parameter.kind.startswith("var-"):
        return False
    try:
        ast.literal_eval(parameter.default)
    except (SyntaxError, ValueError):
        return False
    return True


def _as_source(default: str) -> str:
    return literal(ast.literal_eval(default)) if default[:1] in "'\"" else default


def _appended(made: Construction, text: str) -> Edit:
    """More arguments behind the last one; the comma and comment that may follow it are then theirs."""
    if not made.arguments:
        return Edit(Span(made.open_end, made.open_end), text)
    end = max(each.value_span.end for each in made.arguments)
    return Edit(Span(end, end), f", {text}")


def _prefixes(facts: Facts, span: Span) -> Iterator[Rewriting]:
    """All keys of one call that name a step which is not there, with the name of one that has what they ask for."""
    here = next((each for each in facts.keys if each.span.start <= span.start and span.end <= each.span.end), None)
    if here is None or here.missing is None or here.missing.path or not here.missing.steps or "__" not in here.name:
        return
    stale = here.missing.part
    same = [each for each in facts.keys if _lost(each, stale) and each.taker == here.taker]
    for step in here.missing.steps:
        if all(f"{step}{each.name[len(stale) :]}" in (each.missing or here.missing).elsewhere for each in same):
            edits = tuple(Edit(Span(each.span.start, each.span.start + len(stale)), step) for each in same)
            count = f"{len(same)} names" if len(same) > 1 else "1 name"
            yield f"{stale}__ → {step}__ in {count} of {here.taker}", edits


def _lost(key: Key, part: str) -> bool:
    return key.missing is not None and not key.missing.path and key.missing.part == part and "__" in key.name
