"""Search spaces and other places of nested names: each key where it stands, where it leads, which candidates it has."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from fitlens.analysis import composites, nested, step_names
from fitlens.analysis.context import Arguments, Context, root
from fitlens.analysis.facts import Candidate, Key, Missing, Span
from fitlens.analysis.values import UNKNOWN, Collection, Constant, Instance, Value, members
from fitlens.analysis.written import items_of
from fitlens.catalog.model import ClassEntry
from fitlens.record import NamedTuple

FAILURE = "error_score"
"""What scikit-learn calls the argument that says what a fit that fails is scored with, or that it raises."""


class Entry(NamedTuple):
    """One entry of a dict that names hyperparameters."""

    name: str
    place: ast.expr | ast.keyword | None
    """Where its key stands, where that is known."""
    node: ast.expr | None
    """Its value's expression."""
    value: Value


def record_search(context: Context, search: Instance) -> None:
    """The keys of all spaces that a search was given, with what its estimator and they are known to be now."""
    takes = next((c.parameter for c in search.entry.compositions if c.form == "one"), None)
    if takes is None or not _is_plain(search):
        return
    record = context.state.record(search)
    estimator = record.parameters.get(takes)
    for parameter in search.entry.parameters:
        if composites.is_search_space(search.entry, parameter.name):
            grid = record.parameters.get(parameter.name, UNKNOWN)
            _record_spaces(context, search, estimator, (takes, parameter.name), grid)


def record_space(context: Context, made: Instance) -> None:
    """The keys of a space that stands for itself and is checked at once (`ParameterGrid(...)`): it has no estimator."""
    parameters = made.entry.parameters
    if made.entry.kind != "other" or len(parameters) != 1 or not _is_plain(made):
        return
    if parameters[0].name in _space_names(context, made.entry):
        grid = context.state.record(made).parameters.get(parameters[0].name, UNKNOWN)
        _record_spaces(context, made, None, (), grid)


def _is_plain(instance: Instance) -> bool:
    return instance.user is None and instance.node is not None and instance.entry.path.startswith("sklearn.")


def _space_names(context: Context, entry: ClassEntry) -> set[str]:
    """What the searches of the same module call their spaces."""
    module = entry.path.rpartition(".")[0]
    found = (context.catalog.resolve(f"{module}.{name}") for name in context.catalog.exports(module))
    return {
        parameter.name
        for each in found
        if isinstance(each, ClassEntry) and each.kind == "estimator"
        for parameter in each.parameters
        if composites.is_search_space(each, parameter.name)
    }


def _record_spaces(
    context: Context, taker: Instance, estimator: Value | None, parameters: tuple[str, ...], grid: Value
) -> None:
    spaces = _spaces(context, grid)
    if spaces is None:
        context.recorder.unsure(taker)
        return
    for space in spaces:
        entries = list(_entries(context, space))
        replaced = _replaces_steps(context, estimator, entries)
        for entry in entries:
            if entry.place is None:
                continue
            lead = None if estimator is None or replaced(entry.name) else nested.lookup(context, estimator, entry.name)
            if estimator is not None:
                _record_steps(context, entry, estimator, replaced)
            _record(
                context,
                entry,
                lead,
                taker,
                parameters,
                searched=True,
                alone=len(spaces) == 1,
                lists_only=all(isinstance(each.value, (Collection, Constant)) for each in entries),
                failures_scored=_scores_failures(context, taker),
            )


def _scores_failures(context: Context, taker: Instance) -> bool:
    given = context.state.record(taker).parameters.get(FAILURE)
    return given is not None and not (isinstance(given, Constant) and given.value == "raise")


def _spaces(context: Context, grid: Value) -> list[Collection] | None:
    """The dicts that a search goes through; None where they are not known."""
    if not isinstance(grid, Collection):
        return None
    items = context.state.items(grid)
    if not items.exact:
        return None
    if grid.kind == "dict":
        return [grid]
    found: list[Collection] = []
    for each in items.values:
        if not isinstance(each, Collection) or each.kind != "dict" or not context.state.items(each).exact:
            return None
        found.append(each)
    return found


def _entries(context: Context, space: Collection) -> Iterator[Entry]:
    items = context.state.items(space)
    places = dict(_places(context, space))
    for key, value in zip(items.keys, items.values, strict=True):
        if isinstance(key, Constant) and isinstance(key.value, str):
            place, node = places.get(key.value, (None, None))
            yield Entry(key.value, place, node, value)
        else:
            yield Entry("", None, None, value)


