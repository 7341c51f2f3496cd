"""Puts what was seen of one class together: its record's observed fields, and the evidence for each of them."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fitlens.catalog.build.probe.conditions import conditions
from fitlens.catalog.build.probe.conflicts import conflicts_of, find_refusals
from fitlens.catalog.build.probe.effects import Effects
from fitlens.catalog.build.probe.fingerprints import Likeness, is_learned
from fitlens.catalog.build.probe.forms import forms_of
from fitlens.catalog.build.probe.laboratory import Changes, Laboratory, Subject, changes
from fitlens.catalog.build.probe.proofs import Proof, evidence_of
from fitlens.catalog.build.probe.samples import make_samples, named
from fitlens.catalog.build.probe.sweep import Sweep
from fitlens.catalog.model import ClassEntry, Conditions, Ineffective, LearnedParameter, Setting

Json = Any
_SIMPLE = 2
"""A condition of more parts than this says more of the data than of the hyperparameters."""


def watch(laboratory: Laboratory, entry: ClassEntry, found: type) -> tuple[ClassEntry, dict[str, Json]]:
    """The entry with what was seen, and the record of its evidence: where no data suits it, how it refuses."""
    with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
        subject = laboratory.subject(entry, found)
        if subject is None:
            subject, run = laboratory.refusal(entry, found)
            evidence = evidence_of(subject, [Proof("fit", "refused", run.sample.kind, (), run.error or "")])
            return entry._replace(evidence=evidence["form"]), evidence
        return _Watch(laboratory, subject).told()


class _Watch:
    """One class under observation."""

    def __init__(self, laboratory: Laboratory, subject: Subject) -> None:
        self._sweep = Sweep(laboratory, subject)
        self._subject = self._sweep.subject
        self._sweep.try_singles()
        self._proofs: list[Proof] = []

    def told(self) -> tuple[ClassEntry, dict[str, Json]]:
        self._sweep.grant(2.0)
        refusals = find_refusals(self._sweep)
        self._proofs += [
            Proof("conflicts", "refused", each.sample.kind, changes(each.first, each.second), each.exception)
            for each in refusals
        ]
        effects = Effects(self._sweep)
        effects.observe()
        entry = self._subject.entry
        if entry.kind == "estimator":
            entry = entry._replace(runtime=self._runtime(effects))
            entry = self._learning(entry)._replace(
                ineffective=self._ineffective(effects), influence=effects.influence()
            )
        entry = entry._replace(
            data=tuple(each.kind for each in self._sweep.fitted) if entry.kind == "estimator" else (),
            conflicts=conflicts_of(self._sweep, refusals),
            draws=self._draws(effects),
        )
        evidence = evidence_of(self._subject, self._proofs)
        return entry._replace(evidence=evidence["form"]), evidence

    def _learning(self, entry: ClassEntry) -> ClassEntry:
        known = {each.name for each in entry.learned}
        seen = {name for each in self._sweep.seen for name in each.shown if is_learned(name)} - known
        seen -= {each.name for each in (*entry.methods, *entry.parameters)}
        learned = [*entry.learned, *(LearnedParameter(name, documented=False) for name in sorted(seen))]
        return entry._replace(
            learned=tuple(
                each._replace(forms=self._forms(each.name, entry.runtime), conditions=self._conditions(each.name))
                for each in learned
            ),
            methods=tuple(
                each._replace(conditions=self._conditions(each.name)) if each.conditional else each
                for each in entry.methods
            ),
            attributes=tuple(each for each in entry.attributes if each not in seen),
        )

    def _forms(self, name: str, idle: Sequence[str]) -> Any:
        forms, proofs = forms_of(self._sweep, name, idle)
        self._proofs += proofs
        return forms

    def _conditions(self, name: str) -> Conditions:
        """Where it was there at all, on data of the kinds on which it ever was."""
        kinds = {each.kind for each in self._sweep.seen if name in each.shown}
        kinds |= self._also_there(name, kinds)
        answers: dict[Changes, bool] = {}
        where: dict[Changes, str] = {}
        for each in self._sweep.seen:
            if each.kind in kinds and len(each.changed) <= 2 and not self._given(each.changed):
                there = name in each.shown
                if there or each.changed not in where:
                    where[each.changed] = each.kind
                answers[each.changed] = answers.get(each.changed, False) or there
        found = conditions(self._subject, answers) if answers else ()
        if found:
            self._proofs += self._contrast(name, found, answers, where)
        return found or ()

    def _also_there(self, name: str, kinds: set[str]) -> set[str]:
        """Data that only certain values accept, and on which it is there under others: there they can be told by it."""
        with_it = sorted(
            {each.changed for each in self._sweep.seen if name in each.shown and len(each.changed) <= 1},
            key=lambda changed: (len(changed), changed),
        )
        if not with_it:
            return set()
        alone: dict[Changes, set[str]] = {}
        for each in self._sweep.seen:
            if len(each.changed) == 1:
                alone.setdefault(each.changed, set()).add(each.kind)
        beside = {kind for found in alone.values() if not found & kinds for kind in found}
        return {
            kind
            for kind in beside
            if (run := self._sweep.run(with_it[0], named(make_samples(), kind))).ok and name in run.shown
        }

    def _contrast(
        self, name: str, found: Conditions, answers: dict[Changes, bool], where: dict[Changes, str]
    ) -> Iterator[Proof]:
        """One run with it, and for each hyperparameter that the condition names one without."""
        parameters = {each.parameter for term in found for each in term}
        for outcome, wanted in (("there", True), ("absent", False)):
            some = [
                changed
                for changed, there in answers.items()
                if there is wanted and {each for each, _ in changed} <= parameters
            ]
            for changed in sorted(some, key=lambda changed: (len(changed), changed))[: 1 if wanted else 2]:
                yield Proof(name, outcome, where[changed], changed)

    def _given(self, changed: Changes) -> bool:
        return any(name in self._subject.given for name, _ in changed)

    def _runtime(self, effects: Effects) -> tuple[str, ...]:
        names = effects.runtime()
        for name in names:
            sample, text = effects.shown[name, ()]
            self._proofs.append(Proof(name, "same", sample.kind, (), (name, text)))
        return names

    def _ineffective(self, effects: Effects) -> tuple[Ineffective, ...]:
        written: list[Ineffective] = []
        for idle in effects.ineffective():
            settings = [self._setting(name, texts) for name, texts in idle.under]
            if None in settings:
                continue
            written.append(Ineffective(idle.name, tuple(each for each in settings if each is not None)))
            kind, change = idle.sample.kind, (idle.name, idle.text)
            self._proofs.append(Proof(idle.name, "same", kind, idle.context, change))
            self._proofs.append(Proof(idle.name, "differs", kind, idle.control, change))
        return tuple(sorted(written, key=repr))

    def _setting(self, name: str, texts: Iterable[str]) -> Setting | None:
        domain = self._subject.domains[name]
        known = {each.text: each for each in (*domain.tried, *([domain.default] if domain.default else []))}
        chosen = [known[text] for text in texts if text in known]
        if chosen and all(each.constant for each in chosen):
            return Setting(name, tuple(sorted((each.value for each in chosen), key=repr)))
        return None

    def _draws(self, effects: Effects) -> Conditions | None:
        for domain in self._sweep.domains:
            if not domain.random:
                continue
            answers: dict[Changes, bool] = {}
            for (name, context), level in effects.seen.items():
                if name == domain.name and len(context) <= 1 and level in (Likeness.SAME, Likeness.DIFFERENT):
                    answers[context] = level is Likeness.DIFFERENT
            if not any(answers.values()):
                return None
            answers.setdefault((), False)  # a seed is not even accepted
            found = conditions(self._subject, answers, seen=True)
            yes = [context for context, answer in answers.items() if answer]
            sample, text = effects.shown[domain.name, yes[0]]
            self._proofs.append(Proof(domain.name, "differs", sample.kind, yes[0], (domain.name, text)))
            if found is None or any(len(term) > _SIMPLE for term in found):
                return () if answers[()] else None
            return found
        return None
