"""What was measured in numbers, and whether it is what was promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from bench.accuracy.faults.model import Kind
from bench.accuracy.labels import Verdict
from bench.accuracy.measuring import Measurement

LABELS_RIGHT, FAULTS_FOUND, KIND_FOUND = 0.98, 0.95, 0.90
PROMISED = (("constructor keyword",), ("learned read", "learned read on self"))


@dataclass(frozen=True)
class Found:
    """How many of how many."""

    count: int
    total: int

    @property
    def share(self) -> float:
        """Between 0 and 1; of nothing, 0."""
        return self.count / self.total if self.total else 0.0

    def __str__(self) -> str:
        return f"{self.count} of {self.total} ({100 * self.share:.1f} %)" if self.total else "none"


def by_kind_of_site(measured: Measurement) -> dict[str, Counter[Verdict]]:
    """Kind of site -> how many labels are right, wrong, silent."""
    kinds: dict[str, Counter[Verdict]] = {}
    for _, judged in measured.labels:
        kinds.setdefault(judged.kind, Counter())[judged.verdict] += 1
    return dict(sorted(kinds.items()))


def found_by(measured: Measurement, checker: str, kind: Kind | None = None) -> Found:
    """How many confirmed faults a checker found, of one kind or of all."""
    outcomes = [each for each in measured.outcomes if kind in (None, each.confirmed.fault.kind)]
    return Found(sum(checker in each.found for each in outcomes), len(outcomes))


def found_in(measured: Measurement, checker: str, group: str) -> Found:
    """How many confirmed faults a checker found in the programs of one group."""
    outcomes = [each for each in measured.outcomes if each.confirmed.fault.program.group == group]
    return Found(sum(checker in each.found for each in outcomes), len(outcomes))


def kinds() -> tuple[Kind, ...]:
    """All kinds of fault."""
    return get_args(Kind)


def alarms_of(measured: Measurement, checker: str) -> tuple[int, int]:
    """How many errors a checker has on code that ran, in how many programs."""
    alarms = [each for each in measured.alarms if each.checker == checker]
    return len(alarms), len({(each.program.group, each.program.name) for each in alarms})


def labelled(measured: Measurement, kinds_: Iterable[str]) -> tuple[Found, int]:
    """How many sites of some kinds are labelled right, and how many wrong."""
    sums: Counter[Verdict] = Counter()
    for kind, counted in by_kind_of_site(measured).items():
        if kind in kinds_:
            sums += counted
    return Found(sums["right"], sums.total()), sums["wrong"]


def broken_promises(measured: Measurement) -> Iterator[str]:
    """What was promised and is not so."""
    for kinds_ in PROMISED:
        right, wrong = labelled(measured, kinds_)
        if right.share < LABELS_RIGHT:
            yield f"{kinds_[0]}: {right} labelled right, at least {LABELS_RIGHT:.0%} is promised"
        if wrong:
            yield f"{kinds_[0]}: {wrong} labelled wrong, none is promised"
    alarms, _ = alarms_of(measured, "fitlens")
    if alarms:
        yield f"{alarms} errors on code that ran, none is promised"
    overall = found_by(measured, "fitlens")
    if overall.share < FAULTS_FOUND:
        yield f"faults: {overall} found, at least {FAULTS_FOUND:.0%} is promised"
    for kind in kinds():
        found = found_by(measured, "fitlens", kind)
        if found.share < KIND_FOUND:
            yield f"{kind}: {found} found, at least {KIND_FOUND:.0%} is promised"
