"""A space to search for an estimator: what its hyperparameters accept, around their defaults.

Only those that alone were seen to change what is predicted, the strongest first. Of words only few are tried, and none that
was refused beside another value: which of many suit the data is not known here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from math import isinf
from typing import Final

from fitlens.analysis.facts import Construction, Facts, Span
from fitlens.catalog.model import ClassEntry, Constraint, Parameter
from fitlens.catalog.wording import is_deprecated, literal
from fitlens.ide.outline import Symbol, outline
from fitlens.rules.model import Edit
from fitlens.source.document import Document
from fitlens.source.replacing import line_break
from fitlens.source.suppressions import lines_about, units

_MOST: Final = 5
"""Hyperparameters of one estimator."""
_MOST_WORDS: Final = 4
_MAGNITUDES: Final = 1000.0
_DOUBLINGS: Final = 5
_MODULE: Final = "scipy.stats"
_IMPORT: Final = re.compile(r"^(?:import|from)[ \t]+(?!__future__)", re.MULTILINE)


def search_space(made: Construction, facts: Facts, document: Document) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """A dict of distributions and candidates before the statement, with names nested as a search of the whole needs them."""
    found = _path(outline(facts, document), made.name_span)
    if found is None or len(made.classes) != 1:
        return
    symbol, prefix, variable = found
    entries: list[tuple[str, str]] = []
    by_name = {each.name_span: each for each in facts.constructions}
    for inner, inside in _leaves(symbol, prefix):
        construction = by_name.get(inner.made)
        if construction is not None and len(construction.classes) == 1:
            entries += ((f"{inside}{name}", space) for name, space in _spaces(construction.classes[0]))
    if not entries:
        return
    first, _ = lines_about(document, made.span.start, units(document))
    start, end = document.line_span(first)
    line = document.text[start:end]
    indent = line[: len(line) - len(line.lstrip())]
    rows = "".join(f"{indent}    {literal(name)}: {space},\n" for name, space in entries)
    text = f"{indent}{variable}_space = {{\n{rows}{indent}}}\n"
    edits = [Edit(Span(start, start), _with_breaks(document, start, text))]
    names = sorted({space.partition("(")[0] for _, space in entries if space[0].isalpha()})
    missing = [
        name for name in names if not re.search(rf"^from {_MODULE} import .*\b{name}\b", document.code, re.MULTILINE)
    ]
    if missing:
        place = _IMPORT.search(document.code)
        at = min(start, place.start()) if place is not None else start
        text = _with_breaks(document, at, f"from {_MODULE} import {', '.join(missing)}\n")
        edits = [Edit(Span(at, at), text + edits[0].text)] if at == start else [Edit(Span(at, at), text), *edits]
    yield f"Create a search space for {made.classes[0].name}", tuple(edits)


def _with_breaks(document: Document, offset: int, text: str) -> str:
    return text.replace("\n", line_break(document, offset))


def _path(symbols: tuple[Symbol, ...], name: Span, prefix: str = "") -> tuple[Symbol, str, str] | None:
    """The symbol of what is made there, the steps that lead to it, and a name for it."""
    for symbol in symbols:
        here = f"{prefix}{symbol.name}__" if symbol.step else ""
        if symbol.made == name:
            bound = symbol.name.rpartition(".")[2].lower()
            return symbol, here, bound if bound.isidentifier() else "search"
        if symbol.span.start <= name.start and name.end <= symbol.span.end:
            return _path(symbol.children, name, here)
    return None


def _leaves(symbol: Symbol, prefix: str) -> Iterator[tuple[Symbol, str]]:
    """The estimators that a composite is made of, those of a composite within included; of others the estimator itself."""
    steps = [child for child in symbol.children if child.step]
    if not steps:
        yield symbol, prefix
    for child in steps:
        yield from _leaves(child, f"{prefix}{child.name}__")


def _spaces(entry: ClassEntry) -> Iterator[tuple[str, str]]:
    count = 0
    for name in entry.influence:
        parameter = entry.parameter_named(name)
        space = None if parameter is None or is_deprecated(parameter) else _space(entry, parameter)
        if space is not None and count < _MOST:
            count += 1
            yield name, space


def _space(entry: ClassEntry, parameter: Parameter) -> str | None:
    default = _default(parameter)
    constraints = parameter.constraints or ()
    kinds = {each.kind for each in constraints}
    if kinds == {"boolean"}:
        return "[True, False]"
    if isinstance(default, str):
        words = [value for each in constraints if each.kind == "options" for value in each.values]
        if default in words and len(words) <= _MOST_WORDS and "interval" not in kinds:
            kept = [value for value in words if not _is_refused(entry, parameter.name, value)]
            return f"[{', '.join(map(literal, kept))}]" if len(kept) > 1 else None
    intervals = [each for each in constraints if each.kind == "interval"]
    if isinstance(default, bool) or not intervals or (default is None and parameter.default != "None"):
        return None
    if default is None:
        whole = next((each for each in intervals if each.number == "integral"), None)
        return None if whole is None or len(intervals) > 1 else _doubled(whole)
    if isinstance(default, int) and (whole := _of_kind(intervals, "integral")) is not None:
        return _integers(whole, default)
    real = _of_kind(intervals, "real")
    return None if real is None else _reals(real, default)


def _default(parameter: Parameter) -> object:
    try:
        return ast.literal_eval(parameter.default or "None")
    except (SyntaxError, ValueError):
        return None


def _is_refused(entry: ClassEntry, name: str, value: object) -> bool:
    sides = [side for each in entry.conflicts for side in (each.first, each.second)]
    return any(side.parameter == name and side.holds(value) for side in sides)


def _of_kind(intervals: list[Constraint], number: str) -> Constraint | None:
    return next((each for each in intervals if each.number == number), None)


def _doubled(interval: Constraint) -> str | None:
    """No bound at all, and bounds that double from the lowest that is accepted."""
    if interval.low is None or interval.low < 1:
        return None
    return f"[None, {', '.join(str(int(interval.low) * 2**power) for power in range(1, _DOUBLINGS + 1))}]"


def _integers(interval: Constraint, default: int) -> str | None:
    low = 1 if interval.low is None or isinf(interval.low) else max(1, int(interval.low))
    high = None if interval.high is None or isinf(interval.high) else int(interval.high)
    if default < low:
        return None  # a number that stands for something else: no limit, all
    top = 4 * default if high is None else min(4 * default, high)
    bottom = max(low, default // 4)
    return f"randint({bottom}, {top + 1})" if bottom < top else None


def _reals(interval: Constraint, default: object) -> str | None:
    low, high = interval.low, interval.high
    if low is None or isinf(low):
        return None
    if high is not None and not isinf(high):
        return f"uniform({_number(low)}, {_number(high - low)})"
    middle = float(default) if isinstance(default, (int, float)) else 1.0
    if low < 0 or middle <= low:
        return None
    if low > 0:
        return f"uniform({_number(low)}, {_number(round(2 * (middle - low), 6))})"
    # from nothing to no end: orders of magnitude around the default
    return f"loguniform({middle / _MAGNITUDES:.0e}, {middle * _MAGNITUDES:.0e})"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
