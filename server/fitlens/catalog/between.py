"""What differs between two versions, out of the history: each change as one event, with what was there and back left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from fitlens.catalog.history import Change, numbers
from fitlens.record import NamedTuple

EventKind = Literal["removed", "renamed", "deprecated", "default", "keyword-only", "added"]


class Event(NamedTuple):
    """One difference."""

    what: EventKind
    version: str
    """The version that made it."""
    change: Change


def between(changes: Iterable[Change], old: str, new: str) -> tuple[Event, ...]:
    """What a program written for `old` meets in `new`, in the order of the changes; `old` is the older minor version.

    What belongs to a class that is new or gone as a whole is not told besides.
    """
    changes = tuple(changes)
    whole = {
        change.target
        for change in changes
        if change.kind in ("class", "function") and _moved(change, old, new) in ("added", "removed", "renamed")
    }
    return tuple(
        event
        for change in _defaults_joined(changes, old, new)
        if change.member is None or change.target not in whole
        if (event := _event(change, old, new)) is not None
    )


def _event(change: Change, old: str, new: str) -> Event | None:
    if change.kind == "default":
        return Event("default", change.changed or new, change) if _within(change.changed, old, new) else None
    what = _moved(change, old, new)
    if what is None:
        return None
    version = {"added": change.added, "deprecated": change.deprecated}.get(what, change.removed) or new
    return Event("keyword-only" if change.kind == "keyword-only" and what != "deprecated" else what, version, change)


def _moved(change: Change, old: str, new: str) -> EventKind | None:
    match change.state(old), change.state(new):
        case "not yet", "present" | "deprecated":
            return "added"
        case "present", "deprecated":
            return "deprecated"
        case "present" | "deprecated", "removed":
            return "renamed" if change.renamed else "removed"
        case _:
            return None


def _within(version: str | None, old: str, new: str) -> bool:
    return version is not None and numbers(old) < numbers(version) <= numbers(new)


def _defaults_joined(changes: Iterable[Change], old: str, new: str) -> Iterator[Change]:
    """Several changes of one default between the two versions as one, from the first value to the last."""
    joined: dict[tuple[str, str | None], Change] = {}
    for change in changes:
        if change.kind != "default":
            yield change
        elif _within(change.changed, old, new):
            key = (change.target, change.member)
            joined[key] = change._replace(old=joined[key].old) if key in joined else change
    yield from (change for change in joined.values() if change.old != change.new)
