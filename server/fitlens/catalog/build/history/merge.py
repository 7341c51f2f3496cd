"""What was computed and what was told, as one history; where they differ it is said, and the computed one counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from fitlens.catalog.build.history.values import sentinel
from fitlens.catalog.build.history.world import World
from fitlens.catalog.history import Change, numbers
from fitlens.catalog.model import ClassEntry

Topic = Literal["deprecated", "removed", "changed", "positional", "missing"]
_NOT_COMPARED = ("scoring", "behavior", "constant")
"""Kinds that no catalog knows."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where what was told is not what was computed."""

    topic: Topic
    """The field that differs; missing: nothing of the kind was computed."""
    told: Change
    computed: Change | None = None


Settled = Literal[
    "agrees",
    "differs",
    "before the oldest catalog",
    "announced for a version to come",
    "found by looking it up",
    "in no catalog",
]


@dataclass(frozen=True, slots=True)
class Merged:
    """One history of both."""

    changes: tuple[Change, ...]
    """Sorted."""
    differences: tuple[Difference, ...]
    settled: Counter[Settled]
    """How many of the changes that were told came to what."""


def merge(computed: Iterable[Change], told: Iterable[Change], worlds: Sequence[World]) -> Merged:
    """`worlds` are the versions that were compared, oldest first."""
    settled: Counter[Settled] = Counter()
    lives: dict[tuple[str | None, ...], list[Change]] = {}
    for change in computed:
        lives.setdefault(_key(change), []).append(change)
    differences: list[Difference] = []
    newest, oldest = worlds[-1].version, worlds[0].version
    validated = next(world.version for world in worlds if world.observed)
    for change in told:
        announced = change.removed is not None and numbers(change.removed) > numbers(newest)
        this = change._replace(announced=announced, target=_public(change.target, worlds))
        # What a parameter accepts is known since a later version than its name.
        first = validated if this.kind == "value" else oldest
        if this.kind in _NOT_COMPARED:
            settled["in no catalog"] += 1
            lives.setdefault(_key(this), []).append(this)
            continue
        found = lives.get(_key(this), [])
        if not found or (_before(this, first) and all(life.removed != this.removed for life in found)):
            how = _settled(this, worlds, first)
            settled[how] += 1
            if how == "differs":
                differences.append(Difference("missing", this))
            else:
                lives[_key(this)] = [this, *found]
            continue
        at = _meant(found, this)
        differing = _differences(this, found[at], first)
        settled["differs" if differing else "agrees"] += 1
        differences += differing
        found[at] = _filled(found[at], this, first)
    changes = sorted((change for each in lives.values() for change in each), key=_order)
    return Merged(tuple(changes), tuple(differences), settled)


def _settled(change: Change, worlds: Sequence[World], first: str) -> Settled:
    """What becomes of a change that no difference shows."""
    if _before(change, first):
        return "before the oldest catalog"
    if change.announced:
        return "announced for a version to come"
    if _beyond_comparison(change, worlds):
        return "in no catalog"
    return "found by looking it up" if _confirmed(change, worlds) else "differs"


def _key(change: Change) -> tuple[str | None, ...]:
    """A default may change several times: each is a change of its own."""
    return (change.target, change.kind, change.member, change.value, change.changed)


def _order(change: Change) -> tuple[object, ...]:
    since = change.added or change.changed or change.deprecated or change.removed or "0.0"
    return (change.target, change.kind, change.member or "", change.value or "", numbers(since))


def _before(change: Change, first: str) -> bool:
    """Whether it all happened before the first difference that could show it."""
    at = change.changed or change.removed or change.deprecated or change.added
    return at is not None and numbers(at) <= numbers(first)


def _public(target: str, worlds: Sequence[World]) -> str:
    """The public path in the newest version that has it."""
    return next((entry.path for world in reversed(worlds) if (entry := world.entry(target)) is not None), target)


def _beyond_comparison(change: Change, worlds: Sequence[World]) -> bool:
    """A private module, or one that only comes along with scikit-learn: no catalog has it, nor what is in it."""
    place = change.target if change.kind == "module" else change.target.rpartition(".")[0]
    return change.kind in ("module", "class", "function") and not any(
        place in world.modules or world.importable(change.target) for world in worlds
    )


def _confirmed(change: Change, worlds: Sequence[World]) -> bool:
    """Whether looking it up shows it in the version before its end and not in that: private names are not compared.

    A default counts as shown where the one before was a sentinel, for which the oldest version has no value.
    """
    at = change.changed or change.removed
    if at is None:
        return change.deprecated is not None and _has(change, worlds[-1])
    before = [world for world in worlds if numbers(world.version) < numbers(at)]
    after = [world for world in worlds if numbers(world.version) >= numbers(at)]
    if not before or not after:
        return False
    if change.kind == "default":
        return sentinel(_default(change, before[-1])) is not None and _default(change, after[0]) == change.new
    return _has(change, before[-1]) and not _has(change, after[0])


def _default(change: Change, world: World) -> str | None:
    entry = world.entry(change.target)
    parameter = entry.parameter_named(change.member or "") if entry is not None else None
    return parameter.default if parameter is not None else None


def _has(change: Change, world: World) -> bool:
    if change.kind in ("class", "function", "module"):
        return world.importable(change.target)
    entry = world.entry(change.target)
    if change.kind in ("method", "attribute") and isinstance(entry, ClassEntry) and change.member:
        return change.member in (world.names(entry) or ())
    return False


def _meant(lives: Sequence[Change], told: Change) -> int:
    """Which of several lives of one name is told of: the one that ended then, else the last."""
    ends = [life.removed for life in lives]
    return ends.index(told.removed) if told.removed in ends else len(lives) - 1


def _differences(told: Change, computed: Change, first: str) -> list[Difference]:
    topics: list[Topic] = []
    early = told.deprecated is None or numbers(told.deprecated) <= numbers(first)
    if computed.deprecated and not early and computed.deprecated != told.deprecated:
        topics.append("deprecated")
    if told.removed is not None and told.removed != computed.removed and not (told.announced and not computed.removed):
        topics.append("removed")
    if (told.old, told.new) != (computed.old, computed.new):
        topics.append("changed")
    if told.kind == "keyword-only" and told.positional != computed.positional:
        topics.append("positional")
    return [Difference(topic, told, computed) for topic in topics]


def _filled(computed: Change, told: Change, first: str) -> Change:
    """What a difference cannot tell, added to what it told."""
    deprecated = computed.deprecated or told.deprecated
    if told.deprecated is not None and numbers(told.deprecated) <= numbers(first):
        deprecated = told.deprecated
    announced = told.announced and computed.removed is None
    return computed._replace(
        added=computed.added or told.added,
        deprecated=deprecated,
        removed=told.removed if announced else computed.removed,
        announced=announced or computed.announced,
        renamed=told.renamed or (None if told.replacement else computed.renamed),
        replacement=told.replacement or computed.replacement,
    )
