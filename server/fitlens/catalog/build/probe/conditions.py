"""Reads from many runs under which values something is there: a disjunction of conjunctions, as short as they allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fitlens.catalog.build.probe.candidates import Candidate, Domain
from fitlens.catalog.build.probe.laboratory import Changes, Subject
from fitlens.catalog.model import Conditions, Setting

Case = Mapping[str, str]
"""Relevant hyperparameter -> text of its value."""
_Term = dict[str, frozenset[str]]
_MOST = 4
"""A condition in more parts than this is no condition but a misunderstanding."""


def conditions(subject: Subject, answers: Mapping[Changes, bool], *, seen: bool = False) -> Conditions | None:
    """When `answers` are yes, in terms of hyperparameters; None where that cannot be told, `()` where they always are.

    seen: of words that were not tried nothing is claimed; else they count as those that said yes.
    """
    if all(answers.values()):
        return ()
    relevant = sorted(_relevant(answers))
    if not relevant:
        return None
    yes, no = _cases(subject, relevant, answers)
    if not yes or not no:
        return None
    terms = _merged([_widened(case, no) for case in yes], no)
    if len(terms) > _MOST:
        return None
    tried = {name: {case[name] for case in (*yes, *no)} for name in relevant}
    written: list[tuple[Setting, ...]] = []
    for term in terms:
        settings: list[Setting] = []
        for name, values in sorted(term.items()):
            setting = setting_of(subject.domains[name], values, tried[name] - values, seen=seen)
            if setting is None:
                return None
            settings.append(setting)
        written.append(tuple(settings))
    return tuple(sorted(written, key=repr))


def setting_of(domain: Domain, values: Iterable[str], others: Iterable[str], *, seen: bool = False) -> Setting | None:
    """A setting that holds for the values and not for the others, or None where constants cannot tell them apart.

    All constants that a hyperparameter accepts are named, or else those that are out.
    """
    known = {each.text: each for each in (*domain.tried, *([domain.default] if domain.default else []))}
    inside = [known[text] for text in sorted(values) if text in known]
    outside = [known[text] for text in sorted(others) if text in known]
    untried = [text for text, each in known.items() if each.constant and text not in {*values, *others}]
    if domain.complete and (seen or not untried) and all(_word(each) for each in inside):
        return Setting(domain.name, _values(inside))
    if all(_word(each) or each is domain.default for each in outside) and all(each.constant for each in outside):
        return Setting(domain.name, _values(outside), other=True)
    if all(_word(each) for each in inside) and not any(each.number for each in outside):
        return None
    if all(_word(each) for each in inside):
        return Setting(domain.name, _values(inside))
    return None


def _word(each: Candidate) -> bool:
    return each.constant and not each.number


def _values(candidates: Sequence[Candidate]) -> tuple[object, ...]:
    return tuple(sorted((each.value for each in candidates), key=lambda value: (type(value).__name__, repr(value))))


def _relevant(answers: Mapping[Changes, bool]) -> set[str]:
    """Hyperparameters of which one change alone, from somewhere, changes the answer."""
    found: set[str] = set()
    for changed, answer in answers.items():
        for item in changed:
            rest = tuple(each for each in changed if each != item)
            if rest in answers and answers[rest] != answer:
                found.add(item[0])
    return found


def _cases(subject: Subject, relevant: Sequence[str], answers: Mapping[Changes, bool]) -> tuple[list[Case], list[Case]]:
    """The answers in terms of the relevant alone; where they leave it open, it may be."""
    told: dict[tuple[str, ...], bool] = {}
    for changed, answer in answers.items():
        values = dict(changed)
        key = tuple(values.get(name, standing(subject, name)) for name in relevant)
        told[key] = told.get(key, False) or answer
    cases = [(dict(zip(relevant, key, strict=True)), answer) for key, answer in sorted(told.items())]
    return [case for case, answer in cases if answer], [case for case, answer in cases if not answer]


def standing(subject: Subject, name: str) -> str:
    """The text of the value that a hyperparameter has when it is not changed."""
    default = subject.domains[name].default
    return subject.base.get(name) or subject.given.get(name) or (default.text if default else "")


def _widened(case: Case, no: Sequence[Case]) -> _Term:
    """The case without whatever can be left out before a `no` would fit it."""
    term: _Term = {name: frozenset([value]) for name, value in case.items()}
    for name in sorted(case):
        less = {each: values for each, values in term.items() if each != name}
        if not any(_fits(less, other) for other in no):
            term = less
    return term


def _merged(terms: list[_Term], no: Sequence[Case]) -> list[_Term]:
    """Terms that differ in the values of one hyperparameter become one."""
    merged: list[_Term] = []
    for term in terms:
        for index, other in enumerate(merged):
            if other.keys() == term.keys():
                union = {name: other[name] | term[name] for name in term}
                if sum(other[name] != term[name] for name in term) <= 1 or not any(_fits(union, each) for each in no):
                    merged[index] = union
                    break
        else:
            merged.append(term)
    return merged if len(merged) == len(terms) else _merged(merged, no)


def _fits(term: _Term, case: Case) -> bool:
    return all(case[name] in values for name, values in term.items())
