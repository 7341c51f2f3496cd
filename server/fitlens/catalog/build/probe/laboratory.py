"""Runs one estimator with one choice of values on one kind of data, and keeps how it went."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import itertools
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import CodeType
from typing import Any, NamedTuple

from fitlens.catalog.build.probe.candidates import Candidate, Domain, domain_of, given_values, longer
from fitlens.catalog.build.probe.fingerprints import (
    Leaf,
    Question,
    is_error,
    learned_leaves,
    learned_of,
    output_leaves,
    questions_of,
)
from fitlens.catalog.build.probe.samples import Sample, make_samples
from fitlens.catalog.build.probe.signatures import constraints_of
from fitlens.catalog.build.probe.sketches import make_sketches
from fitlens.catalog.build.probe.tables import TooSlowError, attempt
from fitlens.catalog.build.probe.world import World
from fitlens.catalog.model import ClassEntry

Changes = tuple[tuple[str, str], ...]
"""Hyperparameters that are set otherwise than in the base, sorted by name, with the source texts of their values."""

_KINDS_OF_OBJECT = 3
_COSTLY, _LARGE, _WORTHWHILE = 20_000, 50, 0.6
_LITTER, _LITTERED, _KEPT = 0x55, 132, 7
"""A byte, up to what size of pieces in bytes, and how many of each: so many numpy keeps."""
_SMALL = (9, 13, 17, 19, 23, 29)
"""A hundred trees need not be grown for the nature of a forest to show. No two of a kind, for they can be lengths."""


def changes(*items: tuple[str, str]) -> Changes:
    """Changes in their one order."""
    return tuple(sorted(items))


class Run:
    """One instance after fit, or the error that stood in its way."""

    __slots__ = ("_learned", "_outputs", "error", "instance", "message", "sample", "shown", "unlucky", "when")

    def __init__(self, sample: Sample, instance: Any, error: BaseException | None, when: str) -> None:
        self.sample = sample
        self.instance = instance
        numeric = isinstance(error, ArithmeticError) or type(error).__module__.partition(".")[0] in ("numpy", "scipy")
        self.unlucky = numeric or isinstance(error, TooSlowError)
        """The error is about the numbers or the time, and not about the values that were set."""
        self.error = None if error is None else type(error).__name__
        """Name of the exception's type."""
        self.message = "" if error is None else str(error)
        """For who runs evidence again; the catalog keeps no sentences."""
        self.when = when
        """construct or fit: where the error was raised."""
        self.shown: frozenset[str] = frozenset()
        """Names of learned parameters and conditional methods that are there."""
        self._learned: dict[str, Leaf] | None = None
        self._outputs: dict[str, dict[str, Leaf]] = {}

    @property
    def ok(self) -> bool:
        return self.error is None

    def learned(self) -> dict[str, Leaf]:
        """What fit left behind, flat."""
        if self._learned is None:
            self._learned = learned_leaves(self.instance)
        return self._learned

    def output(self, question: Question) -> dict[str, Leaf]:
        """What a method answers for the data of fit and for unseen data, flat."""
        if question.method not in self._outputs:
            self.learned()  # before a method like fit_transform learns anew
            self._outputs[question.method] = output_leaves(self.instance, question, self.sample)
        return self._outputs[question.method]

    @property
    def answers(self) -> bool:
        """Whether a method that takes data answers to it, if there is one."""
        asked = [each for each in questions_of(self.instance.__class__) if each.takes_data and not each.fits]
        leaves = [leaf for question in asked for leaf in self.output(question).values()]
        return not leaves or any(not is_error(leaf) for leaf in leaves)


class Subject(NamedTuple):
    """A class that is watched, and how a plain instance of it is made."""

    entry: ClassEntry
    found: type
    given: Mapping[str, str]
    """Arguments that must be given -> source text."""
    base: Mapping[str, str]
    """Other arguments that every instance gets: a seed, fewer trees."""
    domains: Mapping[str, Domain]
    reduced: frozenset[str] = frozenset()
    """Those of `base` that only spare time."""

    def whole(self) -> Subject:
        """The same without what spares time."""
        return self._replace(base={name: text for name, text in self.base.items() if name not in self.reduced})


