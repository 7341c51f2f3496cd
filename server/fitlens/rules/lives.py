"""What other versions of scikit-learn make of a name: questions of several rules to the history, and how they tell it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator

from fitlens.analysis.values import Constant, Value
from fitlens.catalog.history import Change, ChangeKind, numbers, open_history
from fitlens.catalog.model import ClassEntry, FunctionEntry
from fitlens.catalog.store import CatalogError, open_catalog, versions

Kinds = Collection[ChangeKind]

PARAMETER: Kinds = ("parameter",)
ATTRIBUTE: Kinds = ("attribute", "method", "parameter")
"""What may be read from an instance: a hyperparameter is kept under its name."""


def paths(entries: Iterable[ClassEntry | FunctionEntry]) -> tuple[str, ...]:
    """Public paths by which the history knows classes and functions: of the program's own class, those of its bases."""
    found: list[str] = []
    for entry in entries:
        if isinstance(entry, FunctionEntry) or entry.path.startswith("sklearn."):
            found.append(entry.path)
        else:
            found.extend(entry.bases)
    return tuple(found)


def elsewhere(owners: Iterable[str], name: str, kinds: Kinds, version: str) -> tuple[str, Change] | None:
    """Of a name that no class or function at some paths has in a version: the life by which another version has it.

    With the path it belongs to. Where it both went and came back later, that it went.
    """
    if not version:
        return None
    lives = [
        (path, change)
        for path in owners
        for change in open_history().member(path, name)
        if change.kind in kinds and change.state(version) in ("removed", "not yet")
    ]
    removed = [each for each in lives if each[1].state(version) == "removed"]
    return max(removed, key=lambda each: numbers(each[1].removed or "0.0")) if removed else next(iter(lives), None)


def gone(owners: Iterable[str], name: str, kinds: Kinds, version: str) -> tuple[str, Change] | None:
    """As `elsewhere`, where it was removed."""
    found = elsewhere(owners, name, kinds, version)
    return found if found is not None and found[1].state(version) == "removed" else None


def coming(owners: Iterable[str], name: str, kinds: Kinds, version: str) -> tuple[str, Change] | None:
    """As `elsewhere`, where it is not there yet."""
    found = elsewhere(owners, name, kinds, version)
    return found if found is not None and found[1].state(version) == "not yet" else None


def going(path: str, name: str, kinds: Kinds, version: str) -> Change | None:
    """The life of a name that is there in a version, and deprecated."""
    if not version:
        return None
    lives = (change for change in open_history().member(path, name) if change.kind in kinds)
    return next((change for change in lives if change.state(version) == "deprecated"), None)


def tells_of(path: str, name: str) -> bool:
    """Whether anything ever happened to a hyperparameter or argument, or to a value of it."""
    return bool(open_history().member(path, name))


def of_value(path: str, parameter: str, value: Value) -> Change | None:
    """The life of a known value of a hyperparameter or argument."""
    if not isinstance(value, Constant) or not tells_of(path, parameter):
        return None
    return open_history().value(path, parameter, repr(value.value))


def new_name(path: str, change: Change, kinds: Kinds, known: Collection[str], version: str) -> str | None:
    """The name that takes the place of what went (or is not there yet) as it is, in a version where `known` are there."""
    if change.state(version) == "not yet":
        return next((each.member for each in _renamed_to(path, change.member, kinds) if each.member in known), None)
    seen: set[str] = set()
    renamed = change.renamed
    while renamed is not None and renamed not in known and renamed not in seen:
        seen.add(renamed)
        later = gone((path,), renamed, kinds, version)
        renamed = None if later is None else later[1].renamed
        if renamed is None:
            # what came instead is not there yet either: what went before it is of no use
            return None
    return renamed if renamed in known else None


def _renamed_to(path: str, name: str | None, kinds: Kinds) -> Iterator[Change]:
    return (change for change in open_history().of(path) if change.kind in kinds and change.renamed == name)


def default_before(path: str, name: str, change: Change) -> str | None:
    """The default that an argument had before it was deprecated, as source text; None where that is not known."""
    end = change.deprecated or change.removed
    earlier = [each for each in versions() if end is not None and numbers(each) < numbers(end)]
    if not earlier:
        return None
    try:
        entry = open_catalog(earlier[-1]).resolve(path)
    except CatalogError:
        return None
    parameter = entry.parameter_named(name) if isinstance(entry, (ClassEntry, FunctionEntry)) else None
    return None if parameter is None else parameter.default


def constant(source: str) -> Constant | None:
    """The constant that source text stands for."""
    try:
        return Constant(ast.literal_eval(source))
    except (ValueError, SyntaxError):
        return None


def is_written(value: Value, source: str | None) -> bool:
    """Whether a known value is the one that a default's source text stands for."""
    meant = None if source is None else constant(source)
    if meant is None or not isinstance(value, Constant):
        return False
    return type(meant.value) is type(value.value) and meant.value == value.value


def was_removed(change: Change) -> str:
    """`was removed in scikit-learn 1.4`."""
    return f"was removed in scikit-learn {change.removed}"


def is_new(change: Change) -> str:
    """`is new in scikit-learn 1.2`."""
    return f"is new in scikit-learn {change.added}"


def is_going(change: Change) -> str:
    """`is deprecated since scikit-learn 1.8 and goes in 1.10`."""
    end = "" if change.removed is None else f" and {'goes' if change.announced else 'gone'} in {change.removed}"
    return f"is deprecated since scikit-learn {change.deprecated}{end}"


def instead(change: Change, new: str | None = None) -> str:
    """What to use, as a help; empty where nothing is known to take its place."""
    if new is not None:
        return f"use `{new}`"
    return f"instead: {change.renamed or change.replacement}" if change.renamed or change.replacement else ""
