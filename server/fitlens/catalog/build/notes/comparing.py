"""Holds one note against what was observed of its class."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fitlens.catalog.build.notes.domains import UNKNOWN, Domains, constant, domains
from fitlens.catalog.build.notes.model import Note, Verdict
from fitlens.catalog.evidence import Trial
from fitlens.catalog.model import ClassEntry, Setting
from fitlens.catalog.wording import is_deprecated, literal

SEED = "random_state"
_MOST = 64

Values = Mapping[str, object]
"""Hyperparameter -> its value."""


class Observation:
    """What the catalog has of one class, to be asked by notes."""

    def __init__(self, entry: ClassEntry, trials: Sequence[Trial], standing: Mapping[str, str]) -> None:
        """standing: what every instance of the trials was made with, as source texts (`record_of`)."""
        self.entry = entry
        self.domains: Domains = domains(entry)
        self._trials = trials
        # A default that only announces a deprecation stands for another value.
        self._standing = {each.name: constant(each.default) for each in entry.parameters if not is_deprecated(each)}
        self._standing |= {name: constant(text) for name, text in standing.items()}

    def judge(self, note: Note) -> Verdict:
        """What becomes of a note."""
        points = list(itertools.islice(_points(note, self.domains), _MOST))
        reasons = tuple(dict.fromkeys(self._reasons(note, points)))
        unseen = [point for point in points if not self._idle(note, point) and not self._refused(note, point)]
        if reasons:
            return Verdict(note, "disagrees", reasons)
        if not points:
            return Verdict(note, "less", unseen=_idle_settings(note))
        outcome = "agrees" if not unseen else "less" if len(unseen) == len(points) else "in part"
        return Verdict(note, outcome, unseen=tuple(_gathered(unseen)))

    def _reasons(self, note: Note, points: Sequence[Values]) -> Iterator[str]:
        yield from self._effects(note)
        name = note.parameter
        if name in self.entry.runtime:
            yield "no effect was seen anywhere"
        elif name == SEED and self.entry.evidence and self.entry.kind == "estimator" and self.entry.draws is None:
            yield "no other seed was seen to make another result"
        else:
            yield from self._idle_where_used(note)
        if note.says == "ignored":
            for point in points:
                if self._refused(note, point):
                    yield f"not ignored but refused with {shown(point)}"

    def _effects(self, note: Note) -> Iterator[str]:
        """Where it made a difference though the note denies it."""
        for trial in self._trials:
            if trial.subject == note.parameter and trial.outcome == "differs":
                changed = {name: constant(text) for name, text in trial.fact[3].items()}
                if denies(note, {**self._standing, **changed}):
                    yield f"it made a difference: {trial.call} against {trial.other} on {trial.data} data"
                    return
        if note.parameter in self.entry.influence and denies(note, self._standing):
            yield "it made a difference with all others at their defaults"
        if note.parameter == SEED:
            for together in self.entry.draws or ():
                chosen = {each.parameter: _first(each, self.domains) for each in together}
                if denies(note, {**self._standing, **chosen}):
                    yield f"another seed made another result with {shown(chosen) or 'all others at their defaults'}"

    def _idle_where_used(self, note: Note) -> Iterator[str]:
        """Where it did nothing though the note leaves it at work."""
        spoken = {each.parameter for together in note.when for each in together}
        for record in self.entry.ineffective:
            if record.parameter != note.parameter or not spoken.issuperset(each.parameter for each in record.under):
                continue
            for point in _product(record.under, self.domains):
                if _uses(note, {**self._standing, **point}):
                    yield f"no effect was seen with {shown(point)}"

    def _idle(self, note: Note, point: Values) -> bool:
        """Whether it was seen to do nothing there, as far as other hyperparameters do not decide."""
        draws = self.entry.draws if note.parameter == SEED else None
        if draws is not None and all(_fails(together, point) for together in draws):
            return True
        return any(
            record.parameter == note.parameter
            and any(each.parameter in point for each in record.under)
            and not _fails(record.under, point)
            for record in self.entry.ineffective
        )

    def _refused(self, note: Note, point: Values) -> bool:
        return any(
            one.parameter == note.parameter and other.parameter in point and other.holds(point[other.parameter])
            for conflict in self.entry.conflicts
            for one, other in itertools.permutations((conflict.first, conflict.second))
        )


def denies(note: Note, values: Values) -> bool:
    """Whether the note says that the hyperparameter does nothing under these values; those not given decide nothing."""
    if note.says == "used":
        return all(_fails(together, values) for together in note.when)
    return any(_holds(together, values) for together in note.when)


def shown(point: Values) -> str:
    """Values as a call would give them."""
    return ", ".join(f"{name}={'...' if value is UNKNOWN else literal(value)}" for name, value in point.items())


def _uses(note: Note, values: Values) -> bool:
    if note.says == "used":
        return any(_holds(together, values) for together in note.when)
    return all(_fails(together, values) for together in note.when)


def _holds(together: Iterable[Setting], values: Values) -> bool:
    return all(each.parameter in values and each.holds(values[each.parameter]) for each in together)


def _fails(together: Iterable[Setting], values: Values) -> bool:
    return any(each.parameter in values and not each.holds(values[each.parameter]) for each in together)


def _points(note: Note, known: Domains) -> Iterator[Values]:
    """The constants under which the note says that the hyperparameter does nothing."""
    if note.says == "ignored":
        for together in note.when:
            yield from _product(together, known)
        return
    for name in dict.fromkeys(each.parameter for together in note.when for each in together):
        for value in known.get(name, ()):
            if denies(note, {name: value}):
                yield {name: value}


def _product(together: Sequence[Setting], known: Domains) -> Iterator[Values]:
    choices = [[value for value in known.get(each.parameter, ()) if each.holds(value)] for each in together]
    for chosen in itertools.product(*choices):
        yield {each.parameter: value for each, value in zip(together, chosen, strict=True)}


def _first(setting: Setting, known: Domains) -> object:
    return next((each for each in known.get(setting.parameter, ()) if setting.holds(each)), UNKNOWN)


def _idle_settings(note: Note) -> tuple[Setting, ...]:
    """What a note denies that no constant stands for."""
    first = note.when[0]
    return first if note.says == "ignored" else tuple(each._replace(other=not each.other) for each in first)


def _gathered(points: Iterable[Values]) -> Iterator[Setting]:
    values: dict[str, list[object]] = {}
    for point in points:
        for name, value in point.items():
            values.setdefault(name, []).append(value)
    for name, found in values.items():
        yield Setting(name, tuple(dict.fromkeys(found)))
