"""The steps of composites across a document: where each is named, where a name leads, and what a new name would change."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts, Span, StepName
from fitlens.analysis.mentions import mentions
from fitlens.catalog.store import Catalog
from fitlens.record import NamedTuple
from fitlens.rules.model import Edit
from fitlens.source.document import Document


class Refusal(NamedTuple):
    """Why a step cannot be renamed, for the user."""

    message: str


class Renaming(NamedTuple):
    """All places that name a step, with the new name."""

    edits: tuple[Edit, ...]


class Doubt(NamedTuple):
    """A place that may mean a step or not."""

    span: Span


def step_at(facts: Facts, offset: int) -> StepName | None:
    """The name of a step under a cursor."""
    return next((each for each in facts.step_names if each.span.holds(offset)), None)


def places(facts: Facts, offset: int) -> list[StepName]:
    """Every place that names the step under a cursor, in source order."""
    named = step_at(facts, offset)
    return [] if named is None else [each for each in facts.step_names if not _apart(each, named)]


def leads_to(named: StepName) -> tuple[Span, ...]:
    """The places that name the steps which a name may mean; none for such a place itself."""
    return () if named.form in ("given", "made") else named.steps


def renameable(facts: Facts, document: Document, offset: int, catalog: Catalog) -> StepName | Refusal | None:
    """The name of a step under a cursor, if all its uses are certain; None where there is no step.

    What FitLens does not see (other files, names put together at run time) it cannot rename: of the document itself, every
    place that may mean the step must be known to do so, or to mean another.
    """
    named = step_at(facts, offset)
    if named is None:
        return None
    same = [each for each in facts.step_names if not _apart(each, named)]
    if any(each.form == "made" for each in same):
        if named.form == "made":
            return None  # the cursor is on the name of a class
        return Refusal(f'step "{named.name}" is named after its class: give it a name in a Pipeline of its own first')
    if document.tree.repaired:
        return Refusal("the file has a syntax error: not every use of the step can be seen")
    if not facts.complete:
        return Refusal("the file is too large to be followed to its end: not every use of the step can be seen")
    doubtful = [each.span for each in same if not each.certain or len(each.steps) != 1 or each.steps != named.steps]
    doubtful += _unexplained(facts, document, named.name, catalog)
    if doubtful:
        where = min(doubtful)
        place = document.location(where.start)
        line = f"line {place.row}" if place.cell is None else f"line {place.row} of cell {place.cell}"
        written = document.text[where.start : where.end].splitlines()[0]
        return Refusal(f'{line}: {written} may mean step "{named.name}" or something else')
    if not any(each.form == "given" for each in same):
        return Refusal(f'step "{named.name}" is not named in this file')
    return named


def rename(facts: Facts, document: Document, offset: int, new: str, catalog: Catalog) -> Renaming | Refusal | None:
    """A new name for the step under a cursor, at every place that names it."""
    named = renameable(facts, document, offset, catalog)
    if named is None or isinstance(named, Refusal):
        return named
    same = [each for each in facts.step_names if not _apart(each, named)]
    problem = _unfit(facts, named, same, new)
    if problem:
        return Refusal(problem)
    return Renaming(tuple(Edit(span, new) for span in sorted({each.span for each in same})))


def followed(before: Facts, after: Facts, document: Document, name: str, catalog: Catalog) -> tuple[Span, ...] | Doubt:
    """The places of another file that name a step of a file which it imports; one that may do so or not, where there is one.

    before: the facts of that file. after: its facts where the step is called something else in the file that has it. What
    leads nowhere then, and did before, led to the step.
    """
    lost = tuple(sorted(set(_astray(after, name)) - set(_astray(before, name))))
    for span in _unexplained(before, document, name, catalog):
        if document.tree.repaired or not before.complete or not any(_holds(span, each) for each in lost):
            return Doubt(span)
    return lost


def led_astray(facts: Facts) -> int:
    """How many names of steps lead to no step."""
    return len(facts.steps) + sum(key.missing is not None for key in facts.keys)


def _astray(facts: Facts, name: str) -> Iterator[Span]:
    """The places where a name is asked for as that of a step, and no step has it."""
    yield from (each.span for each in facts.steps if each.name == name)
    for key in facts.keys:
        if key.missing is not None and key.missing.part == name:
            start = key.span.start + sum(len(part) + len("__") for part in key.missing.path)
            yield Span(start, start + len(name))


def _unfit(facts: Facts, named: StepName, same: list[StepName], new: str) -> str:
    """Why a step cannot have this name; empty where it can."""
    if not new or "__" in new or "\\" in new or not new.isprintable() or '"' in new or "'" in new:
        return f'"{new}" cannot name a step: no quotes, backslashes or double underscores, and not nothing'
    # nested names may be keywords and attributes; a string that begins one need not be a name, yet reads like the others
    if not new.isidentifier() and any(each.form in ("attribute", "nested") for each in same):
        return f'"{new}" cannot name a step that is addressed as a keyword or an attribute'
    for whole in facts.composites:
        names = [part.name_span for part in whole.parts or () if part.name_span is not None]
        if not any(_holds(outer, step) for outer in names for step in named.steps):
            continue
        if any(part.name == new for part in whole.parts or ()):
            return f'{whole.entry.name} has a step "{new}" already'
        if whole.entry.parameter_named(new) is not None:
            return f'"{new}" is a hyperparameter of {whole.entry.name}: a step of that name is refused'
    return ""


def _unexplained(facts: Facts, document: Document, name: str, catalog: Catalog) -> Iterator[Span]:
    """Places that may mean a step of that name and of which it is not known whether they do."""
    known = [each.span for each in facts.step_names if each.certain and each.name == name]
    # attributes of estimators and modules, and keywords of constructors, mean no step
    known += [each.span for each in facts.accesses if each.name == name]
    known += [each.span for each in facts.references]
    known += [argument.span for made in (*facts.constructions, *facts.calls) for argument in made.arguments]
    views = {
        holder.name
        for entry in catalog.classes("estimator")
        for composition in entry.compositions
        for holder in composition.holders
        if holder.form == "mapping"
    }
    for span in mentions(document, name, views):
        if not any(_holds(span, each) for each in known):
            yield span


def _apart(a: StepName, b: StepName) -> bool:
    return set(a.steps).isdisjoint(b.steps)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
