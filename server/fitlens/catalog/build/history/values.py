"""What happened from one version to the next to the constants that scikit-learn's validation accepts."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Iterator
from math import inf

from fitlens.catalog.build.history.events import Event, Subject
from fitlens.catalog.model import Constraint

_SENTINELS = frozenset({"deprecated", "warn", "auto_deprecated", "legacy", "raise-deprecating"})
"""Values by which scikit-learn sees that an argument was left out; nobody writes them."""


def compare_values(
    target: str,
    member: str,
    old: tuple[Constraint, ...] | None,
    new: tuple[Constraint, ...] | None,
    version: str,
    *,
    replaced: bool,
) -> Iterator[Event]:
    """Events of the values of one argument.

    replaced: what is validated may be another value than was given, so that one that is refused may be accepted still.
    """
    if old is None or new is None:
        return
    if not replaced:
        for text, value in {repr(value): value for value in (*_named(old), *_ends_of_ranges(old))}.items():
            if not _may_accept(new, value):
                yield Event(version, "removed", Subject(target, "value", member, text))
    for text, value in {repr(value): value for value in _named(new)}.items():
        if not _may_accept(old, value):
            yield Event(version, "added", Subject(target, "value", member, text))


def deprecated_values(constraints: tuple[Constraint, ...]) -> Iterator[str]:
    """Those that are announced to go, as source text."""
    for each in constraints:
        yield from (repr(value) for value in each.deprecated if value not in _SENTINELS)


def sentinel(default: str | None) -> str | None:
    """The default where it is one that stands for another: `deprecated` of `'deprecated'`."""
    if default is None:
        return None
    try:
        value = literal_eval(default)
    except (ValueError, SyntaxError):
        return None
    return value if isinstance(value, str) and value in _SENTINELS else None


def same_value(one: str | None, other: str | None) -> bool:
    """Whether two defaults are the same one: a number may come to be written as a float."""
    if one == other or one is None or other is None:
        return one == other
    try:
        values = literal_eval(one), literal_eval(other)
    except (ValueError, SyntaxError):
        return False
    return not any(isinstance(value, bool) for value in values) and values[0] == values[1]


def _named(constraints: tuple[Constraint, ...]) -> Iterator[object]:
    """The constants that are accepted by name: options, None and the booleans; sentinels apart."""
    for each in constraints:
        if each.kind == "options":
            yield from (value for value in each.values if value not in _SENTINELS and value == value)  # noqa: PLR0124 - nan is not
        elif each.kind == "none":
            yield None
        elif each.kind == "boolean":
            yield from (False, True)


def _ends_of_ranges(constraints: tuple[Constraint, ...]) -> Iterator[object]:
    """The whole numbers with which accepted ranges begin or end: it is these that a version comes to refuse."""
    for each in constraints:
        if each.kind == "interval" and each.number == "integral":
            ends = ((each.low, "left"), (each.high, "right"))
            yield from (end for end, side in ends if end is not None and each.closed in (side, "both"))


def _may_accept(constraints: tuple[Constraint, ...], value: object) -> bool:
    """Whether any alternative accepts the constant, or checks it in a way that is not known here."""
    return any(_accepts(each, value) for each in constraints)


def _accepts(constraint: Constraint, value: object) -> bool:
    match constraint.kind:
        case "options":
            return any(
                value == each and isinstance(value, bool) == isinstance(each, bool) for each in constraint.values
            )
        case "none":
            return value is None
        case "boolean" | "verbose":
            return isinstance(value, bool)
        case "interval":
            return _within(constraint, value)
        case "instance":
            return constraint.type == "object" or (value is not None and constraint.type == type(value).__name__)
        case "random-state" | "cv-object":
            least = 2 if constraint.kind == "cv-object" else 0
            return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= least)
        case "missing-values":
            return value is None or isinstance(value, str) != (constraint.number == "real")
        case "iterable-not-string" | "callable" | "array-like" | "sparse-matrix" | "methods" | "nan" | "pandas-na":
            return False
        case "opaque":
            return True


def _within(constraint: Constraint, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if isinstance(value, float) and constraint.number == "integral":
        return False
    low = -inf if constraint.low is None else constraint.low
    high = inf if constraint.high is None else constraint.high
    above = low <= value if constraint.closed in ("left", "both") else low < value
    below = value <= high if constraint.closed in ("right", "both") else value < high
    return above and below
