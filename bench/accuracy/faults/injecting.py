"""Draws faults, has each copy run, and keeps those that scikit-learn confirms."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.accuracy.faults.attributes import absent, misspelt_learned, misspelt_methods, underscores
from bench.accuracy.faults.constructors import (
    misspelt_keywords,
    positional,
    refused_combinations,
    refused_values,
    removed_keywords,
)
from bench.accuracy.faults.fitting import before_fit
from bench.accuracy.faults.grids import wrong_keys
from bench.accuracy.faults.model import Fault, Ground, Kind, Maker
from bench.accuracy.faults.names import removed_names
from bench.accuracy.faults.source import Source
from bench.accuracy.observer import Failure, Observation, Observer
from bench.accuracy.program import Program
from fitlens.catalog.history import open_history
from fitlens.catalog.store import Catalog

_MAKERS: tuple[Maker, ...] = (
    misspelt_keywords,
    refused_values,
    refused_combinations,
    misspelt_learned,
    underscores,
    before_fit,
    absent,
    misspelt_methods,
    wrong_keys,
    removed_keywords,
    removed_names,
    positional,
)
_TRIES = 3
"""So many copies are run at most for one that is wanted."""


@dataclass(frozen=True)
class Confirmed:
    """A fault, and how its copy failed."""

    fault: Fault
    failure: Failure

    @property
    def raised(self) -> tuple[str, range]:
        """The file and the rows of the statement that raised."""
        file, row = self.failure.frames[-1]
        text = self.fault.program.files[file]
        return file, Source(text).statement(row)


def inject(
    ran: Sequence[tuple[Program, Observation]], observer: Observer, catalog: Catalog, most: int
) -> list[Confirmed]:
    """At most so many confirmed faults of each kind, the same ones every time."""
    proposed: dict[Kind, list[Fault]] = {}
    for program, observation in ran:
        for fault in _proposed(program, observation, catalog):
            proposed.setdefault(fault.kind, []).append(fault)
    found: list[Confirmed] = []
    for kind, faults in proposed.items():
        confirmed = 0
        for fault in _spread(faults, random.Random(kind))[: most * _TRIES]:
            failure = observer.run(fault.program, plain=True).failure
            if failure is not None and fault.is_confirmed(failure):
                found.append(Confirmed(fault, failure))
                confirmed += 1
                if confirmed == most:
                    break
    return found


def _proposed(program: Program, observation: Observation, catalog: Catalog) -> Iterator[Fault]:
    for file, text in program.files.items():
        if file not in observation.seen:
            continue
        source = Source(text)
        for maker in _MAKERS:
            chance = random.Random(f"{program.name} {file} {maker.__name__}")
            ground = Ground(program, file, source, observation, catalog, open_history(), chance)
            seen: set[str] = set()
            for fault in maker(ground):
                changed = fault.program.files[file]
                if changed != text and changed not in seen and changed.count("\n") == text.count("\n"):
                    seen.add(changed)
                    yield fault


def _spread(faults: Sequence[Fault], chance: random.Random) -> list[Fault]:
    """In random order, one of each program before a second of any."""
    by_program: dict[str, list[Fault]] = {}
    for fault in faults:
        by_program.setdefault(fault.program.name, []).append(fault)
    for each in by_program.values():
        chance.shuffle(each)
    order: Mapping[str, float] = {name: chance.random() for name in by_program}
    ranked = [(rank, order[name], fault) for name, each in by_program.items() for rank, fault in enumerate(each)]
    return [fault for _, _, fault in sorted(ranked, key=lambda item: item[:2])]