def _places(
    context: Context, space: Collection
) -> Iterator[tuple[str, tuple[ast.expr | ast.keyword, ast.expr | None]]]:
    literal = context.literals.get(space)
    if isinstance(literal, ast.Dict):
        for key, node in zip(literal.keys, literal.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, (key, node)
    elif isinstance(literal, ast.Call):
        yield from ((keyword.arg, (keyword, keyword.value)) for keyword in literal.keywords if keyword.arg)
    yield from ((name, (key, None)) for name, key in context.added.get(space, {}).items())


class _Replaced:
    """Tells of each key whether another key of the same dict may put something else where it leads."""

    def __init__(self, names: set[str], everything: bool) -> None:
        self.names = names
        self.everything = everything

    def __call__(self, name: str) -> bool:
        parts = name.split("__")
        return self.everything or any("__".join(parts[:at]) in self.names for at in range(1, len(parts)))


def _replaces_steps(context: Context, estimator: Value | None, entries: Iterable[Entry]) -> _Replaced:
    names = {entry.name for entry in entries}
    # a key that is not known may name any step, and one that replaces all steps has other names inside
    everything = "" in names
    for name in names:
        if everything or estimator is None:
            break
        lead = nested.lookup(context, estimator, name)
        if lead is not None and not isinstance(lead, Missing):
            last = name.rpartition("__")[2]
            everything = any(c.parameter == last and c.form != "one" for owner in lead for c in owner.compositions)
    return _Replaced(names, everything)


def record_keywords(context: Context, target: Value, taker: str, arguments: Arguments) -> None:
    """The keywords of `est.set_params(...)`, before they have their effect."""
    entries = [
        Entry(keyword.arg, keyword, keyword.value, value)
        for keyword, value in arguments.keywords
        if keyword.arg is not None
    ]
    replaced = _replaces_steps(context, target, entries)
    doubted = root(arguments.node.func) in context.doubted
    for entry in entries:
        unknown = arguments.starred or replaced(entry.name)
        lead = None if unknown else nested.lookup(context, target, entry.name)
        _record_steps(context, entry, target, replaced)
        _record(context, entry, lead, taker, (), searched=False, doubted=doubted)


def record_name(
    context: Context, taker: str, estimator: Value, name: tuple[ast.expr, Value], space: tuple[ast.expr, Value] | None
) -> None:
    """The `param_name` of a function that tries the values of one hyperparameter, and these values."""
    (place, named), (node, values) = name, space or (None, UNKNOWN)
    if isinstance(named, Constant) and isinstance(named.value, str):
        lead = nested.lookup(context, estimator, named.value)
        entry = Entry(named.value, place, node, values)
        _record_steps(context, entry, estimator, None)
        # what fails along a curve is left out of it
        _record(context, entry, lead, taker, (), searched=True, alone=False)


def record_passed(context: Context, target: Value, arguments: Arguments) -> None:
    """The keywords by which a composite passes arguments on to one of its steps: `pipe.fit(X, y, svc__sample_weight=w)`."""
    for keyword, _ in arguments.keywords:
        if keyword.arg is not None and "__" in keyword.arg:
            entry = Entry(keyword.arg, keyword, keyword.value, UNKNOWN)
            for member in members(target):
                if isinstance(member, Instance):
                    _record_steps(context, entry, _passes_on_to(context, member), None)


def _passes_on_to(context: Context, instance: Instance) -> Value:
    """The composite whose steps such keywords name: of a search, the estimator that it fits."""
    for composition in instance.entry.compositions:
        held = context.state.record(instance).parameters.get(composition.parameter)
        if composition.form == "one" and held is not None:
            return held
    return instance


def _record_steps(context: Context, entry: Entry, estimator: Value, replaced: _Replaced | None) -> None:
    if entry.place is None:
        return
    span = _name_span(context, entry.place, entry.name)
    if span is not None:
        # the step that a key replaces keeps its name, those in it need not
        names, everything = (set[str](), False) if replaced is None else (replaced.names, replaced.everything)
        step_names.record_nested(
            context, entry.place, span, entry.name, estimator, lambda path: not everything and path not in names
        )


def _record(
    context: Context,
    entry: Entry,
    lead: nested.Lead,
    taker: Instance | str,
    parameters: tuple[str, ...],
    *,
    searched: bool,
    alone: bool = True,
    lists_only: bool = True,
    failures_scored: bool = False,
    doubted: bool = False,
) -> None:
    assert entry.place is not None
    span = _name_span(context, entry.place, entry.name)
    if span is None:
        return
    made = taker.node if isinstance(taker, Instance) else None
    doubted = doubted or (isinstance(made, ast.Call) and _is_doubted(context, made))
    value_span = None if entry.node is None else context.recorder.span(entry.node)
    key = Key(
        span=span,
        name=entry.name,
        taker=taker if isinstance(taker, str) else taker.entry.name,
        owners=() if lead is None or isinstance(lead, Missing) else lead,
        missing=lead if isinstance(lead, Missing) else None,
        searched=searched,
        value=entry.value,
        value_span=value_span,
        candidates=_candidates(context, entry.value) if searched else None,
        alone=alone,
        lists_only=lists_only,
        failures_scored=failures_scored,
        settled="yes",
        guards=context.guards | {"*"} if doubted else context.guards,
        trusted=context.trusted(entry.place),
    )
    context.recorder.key(entry.place, key, taker if isinstance(taker, Instance) else None, parameters)


def _is_doubted(context: Context, call: ast.Call) -> bool:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(root(each) in context.doubted for each in given)


def _name_span(context: Context, place: ast.expr | ast.keyword, name: str) -> Span | None:
    """Where the name itself stands: without quotes, without the value of a keyword."""
    if not isinstance(place, (ast.Constant, ast.keyword)):
        return None
    outer = context.recorder.span(place)
    inside = context.document.text[outer.start : outer.end].find(name)
    start = outer.start + inside
    return None if inside < 0 or not name else Span(start, start + len(name))


def _candidates(context: Context, value: Value) -> tuple[Candidate, ...] | None:
    return None if isinstance(value, Collection) and value.kind == "dict" else items_of(context, value)