class Laboratory:
    """What all runs share: the classes that source texts may name, and the data."""

    def __init__(self, world: World) -> None:
        # One job after the other, however many are asked for: threads add numbers in another order each time.
        importlib.import_module("joblib").parallel_backend("sequential")
        self._names: dict[str, Any] = {
            **make_sketches(),
            "numpy": importlib.import_module("numpy"),
            "nan": float("nan"),
            "sklearn": importlib.import_module("sklearn"),
        }
        self._public = world.public
        self._seeds = frozenset(
            name
            for _, found in world.classes()
            for name, written in constraints_of(found).items()
            if isinstance(written, list) and "random_state" in written
        )

    def subject(self, entry: ClassEntry, found: type) -> Subject | None:
        """A plain instance's values such that fit succeeds on some data; None where none do."""
        best: Subject | None = None
        for each in self._attempts(entry, found):
            run = self.first_fit(each, ())
            if run is not None and (best is None or run.answers):
                best = each
                if run.answers:
                    break
        if best is None and not any(each.required for each in entry.parameters):
            best = self._mended(next(self._attempts(entry, found)))
        return None if best is None else self._plain(best)

    def refusal(self, entry: ClassEntry, found: type) -> tuple[Subject, Run]:
        """How a class that nothing suits refuses the most usual data: at fit, if it can be made at all."""
        refused = [(each, self.run(each, (), make_samples()[0])) for each in self._attempts(entry, found)]
        return min(refused, key=lambda each: each[1].when != "fit")

    def _attempts(self, entry: ClassEntry, found: type) -> Iterator[Subject]:
        """The class with one choice after the other of values for the arguments that must be given."""
        domains = {each.name: domain_of(each, self._seeds, self._objects) for each in entry.parameters}
        required = [each for each in entry.parameters if each.required]
        for values in itertools.product(*(given_values(each) for each in required)):
            given = dict(zip((each.name for each in required), values, strict=True))
            yield Subject(entry, found, given, {}, domains)

    def _objects(self, path: str) -> list[str]:
        """Calls without arguments that make an instance of a public class, or of some that derive from it."""
        wanted: Any = self._public.get(path)
        if not inspect.isclass(wanted):
            return []
        names = [name for name, each in self._public.items() if inspect.isclass(each) and issubclass(each, wanted)]
        made: list[str] = []
        for name in sorted(names, key=lambda name: (name != path, name)):
            with attempt() as outcome:
                self._public[name]()
                outcome.done = True
            if outcome.done:
                made.append(f"{name}()")
        return made[:_KINDS_OF_OBJECT]

    def _mended(self, subject: Subject) -> Subject | None:
        """With one hyperparameter changed, where the defaults are refused on all data."""
        for domain in subject.domains.values():
            for candidate in domain.tried:
                if self.first_fit(subject, ((domain.name, candidate.text),)) is not None:
                    return subject._replace(base={domain.name: candidate.text})
        return None

    def _plain(self, subject: Subject) -> Subject:
        """With a seed, and with fewer of what is learned in great number."""
        base = dict(subject.base)
        for domain in subject.domains.values():
            if domain.random and domain.name not in subject.given:
                trial = subject._replace(base={**base, domain.name: "0"})
                if self.first_fit(trial, ()) is not None:
                    base = dict(trial.base)
        subject = subject._replace(base=base)
        first = self.first_fit(subject, ())
        return (
            subject if first is None else self._reduced(subject._replace(domains=_with_longer(subject)), first.sample)
        )

    def _reduced(self, subject: Subject, sample: Sample) -> Subject:
        """With less to do where a great number of something makes it costly: trees, iterations, candidates."""
        effort = self.effort(subject, sample)
        small = iter(_SMALL)
        for domain in subject.domains.values():
            default = domain.default
            if effort < _COSTLY or default is None or not default.number or domain.name in subject.base:
                continue
            if not isinstance(default.value, int) or default.value < _LARGE:
                continue
            text = str(max(next(small), domain.least))
            base = {**subject.base, domain.name: text}
            trial = subject._replace(base=base, reduced=subject.reduced | {domain.name})
            if self.run(trial, (), sample).ok and (less := self.effort(trial, sample)) < effort * _WORTHWHILE:
                subject, effort = trial, less
        return subject

    def effort(self, subject: Subject, sample: Sample) -> int:
        """Calls that Python makes in one plain run: unlike time, the same in every build."""
        count = 0

        def note(frame: object, event: str, argument: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(note)
        try:
            self.run(subject, (), sample)
        finally:
            sys.setprofile(None)
        return count

    def first_fit(self, subject: Subject, changed: Changes) -> Run | None:
        """The first run that succeeds, of all kinds of data."""
        for sample in make_samples():
            run = self.run(subject, changed, sample)
            if run.ok:
                return run
        return None

    def run(self, subject: Subject, changed: Changes, sample: Sample) -> Run:
        """Makes an instance and fits it."""
        numpy: Any = self._names["numpy"]
        fresh = sample.fresh()
        names = {**self._names, **fresh.symbols, "X": fresh.X, "y": fresh.y}
        when = "construct"
        instance: Any = None
        numpy.random.seed(0)
        _litter(numpy)
        with attempt() as outcome, contextlib.redirect_stdout(io.StringIO()):
            values = {**subject.given, **subject.base, **dict(changed)}
            instance = subject.found(**{name: eval(_compiled(text), names) for name, text in values.items()})  # noqa: S307
            when = "fit"
            _exercise(instance, fresh)
            outcome.done = True
        run = Run(sample, instance if outcome.done else None, outcome.error, when)
        if outcome.done:
            run.shown = self._shown(subject, instance)
        return run

    def _shown(self, subject: Subject, instance: Any) -> frozenset[str]:
        names = {each.name for each in subject.entry.learned} | learned_of(instance).keys()
        names |= {each.name for each in subject.entry.methods if each.conditional}
        shown: set[str] = set()
        for name in names:
            with contextlib.suppress(Exception):
                if hasattr(instance, name):
                    shown.add(name)
        return frozenset(shown)


def _litter(numpy: Any) -> None:
    """Leaves the same bytes in the small pieces of memory that numpy keeps for its next arrays.

    What reads an array that nobody wrote to sees the same every time then, and a number that is no possible result.
    """
    for size in range(4, _LITTERED, 4):
        # All of one size at once: so many are kept, and each is another piece.
        [numpy.full(size, _LITTER, dtype=numpy.uint8) for _ in range(_KEPT)]


def _exercise(instance: Any, sample: Sample) -> None:
    """Fits an estimator, or has a splitter split."""
    fit: Callable[..., Any] | None = getattr(instance, "fit", None)
    if fit is None:
        numpy: Any = importlib.import_module("numpy")
        groups = numpy.arange(len(sample.X)) % 7
        instance.folds_ = list(instance.split(sample.X, sample.y, groups))
    elif sample.y is not None and _wants_y(instance.__class__):
        fit(sample.X, sample.y)
    else:
        fit(sample.X)


@cache
def _wants_y(found: Any) -> bool:
    return len(inspect.signature(found.fit).parameters) > 2


@cache
def _compiled(text: str) -> CodeType:
    return compile(text, "<value>", "eval")


def _with_longer(subject: Subject) -> Mapping[str, Domain]:
    """A list of estimators that must be given can also be longer."""
    return {
        name: domain
        if name not in subject.given or (text := longer(subject.given[name])) is None
        else domain._replace(tried=(*domain.tried, Candidate(text)))
        for name, domain in subject.domains.items()
    }
