"""Which hyperparameters change what is learned or predicted, and under which values of others they do not."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from fitlens.catalog.build.probe.candidates import Candidate
from fitlens.catalog.build.probe.conditions import standing
from fitlens.catalog.build.probe.fingerprints import Likeness
from fitlens.catalog.build.probe.hints import contexts_told, tells_of
from fitlens.catalog.build.probe.laboratory import Changes, changes
from fitlens.catalog.build.probe.samples import Sample
from fitlens.catalog.build.probe.sweep import Sweep, values, words

_ROWS = 2
"""Values of each hyperparameter that a claim of no effect is held against."""
_TELLING = 2
_DATA_DECIDES = ("'auto'", '"auto"')
"""Values that leave the choice until the data is there: on other data it may be another one."""
_FOREIGN = 6
_WORDS = 8
Context = Changes
"""Other hyperparameters' values under which a hyperparameter is varied."""


class Idle(NamedTuple):
    """A hyperparameter that did nothing under certain values of others, with one trial that shows it."""

    name: str
    under: tuple[tuple[str, tuple[str, ...]], ...]
    """Other hyperparameters, each with its values; it did nothing while all of them had one of these."""
    context: Context
    sample: Sample
    text: str
    control: Context
    """Where the same trial did something."""


class Effects:
    """What was seen of one estimator's hyperparameters."""

    def __init__(self, sweep: Sweep) -> None:
        self._sweep = sweep
        self.seen: dict[tuple[str, Context], Likeness] = {}
        """(hyperparameter, context) -> how unlike the results were that its values made, at most."""
        self.shown: dict[tuple[str, Context], tuple[Sample, str]] = {}
        """Where and by which value: of the greatest difference, or else the last thing that was tried."""
        self.trials: dict[tuple[str, Context], list[tuple[Sample, str]]] = {}
        """All that was tried."""

    def observe(self) -> None:
        """Alone, then under each value of every other one, then under pairs of those."""
        names = self._varied
        for name in names:
            self._vary(name, (), self._sweep.homes)
        self._doubt([name for name in names if self.level(name) < Likeness.DIFFERENT], (), self._everywhere())
        self._doubt_acceptance([name for name in names if self.level(name) < Likeness.DIFFERENT])
        for (name, text), other, sample in self._sweep.rescued:
            self._note(
                name, (other,), sample, text, self._sweep.likeness((other,), changes((name, text), other), sample)
            )
        silent = [name for name in names if self.level(name) < Likeness.DIFFERENT]
        for context in self._contexts(more=True) if silent else ():
            other, text = context[0]
            self._doubt([name for name in silent if name != other], context, self._sweep.accepting[other, text][:1])
        self._sweep.grant(1.0)
        self._doubt_as_documented([name for name in names if not self.ever(name)])
        self._sweep.grant(0.2)
        self._doubt_the_silent([name for name in names if not self.ever(name)])
        pairs = [
            (name, context)
            for context in self._contexts(more=False)
            for name in names
            if name not in silent and name != context[0][0]
        ]
        told = [(name, context) for name, context in pairs if tells_of(self._sweep, name, context[0][0])]
        self._sweep.grant(1.0)
        for name, context in (*told, *(pair for pair in pairs if pair not in told)):
            if not self._sweep.spent:
                self._vary(name, context, self._sweep.accepting[context[0]][:1])
        self._sweep.grant(0.6)
        self._confirm()

    def level(self, name: str, context: Context = ()) -> Likeness:
        """What was seen; no difference where nothing was."""
        return self.seen.get((name, context), Likeness.SAME)

    def ever(self, name: str) -> bool:
        """Whether it made any difference anywhere."""
        return any(each == name and level > Likeness.NEAR for (each, _), level in self.seen.items())

    def runtime(self) -> tuple[str, ...]:
        """Those that never made a difference, though they were varied, and to all values that there are to try.

        What decides whether another value is refused makes one.
        """
        decisive = {name for (name, _), _, _ in self._sweep.rescued} | {
            other for _, (other, _), _ in self._sweep.rescued
        }
        return tuple(
            domain.name
            for domain in self._sweep.domains
            if not domain.random
            and domain.name not in decisive
            and any(each.constant and not _free(each) for each in self._sweep.accepted(domain.name))
            and not self.ever(domain.name)
            and all(
                self._sweep.accepting[domain.name, each.text]
                for each in values(self._sweep.subject, domain)
                if each.constant
            )
        )

    def ineffective(self) -> Iterator[Idle]:
        """Those that others' values make idle.

        Only what would have made a difference otherwise says something: each trial is repeated where the hyperparameter is
        at work, and few that show nothing there count for nothing.
        """
        for name in self._varied:
            if not self.ever(name):
                continue
            if self.level(name) is Likeness.DIFFERENT:
                controls = [()]
                for other, texts in self._idle_under(name).items():
                    yield from self._controlled(name, ((other, tuple(texts)),), controls)
                continue
            controls = [
                context
                for (each, context), level in self.seen.items()
                if each == name and level is Likeness.DIFFERENT and len(context) == 1
            ]
            others = sorted({context[0][0] for context in controls})
            if any(self._number(other, standing(self._sweep.subject, other)) for other in others):
                continue  # a number that stands for many: what it makes idle is the data's doing as well
            if not others or self.level(name) is not Likeness.SAME:
                continue
            idle = self._idle_under(name)
            if len(others) == 1:
                texts = (standing(self._sweep.subject, others[0]), *idle.get(others[0], ()))
                yield from self._controlled(name, ((others[0], texts),), controls)
            else:
                under = tuple((other, (standing(self._sweep.subject, other),)) for other in others)
                yield from self._controlled(name, under, controls)

    def _idle_under(self, name: str) -> dict[str, list[str]]:
        """Other hyperparameters and those of their values under which it did nothing at all; numbers stand for themselves."""
        found: dict[str, list[str]] = {}
        for (each, context), level in self.seen.items():
            if each == name and len(context) == 1 and level is Likeness.SAME and self._word(*context[0]):
                found.setdefault(context[0][0], []).append(context[0][1])
        return found

    def _controlled(
        self, name: str, under: tuple[tuple[str, tuple[str, ...]], ...], controls: Sequence[Context]
    ) -> Iterator[Idle]:
        kept: list[tuple[str, tuple[str, ...]]] = []
        shown: tuple[Context, Sample, str, Context] | None = None
        for other, texts in under:
            good: list[str] = []
            for text in texts:
                context = () if standing(self._sweep.subject, other) == text else ((other, text),)
                trials = list(dict.fromkeys(self.trials.get((name, context), ())))
                telling = [
                    (context, sample, tried, control)
                    for sample, tried in trials
                    for control in controls[:2]
                    if self._sweep.likeness(control, changes(*control, (name, tried)), sample) is Likeness.DIFFERENT
                ]
                if self._refused(name, context) or text in _DATA_DECIDES or not self._alive(name, context):
                    continue
                if len({(sample.kind, tried) for _, sample, tried, _ in telling}) >= max(_TELLING, len(trials) // 2):
                    good.append(text)
                    shown = shown or telling[0]
            kept.append((other, tuple(good)))
        if shown is None or not all(texts for _, texts in kept):
            return
        context, sample, tried, _ = shown
        if self._sweep.wholly_alike(context, changes(*context, (name, tried)), sample):
            yield Idle(name, tuple(kept), *shown)

    def _alive(self, name: str, context: Context) -> bool:
        """Whether other hyperparameters still do something, as far as they ever do: else it is the data that is dead."""
        others = [each for each in self._varied if each != name and self.level(each) is Likeness.DIFFERENT]
        tried = [level for each in others if (level := self.seen.get((each, context))) is not None]
        return not context or not tried or Likeness.DIFFERENT in tried

    def _word(self, name: str, text: str) -> bool:
        return any(each.text == text for each in words(self._sweep.subject.domains[name].tried))

    def _number(self, name: str, text: str) -> bool:
        default = self._sweep.subject.domains[name].default
        return default is None or default.text != text or default.number or not default.constant

    def _refused(self, name: str, context: Context) -> bool:
        """Whether a value that is accepted alone is not under the context: then it matters after all."""
        return any(
            sample in self._sweep.accepting[name, each.text]
            and self._sweep.run(context, sample).ok
            and not self._sweep.run(changes(*context, (name, each.text)), sample).ok
            for each in self._sweep.accepted(name)
            for sample in self._sweep.homes[:1]
        )

    def influence(self) -> tuple[str, ...]:
        """Those that alone make a difference on plain data, the greatest first, as they stand in the constructor otherwise."""
        strengths: dict[str, float] = {}
        for name in self._varied:
            sample = self._sweep.homes[0]
            apart = [
                self._sweep.distance((), changes((name, each.text)), sample) for each in self._sweep.accepted(name)
            ]
            found = [each for each in apart if each is not None]
            if found and max(found) > 0:
                # Coarse, so that machines agree.
                strengths[name] = round(4 * sum(found) / len(found)) / 4
        return tuple(sorted(strengths, key=lambda name: -strengths[name]))

    @property
    def _varied(self) -> list[str]:
        return [each.name for each in self._sweep.domains if self._sweep.accepted(each.name)]

    def _everywhere(self) -> list[Sample]:
        """Data that differs most from what was seen."""
        return [*self._sweep.homes, *self._sweep.harsh, *self._foreign()[:_FOREIGN]]

    def _elsewhere(self) -> list[Sample]:
        return [*self._sweep.harsh[:2], *self._foreign()[:2]]

    def _foreign(self) -> list[Sample]:
        """Other data that it can be fitted on: by turns other numbers, and other answers to the same ones."""
        others = [each for each in self._sweep.fitted if each not in self._sweep.homes and not each.named]
        same = [each for each in others if any(each.X is home.X for home in self._sweep.homes)]
        new = [each for each in others if each not in same]
        pairs = itertools.zip_longest(new, same)
        return [each for pair in pairs for each in pair if each is not None]

    def _values(self, name: str) -> list[Candidate]:
        """Those that made a difference first."""
        found = self.shown.get((name, ()))
        best = found[1] if found else ""
        return sorted(self._sweep.accepted(name), key=lambda each: each.text != best)

    def _vary(self, name: str, context: Context, samples: Sequence[Sample]) -> None:
        """One hyperparameter, value by value, until there is a difference."""
        for candidate, sample in itertools.product(self._values(name), samples):
            if not self._sweep.tells(context, sample):
                continue
            changed = changes(*context, (name, candidate.text))
            if self._note(name, context, sample, candidate.text, self._sweep.likeness(context, changed, sample)):
                return

    def _note(self, name: str, context: Context, sample: Sample, text: str, level: Likeness | None) -> bool:
        """Keeps the greatest difference; whether there is none greater to be found."""
        if level is None:
            return False
        self.trials.setdefault((name, context), []).append((sample, text))
        if level >= self.seen.get((name, context), Likeness.SAME):
            self.seen[name, context] = level
            self.shown[name, context] = sample, text
        return level is Likeness.DIFFERENT

    def _doubt(self, names: Sequence[str], context: Context, samples: Iterable[Sample]) -> None:
        """Hyperparameters that are thought to do nothing, all at once: a difference is looked into, none clears them all."""
        for sample in samples:
            if not self._sweep.tells(context, sample):
                continue
            for row in range(1 if self._sweep.costly and context else _ROWS + (sample.harsh and not context)):
                items = [
                    (name, found[row % len(found)].text)
                    for name in names
                    if self.level(name, context) < Likeness.DIFFERENT
                    and (found := self._values(name))
                    and row < len(found)
                ]
                self._split(items, context, sample)

    def _doubt_acceptance(self, names: Sequence[str]) -> None:
        """What lets data in that is refused otherwise matters."""
        for sample, name in itertools.product((*self._sweep.refusing, *self._sweep.harsh_refusing), names):
            for candidate in self._values(name)[:_ROWS]:
                if self._sweep.run(changes((name, candidate.text)), sample).ok:
                    self._note(name, (), sample, candidate.text, Likeness.UNCLEAR)

    def _split(self, items: Sequence[tuple[str, str]], context: Context, sample: Sample) -> None:
        if not items:
            return
        level = self._sweep.likeness(context, changes(*context, *items), sample)
        if level is None and len(items) == 1 and not context:
            level = Likeness.UNCLEAR  # refused on data that is accepted otherwise
        if len(items) == 1 or level is Likeness.SAME:
            for name, text in items:
                self._note(name, context, sample, text, level)
            return
        half = len(items) // 2
        self._split(items[:half], context, sample)
        self._split(items[half:], context, sample)

    def _contexts(self, *, more: bool) -> Iterator[Context]:
        """Values of every hyperparameter that were accepted alone; of many words some, with `more` a number and an object."""
        for domain in self._sweep.domains:
            accepted = self._sweep.accepted(domain.name)
            yield from (((domain.name, each.text),) for each in words(accepted)[:_WORDS])
            if more:
                numbers = [each for each in accepted if each.number]
                others = [each for each in accepted if not each.constant]
                yield from (((domain.name, each.text),) for each in (*numbers[:1], *others[:1]))

    def _doubt_as_documented(self, names: Sequence[str]) -> None:
        """Those that never did anything, under the values that their documentation speaks of."""
        for name in names:
            for context in contexts_told(self._sweep, name):
                if self.ever(name) or self._sweep.spent:
                    break
                self._try_as_documented(name, context)

    def _try_as_documented(self, name: str, context: Context) -> None:
        home = self._sweep.homes[0]
        allowed = self._sweep.run(context, home).ok
        for candidate in self._values(name)[:_ROWS]:
            if self._sweep.run(changes(*context, (name, candidate.text)), home).ok is not allowed:
                self._note(name, context, home, candidate.text, Likeness.UNCLEAR)
                return
        samples = [home, *self._sweep.harsh[:1], *self._foreign()]
        self._vary(name, context, [each for each in samples if self._sweep.run(context, each).ok][:_FOREIGN])

    def _doubt_the_silent(self, names: Sequence[str]) -> None:
        """Those that never did anything, under values of two others."""
        self._wholly([name for name in names if not self.ever(name)])
        for one, other in self._pairs():
            context = changes(*one, *other)
            held = {name for name, _ in context}
            doubted = [name for name in names if name not in held and not self.ever(name)]
            if doubted and not self._sweep.spent:
                self._doubt(doubted, context, self._sweep.homes[:1])

    def _wholly(self, names: Sequence[str]) -> None:
        """The same without what otherwise spares time."""
        home = self._sweep.homes[0]
        items = [(name, self._values(name)[0].text) for name in names]
        if not items or self._sweep.wholly_alike((), changes(*items), home):
            return
        wrong = [item for item in items if not self._sweep.wholly_alike((), changes(item), home)]
        for name, text in wrong or items:
            self._note(name, (), home, text, Likeness.UNCLEAR)

    def _pairs(self) -> Iterator[tuple[Context, Context]]:
        """Values of two hyperparameters; texts before booleans, for they choose between ways to work."""
        contexts = sorted(self._contexts(more=False), key=lambda each: not each[0][1].startswith(("'", '"')))
        return ((one, other) for one, other in itertools.combinations(contexts, 2) if one[0][0] != other[0][0])

    def _confirm(self) -> None:
        """What seems to do nothing under a value is tried on other data, and under values of a second one beside it."""
        suspects: dict[Context, list[str]] = {}
        for (name, context), level in self.seen.items():
            if level is Likeness.SAME and len(context) == 1 and self.ever(name):
                suspects.setdefault(context, []).append(name)
        for context, found in suspects.items():
            if self._sweep.spent:
                self.seen.update({(name, context): Likeness.UNCLEAR for name in found})
            else:
                self._doubt(found, context, self._elsewhere())
        for one, other in self._pairs():
            if self._sweep.spent:
                return
            context = changes(*one, *other)
            held = {name for name, _ in context}
            for first in (one, other):
                names = [
                    name
                    for name in suspects.get(first, ())
                    if name not in held and self.level(name, first) is Likeness.SAME
                ]
                self._doubt(names, context, self._sweep.homes[:1])
                for name in names:
                    if self.level(name, context) > Likeness.NEAR:
                        # Not the one value's doing alone, then.
                        self.seen[name, first] = Likeness.UNCLEAR


def _free(candidate: Candidate) -> bool:
    """A free text: accepted, perhaps, only because it was never used."""
    return candidate.number and isinstance(candidate.value, str)
