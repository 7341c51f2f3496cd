"""What FitLens says of each place, against what was seen there: right, wrong or silent."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bench.accuracy.observer import Observation, Seen
from bench.accuracy.observing.rewriting import Places, places_of

Verdict = Literal["right", "wrong", "silent"]
Resolve = Callable[[str], str]
"""The public path of a class, by the path that defines it."""


@dataclass(frozen=True)
class Judged:
    """One place of a program."""

    kind: str
    file: str
    row: int
    column: int
    name: str
    verdict: Verdict
    truth: str
    label: str


@dataclass(frozen=True)
class Truth:
    """What stands at a place of the source."""

    kind: str
    roles: frozenset[str]
    """The roles its label may have; none where it must have no label."""
    row: int
    column: int
    """1-based, in code points."""
    name: str
    classes: frozenset[str]
    """The classes seen there, by the path that defines them."""
    fitted: frozenset[bool | None] = frozenset()


def truths(text: str, file: str, observation: Observation) -> Iterator[Truth]:
    """What was seen at each place of a file, in the terms of labels."""
    places = places_of(text)
    seen = observation.seen.get(file)
    if seen is None:
        return
    at = _Columns(text)
    yield from _calls(places, seen["calls"], observation, at)
    yield from _reads(places, seen["reads"], at)
    yield from _keys(places, seen["keys"], at)
    for number, found in seen["steps"].items():
        name = places.tuples[number].elts[0]
        if isinstance(name, ast.Constant) and all(each["step"] == name.value for each in found):
            row, column = at(name.lineno, name.col_offset)
            classes = frozenset(each["class"] for each in found)
            yield Truth("step name", frozenset({"step"}), row, column, str(name.value), classes)


def judge(
    truth: Truth,
    file: str,
    labels: Mapping[tuple[int, int], Iterable[Mapping[str, Any]]],
    observation: Observation,
    resolve: Resolve,
) -> Iterator[Judged]:
    """The verdict on the label of a place, and on the state it tells."""
    # The label of a text stands within its quotation marks.
    near = (0, 1, 2) if truth.roles & {"step", "grid-key"} else (0,)
    here = [each for shift in near for each in labels.get((truth.row, truth.column + shift), ())]
    shown = "; ".join(f"{each['role']} of {each['estimator']}, {each['state']}" for each in here)
    meant = ", ".join(sorted(resolve(path) for path in truth.classes))

    def verdict(kind: str, value: Verdict, what: str = meant) -> Judged:
        return Judged(kind, file, truth.row, truth.column, truth.name, value, what, shown)

    if not truth.roles:
        if here:
            yield verdict(truth.kind, "wrong")
        return
    if not here:
        yield verdict(truth.kind, "silent")
        return
    named = {name for each in here for name in each["estimator"].split("|")}
    right = all(each["role"] in truth.roles for each in here) and all(
        _is_named(path, named, observation, resolve) for path in truth.classes
    )
    yield verdict(truth.kind, "right" if right else "wrong")
    states = truth.fitted
    if right and states and None not in states:
        said = here[0]["state"]
        certain: Verdict = "right" if states == {said == "fitted"} else "wrong"
        doubted: Verdict = "right" if len(states) > 1 else "silent"
        meant = " or ".join(sorted(map(_state, states)))
        yield verdict("fitted or not", doubted if said == "maybe" else certain, meant)


def _state(fitted: bool | None) -> str:
    return "fitted" if fitted else "unfitted"


def _is_named(path: str, named: set[str], observation: Observation, resolve: Resolve) -> bool:
    """Whether a class, or one that it derives from, is among those that the label names."""
    bases = observation.classes.get(path, {}).get("mro", [path])
    own = [resolve(base) for base in bases if not base.startswith("sklearn.base.")] or [path]
    return any(_is_same(base, name) for base in own for name in named)


def _is_same(path: str, name: str) -> bool:
    """Whether a label's name is a class's: what another package or the program itself defines may go by a shorter path."""
    if path == name or name.startswith("sklearn."):
        return path == name
    top, _, rest = name.partition(".")
    return path.rpartition(".")[2] == name.rpartition(".")[2] and (not rest or path.partition(".")[0] == top)


def _calls(places: Places, calls: Mapping[int, list[Seen]], observation: Observation, at: _Columns) -> Iterator[Truth]:
    for number, found in calls.items():
        node = places.calls[number]
        made = frozenset(each["constructs"] for each in found if "constructs" in each)
        if made:
            if not all(observation.classes[path]["estimator"] for path in made):
                continue  # splitters, kernels, displays: labels are for estimators
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if name in {path.rpartition(".")[2] for path in made}:
                row, column = at.name(function, name)
                yield Truth("constructed class", frozenset({"estimator"}), row, column, name, made)
            for keyword in node.keywords:
                if keyword.arg:
                    row, column = at(keyword.lineno, keyword.col_offset)
                    yield Truth("constructor keyword", frozenset({"hyperparameter"}), row, column, keyword.arg, made)
        sets: dict[str, set[str | None]] = defaultdict(set)
        for each in found:
            if "sets" in each:
                sets[each["sets"]].add(each["of"])
        for keyword in node.keywords:
            owners = sets.get(keyword.arg or "", {None})
            if keyword.arg and None not in owners:
                row, column = at(keyword.lineno, keyword.col_offset)
                classes = frozenset(filter(None, owners))
                yield Truth(
                    "set_params keyword", frozenset({"hyperparameter", "grid-key"}), row, column, keyword.arg, classes
                )


def _reads(places: Places, reads: Mapping[int, list[Seen]], at: _Columns) -> Iterator[Truth]:
    for number, found in reads.items():
        node = places.reads[number]
        row, column = at.name(node, node.attr)
        if all(each.get("owner") == "foreign" for each in found):
            yield Truth("no estimator", frozenset(), row, column, node.attr, frozenset())
            continue
        if any("owner" in each or not each["estimator"] or each["kind"] in ("absent", "other") for each in found):
            continue
        kinds = {each["kind"] for each in found}
        classes = frozenset(each["class"] for each in found)
        fitted = frozenset(each["fitted"] for each in found)
        if len(kinds) > 1:
            continue
        on_self = isinstance(node.value, ast.Name) and node.value.id == "self"
        kind = kinds.pop()
        if kind == "parameter":
            what = "hyperparameter read on self" if on_self else "hyperparameter read"
            yield Truth(what, frozenset({"hyperparameter"}), row, column, node.attr, classes)
        elif kind == "learned":
            what = "learned read on self" if on_self else "learned read"
            states = frozenset[bool | None]() if on_self else fitted
            yield Truth(what, frozenset({"learned-parameter"}), row, column, node.attr, classes, states)
        else:
            what = "method call on self" if on_self else "method call"
            states = frozenset[bool | None]() if on_self else fitted
            yield Truth(what, frozenset({"method"}), row, column, node.attr, classes, states)


def _keys(places: Places, keys: Mapping[int, list[Seen]], at: _Columns) -> Iterator[Truth]:
    for number, found in keys.items():
        owners: dict[str, set[str | None]] = defaultdict(set)
        for each in found:
            owners[each["key"]].add(each["of"])
        for key, row, column in _written(places, number, at):
            of = owners.get(key, {None})
            if None not in of:
                yield Truth("grid key", frozenset({"grid-key"}), row, column, key, frozenset(filter(None, of)))


def _written(places: Places, number: int, at: _Columns) -> Iterator[tuple[str, int, int]]:
    """The keys of a dictionary that is written out, or of one that `dict(...)` makes."""
    if number >= 0:
        for key in places.dicts[number].keys:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield (key.value, *at(key.lineno, key.col_offset))
    else:
        for keyword in places.calls[-1 - number].keywords:
            if keyword.arg:
                yield (keyword.arg, *at(keyword.lineno, keyword.col_offset))


class _Columns:
    """From the tree's bytes to columns in code points."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")

    def __call__(self, row: int, bytes_before: int) -> tuple[int, int]:
        return row, len(self._lines[row - 1].encode()[:bytes_before].decode()) + 1

    def name(self, node: ast.expr, name: str) -> tuple[int, int]:
        """Where the name that ends an expression begins."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self(node.end_lineno, node.end_col_offset - len(name.encode()))
