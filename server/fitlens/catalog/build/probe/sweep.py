"""The runs of one estimator: plain, with every value of one hyperparameter at a time, and whatever else is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from fitlens.catalog.build.probe.candidates import Candidate, Domain
from fitlens.catalog.build.probe.fingerprints import (
    Likeness,
    distance,
    is_error,
    is_uncounted,
    iteration_leaves,
    likeness,
    questions_of,
    unsteady_leaves,
)
from fitlens.catalog.build.probe.laboratory import Changes, Laboratory, Run, Subject, changes
from fitlens.catalog.build.probe.samples import Sample, Sizes, make_samples, named

_HOMES = 3
_EFFORT = 2_500_000
_FEW, _SOME, _MOST = 25, 50, 120
_LEAN, _NUMBERS = 150_000, 2


class Seen(NamedTuple):
    """What was there after one fit."""

    changed: Changes
    kind: str
    shown: frozenset[str]


class Sweep:
    """The runs of one estimator; equal ones are made once."""

    def __init__(self, laboratory: Laboratory, subject: Subject) -> None:
        self.laboratory = laboratory
        self.subject = subject
        self.seen: list[Seen] = []
        self._runs: dict[tuple[Changes, str], Run] = {}
        self._likeness: dict[tuple[Changes, Changes, str], Likeness] = {}
        self._questions = questions_of(subject.found)
        usual = [each for each in make_samples() if not each.harsh]
        self.fitted: list[Sample] = [each for each in usual if not each.square and self.run((), each).ok]
        """Kinds of data on which plain fit succeeds."""
        self.refusing: list[Sample] = [each for each in usual if not each.square and each not in self.fitted]
        self.square: list[Sample] = [each for each in usual if each.square]
        if not self.fitted:
            self.fitted = [each for each in self.square if self.run((), each).ok]
        harsh = [each for each in make_samples() if each.harsh]
        self.harsh: list[Sample] = [each for each in harsh if self.run((), each).ok]
        self.harsh_refusing: list[Sample] = [each for each in harsh if each not in self.harsh]
        self.homes = self._find_homes()
        self.unsteady = self._find_unsteady()
        effort = max(laboratory.effort(subject, self.homes[0]), 1)
        self.costly = effort > _LEAN
        """A run takes so much that fewer values are tried."""
        self._worth = max(_FEW if self.costly else _SOME, min(_MOST, _EFFORT // effort))
        if self.costly:
            self.subject = subject = subject._replace(
                domains={name: _lean(domain) for name, domain in subject.domains.items()}
            )
        self._most = 0
        self.accepting: dict[tuple[str, str], list[Sample]] = {}
        """(hyperparameter, text) -> kinds of data on which it was accepted alone, as far as they were tried."""
        self.rescued: list[tuple[tuple[str, str], tuple[str, str], Sample]] = []
        """A value that is refused alone, one of another hyperparameter with which it is accepted, and the data."""

    @property
    def domains(self) -> list[Domain]:
        """Of the hyperparameters that can be varied."""
        return [each for each in self.subject.domains.values() if each.tried]

    def run(self, changed: Changes, sample: Sample) -> Run:
        """A run, made or remembered."""
        key = changed, sample.kind
        run = self._runs.get(key)
        if run is None:
            run = self._runs[key] = self.laboratory.run(self.subject, changed, sample)
            if run.ok:
                self.seen.append(Seen(changed, sample.kind, run.shown))
        return run

    def try_singles(self) -> None:
        """Every value alone, on the homes; one that they refuse, on the other data until some accepts it."""
        for domain in self.domains:
            for candidate in values(self.subject, domain):
                changed = changes((domain.name, candidate.text))
                accepted = [each for each in self.homes if self.run(changed, each).ok]
                if not accepted:
                    rest = [
                        each
                        for each in (*self.fitted, *self.refusing, *self.square, *self.harsh)
                        if each not in self.homes
                    ]
                    accepted = [each for each in rest if self.run(changed, each).ok][:2]
                self.accepting[domain.name, candidate.text] = accepted
        for run in self._runs.values():
            if run.ok and is_uncounted(run.instance):
                self.unsteady |= iteration_leaves(run.learned())
                for question in self._questions:
                    self.unsteady |= iteration_leaves(run.output(question))
        self._most = len(self._runs)

    def grant(self, share: float) -> None:
        """Allows a share of the runs that an estimator is worth, besides what was allowed before and not used.

        What it is worth is found by counting the calls that Python makes in one run, not by time: every build makes the same.
        """
        self._most = max(self._most, len(self._runs)) + int(share * self._worth)

    @property
    def spent(self) -> bool:
        """Whether all runs that were allowed are made."""
        return len(self._runs) >= self._most

    def accepted(self, name: str) -> list[Candidate]:
        """The values of a hyperparameter that some data accepted alone."""
        return [each for each in self.subject.domains[name].tried if self.accepting.get((name, each.text))]

    def tells(self, changed: Changes, sample: Sample) -> bool:
        """Whether a run leaves anything behind that could differ: what only raises when it is used tells nothing."""
        run = self.run(changed, sample)
        if not run.ok:
            return False
        questions = [each for each in self._questions if each.takes_data and not each.fits]
        works = any(not is_error(leaf) for each in questions for leaf in run.output(each).values())
        return works or not questions or not self._usable

    def likeness(self, one: Changes, other: Changes, sample: Sample) -> Likeness | None:
        """How far two runs on the same data agree in what was learned and in what is answered; None if one failed."""
        key = one, other, sample.kind
        known = self._likeness.get(key)
        if known is None:
            first, second = self.run(one, sample), self.run(other, sample)
            if not (first.ok and second.ok):
                return None
            known = self._likeness[key] = self._compare(first, second)
        return known

    def distance(self, one: Changes, other: Changes, sample: Sample) -> float | None:
        """How far the first answers of two runs lie apart, from 0 to 1; what they learned, where they answer nothing."""
        first, second = self.run(one, sample), self.run(other, sample)
        if not (first.ok and second.ok):
            return None
        for question in self._questions:
            if not question.fits and question.takes_data and first.output(question):
                found = distance(first.output(question), second.output(question), self.unsteady)
                if found is not None:
                    return found
        return distance(first.learned(), second.learned(), self.unsteady)

    def resized(self, changed: Changes, kind: str, sizes: Sizes) -> Run:
        """A run on data of another size."""
        key = changed, f"{kind}/{sizes.n_samples}"
        run = self._runs.get(key)
        if run is None:
            run = self._runs[key] = self.laboratory.run(self.subject, changed, named(make_samples(sizes), kind))
        return run

    def wholly_alike(self, one: Changes, other: Changes, sample: Sample) -> bool:
        """Whether two runs agree to the bit also without what otherwise spares time."""
        if not self.subject.reduced:
            return True
        first, second = (self._whole(each, sample) for each in (one, other))
        if not first.ok:
            return True  # nothing to be seen here
        return second.ok and self._compare(first, second) <= Likeness.NEAR

    def _whole(self, changed: Changes, sample: Sample) -> Run:
        key = changed, f"{sample.kind}/whole"
        run = self._runs.get(key)
        if run is None:
            run = self._runs[key] = self.laboratory.run(self.subject.whole(), changed, sample)
        return run

    def _compare(self, one: Run, other: Run) -> Likeness:
        worst = likeness(one.learned(), other.learned(), self.unsteady)
        for question in self._questions:
            if worst is Likeness.DIFFERENT:
                break
            worst = max(worst, likeness(one.output(question), other.output(question), self.unsteady))
        return worst

    def _find_homes(self) -> list[Sample]:
        """A few kinds of data on which it learns different things, the usual ones first.

        What takes any data without looking at it is at home only where it can also be used.
        """
        ways: dict[Sample, Any] = {}
        useful: dict[Sample, int] = {}
        for sample in self.fitted:
            run = self.run((), sample)
            asked = [each for each in self._questions if each.takes_data and not each.fits]
            answers = [run.output(question) for question in asked]
            works = tuple(any(not is_error(leaf) for leaf in answer.values()) for answer in answers)
            learned = sorted((name, _dimensions(value)) for name, value in run.learned().items() if "/" not in name)
            ways[sample] = run.shown, works, tuple(learned)
            useful[sample] = sum(works)
        most = max(useful.values())
        self._usable = most > 0
        homes: list[Sample] = []
        for sample in self.fitted:
            new = ways[sample] not in [ways[each] for each in homes]
            if new and (most == 0 or useful[sample]) and not (sample.named and homes):
                homes.append(sample)
        return homes[:_HOMES]

    def _find_unsteady(self) -> set[str]:
        """Times and the like: leaves that differ between two equal runs."""
        sample = self.homes[0]
        one, again = self.run((), sample), self.laboratory.run(self.subject, (), sample)
        found = unsteady_leaves(one.learned(), again.learned())
        for question in self._questions:
            found |= unsteady_leaves(one.output(question), again.output(question))
        return found


def values(subject: Subject, domain: Domain) -> Iterator[Candidate]:
    """The values to try; one that stands in the base already is no change."""
    return (each for each in domain.tried if subject.base.get(domain.name) != each.text)


def _lean(domain: Domain) -> Domain:
    """With fewer numbers."""
    numbers = [each for each in domain.tried if each.number][_NUMBERS:]
    return domain._replace(tried=tuple(each for each in domain.tried if each not in numbers))


def words(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that stand for themselves: options, booleans, None."""
    return [each for each in candidates if each.constant and not each.number]


def _dimensions(value: Any) -> int | None:
    shape: Sequence[int] | None = getattr(value, "shape", None)
    return None if shape is None else len(shape)
