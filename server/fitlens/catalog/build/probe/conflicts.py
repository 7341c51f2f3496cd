"""Pairs of values that are refused together on all data on which each is accepted alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fitlens.catalog.build.probe.candidates import Candidate, Domain
from fitlens.catalog.build.probe.conditions import setting_of, standing
from fitlens.catalog.build.probe.laboratory import Changes, Run, changes
from fitlens.catalog.build.probe.samples import Sample
from fitlens.catalog.build.probe.sweep import Sweep, values, words
from fitlens.catalog.model import Conflict, Setting

_KINDS = 9
"""Kinds of data on which a pair must be refused, as far as there are so many that accept each alone."""
_WAYS_OUT = 2
"""With more hyperparameters than this that reconcile two values, it is not about the two."""


class Refusal(NamedTuple):
    """Two values together, and how they were refused."""

    first: tuple[str, str]
    second: tuple[str, str]
    exception: str
    when: str
    sample: Sample
    unless: tuple[tuple[str, str], ...]


def find_refusals(sweep: Sweep) -> list[Refusal]:
    """The pairs that were refused; some values of one hyperparameter stand for all its numbers."""
    return [*_refused_with_a_default(sweep), *_refused_pairs(sweep)]


def conflicts_of(sweep: Sweep, refusals: Sequence[Refusal]) -> tuple[Conflict, ...]:
    """The refusals in as few records as they allow."""
    second: dict[tuple[str, str, str, str, str, tuple[Setting, ...]], set[str]] = {}
    for each in refusals:
        unless = _settings(sweep, each.unless)
        key = (*each.first, each.second[0], each.exception, each.when, unless)
        second.setdefault(key, set()).add(each.second[1])
    first: dict[tuple[str, str, str, str, tuple[Setting, ...], tuple[str, ...]], set[str]] = {}
    for (name, text, other, exception, when, unless), texts in second.items():
        first.setdefault((name, other, exception, when, unless, tuple(sorted(texts))), set()).add(text)
    written: list[Conflict] = []
    for (name, other, exception, when, unless, texts), own in first.items():
        one, two = _setting(sweep, name, own), _setting(sweep, other, texts)
        if one is not None and two is not None:
            written.append(Conflict(one, two, exception, "construct" if when == "construct" else "fit", unless))
    return tuple(sorted(written, key=repr))


def _refused_pairs(sweep: Sweep) -> Iterator[Refusal]:
    """Of values that are accepted alone: pairs of words first, for not all may be tried."""
    pairs = [
        ((one, mine), (other, yours))
        for one, other in itertools.combinations(sweep.domains, 2)
        for mine, yours in itertools.product(_standing_for_all(sweep, one), _standing_for_all(sweep, other))
    ]
    for (one, mine), (other, yours) in sorted(pairs, key=lambda pair: pair[0][1].number or pair[1][1].number):
        if sweep.spent:
            return
        refusal = _refusal(sweep, (one.name, mine), (other.name, yours))
        if refusal is None:
            continue
        found = [
            _refusal(sweep, (one.name, first), (other.name, second))
            for first, second in itertools.product(_meant(sweep, one, mine), _meant(sweep, other, yours))
        ]
        if all(found):
            yield from (each._replace(unless=refusal.unless) for each in found if each is not None)


def _standing_for_all(sweep: Sweep, domain: Domain) -> list[Candidate]:
    """The words, and one of the numbers where there is None beside them."""
    accepted = sweep.accepted(domain.name)
    default = domain.default
    nothing = any(each.constant and each.value is None for each in (*accepted, *([default] if default else [])))
    # A free text may be any nonsense that is only found out when it is used.
    numbers = [each for each in accepted if each.number and not isinstance(each.value, str)]
    return [*words(accepted), *(numbers[:1] if nothing and not domain.objects else [])]


def _meant(sweep: Sweep, domain: Domain, candidate: Candidate) -> list[Candidate]:
    """The values that one was tried for: a number for everything that is not None."""
    if not candidate.number:
        return [candidate]
    return [each for each in sweep.accepted(domain.name) if each.value is not None or not each.constant]


def _refusal(sweep: Sweep, one: tuple[str, Candidate], other: tuple[str, Candidate]) -> Refusal | None:
    """None where some data accepts both together, or none accepts each alone."""
    first, second = (one[0], one[1].text), (other[0], other[1].text)
    last: Run | None = None
    for sample in _accepting(sweep, first, second):
        last = sweep.run(changes(first, second), sample)
        if last.ok or last.unlucky:
            return None
    if last is None or last.error is None:
        return None
    unless = _ways_out(sweep, (first, second), last.sample)
    if len({name for name, _ in unless}) > _WAYS_OUT:
        return None
    return Refusal(first, second, last.error, last.when, last.sample, unless)


def _accepting(sweep: Sweep, first: tuple[str, str], second: tuple[str, str]) -> Iterator[Sample]:
    """Data that accepts each alone."""
    usual = [*sweep.homes, *sweep.harsh, *sweep.accepting[first], *sweep.accepting[second], *sweep.fitted]
    count = 0
    for sample in dict.fromkeys(usual):
        if count < _KINDS and sweep.run(changes(first), sample).ok and sweep.run(changes(second), sample).ok:
            count += 1
            yield sample


def _refused_with_a_default(sweep: Sweep) -> Iterator[Refusal]:
    """Values that are refused alone, on all data, and accepted once another hyperparameter is changed from its default."""
    for domain in sweep.domains:
        for candidate in values(sweep.subject, domain):
            if not candidate.constant or sweep.accepting[domain.name, candidate.text]:
                continue
            mine = domain.name, candidate.text
            ways: dict[str, list[tuple[str, Sample]]] = {}
            for other in sweep.domains:
                if other is not domain and other.default is not None and other.default.constant:
                    ways[other.name] = list(_rescues(sweep, mine, other))
            ways = {name: found for name, found in ways.items() if found}
            for name, found in ways.items():
                sweep.rescued += [(mine, (name, text), sample) for text, sample in found]
            stands_for_all = not candidate.number or (_nothing_but_none(sweep, domain) and not domain.objects)
            if not stands_for_all or len(ways) > _WAYS_OUT:
                continue
            for name, found in ways.items():
                unless = tuple((other, text) for other, texts in ways.items() if other != name for text, _ in texts)
                yield from _refused_beside(sweep, mine, name, found, unless)


def _nothing_but_none(sweep: Sweep, domain: Domain) -> bool:
    """Whether of all values that were tried only None is accepted alone."""
    default = domain.default
    return (
        default is not None
        and default.constant
        and default.value is None
        and not any(sweep.accepting[domain.name, each.text] for each in values(sweep.subject, domain))
    )


def _refused_beside(
    sweep: Sweep,
    mine: tuple[str, str],
    name: str,
    found: Sequence[tuple[str, Sample]],
    unless: tuple[tuple[str, str], ...],
) -> Iterator[Refusal]:
    """The default of the hyperparameter that lets a value in, and whatever other values of it do not."""
    default = standing(sweep.subject, name)
    rescuing = {text for text, _ in found}
    for candidate in [Candidate(default), *words(sweep.accepted(name))]:
        if candidate.text in rescuing:
            continue
        beside = () if candidate.text == default else ((name, candidate.text),)
        run = _refused_everywhere(sweep, changes(mine, *beside), changes(*beside), found[0][1])
        if run is not None and run.error is not None:
            yield Refusal(mine, (name, candidate.text), run.error, run.when, run.sample, unless)


def _refused_everywhere(sweep: Sweep, both: Changes, one: Changes, sample: Sample) -> Run | None:
    """The last of the runs on all data that accepts the one; None where one of them is accepted, or none refused for the values."""
    last: Run | None = None
    for each in dict.fromkeys([sample, *sweep.homes, *sweep.harsh, *sweep.fitted]):
        if sweep.run(one, each).ok:
            last = sweep.run(both, each)
            if last.ok or last.unlucky:
                return None
    return last


def _rescues(sweep: Sweep, mine: tuple[str, str], other: Domain) -> Iterator[tuple[str, Sample]]:
    for candidate in sweep.accepted(other.name):
        for sample in sweep.accepting[other.name, candidate.text]:
            if sweep.run(changes(mine, (other.name, candidate.text)), sample).ok:
                yield candidate.text, sample
                break


def _ways_out(
    sweep: Sweep, pair: tuple[tuple[str, str], tuple[str, str]], sample: Sample
) -> tuple[tuple[str, str], ...]:
    """Values of further hyperparameters with which the two are accepted."""
    held = {name for name, _ in pair}
    return tuple(
        (domain.name, candidate.text)
        for domain in sweep.domains
        if domain.name not in held
        for candidate in values(sweep.subject, domain)
        if sweep.run(changes(*pair, (domain.name, candidate.text)), sample).ok
    )


def _settings(sweep: Sweep, items: Sequence[tuple[str, str]]) -> tuple[Setting, ...]:
    """What reconciles, in words: where a number does, anything but what stands there otherwise may."""
    found: dict[str, set[str]] = {}
    for name, text in items:
        found.setdefault(name, set()).add(text)
    return tuple(_setting(sweep, name, texts) or _anything_else(sweep, name) for name, texts in sorted(found.items()))


def _setting(sweep: Sweep, name: str, texts: Sequence[str] | set[str]) -> Setting | None:
    domain = sweep.subject.domains[name]
    tried = {each.text: each for each in (*domain.tried, *([domain.default] if domain.default else []))}
    chosen = [tried[text] for text in sorted(texts) if text in tried]
    if all(each.constant and (not each.number or each is domain.default) for each in chosen):
        return Setting(name, tuple(sorted((each.value for each in chosen), key=repr)))
    return setting_of(domain, texts, {"None"}) if "None" in tried else None


def _anything_else(sweep: Sweep, name: str) -> Setting:
    default = sweep.subject.domains[name].default
    return Setting(name, (default.value,) if default is not None and default.constant else (), other=True)
