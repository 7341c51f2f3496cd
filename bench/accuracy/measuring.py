"""One environment's programs measured: run, labelled, checked, broken, checked again."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.accuracy.checkers import check, sites
from bench.accuracy.faults.injecting import Confirmed, inject
from bench.accuracy.faults.source import Source
from bench.accuracy.labels import Judged, judge, truths
from bench.accuracy.observer import Observation, Observer
from bench.accuracy.peers import Error, Tools
from bench.accuracy.program import Program
from fitlens.catalog.store import Catalog

Ran = list[tuple[Program, Observation]]
TESTS = 15
"""So many tests of a module are executed."""
Known = set[tuple[str, str, str, str, str]]
"""Errors that checkers have on programs as they were: (checker, program, file, code, message)."""


@dataclass(frozen=True)
class Alarm:
    """What a checker reports on a line that ran, in a program that ran to its end: a false alarm, where it is an error."""

    checker: str
    program: Program
    error: Error


@dataclass(frozen=True)
class Outcome:
    """A confirmed fault, and which checkers found it."""

    confirmed: Confirmed
    found: frozenset[str]


@dataclass
class Measurement:
    """What was measured; several are added up."""

    programs: list[tuple[Program, str | None]] = field(default_factory=list)
    """Each with the reason why it did not run to its end."""
    labels: list[tuple[Program, Judged]] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    warnings: list[Alarm] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def add(self, other: Measurement) -> None:
        """Takes over what another has."""
        self.programs += other.programs
        self.labels += other.labels
        self.alarms += other.alarms
        self.warnings += other.warnings
        self.outcomes += other.outcomes


def measure(
    programs: Sequence[Program],
    observer: Observer,
    catalog: Catalog,
    tools: Tools,
    checkers: Sequence[str],
    faults: int,
) -> Measurement:
    """Programs run by an observer; faults: at most so many of each kind in each group."""
    found = Measurement()
    ran: Ran = []
    for program in programs:
        _note(program, observer.run(program), ran, found)
    _tell(f"{len(ran)} of {len(programs)} programs ran to their end")
    known = _judge(ran, catalog, tools, checkers, found)
    for group in dict.fromkeys(program.group for program, _ in ran):
        confirmed = inject([each for each in ran if each[0].group == group], observer, catalog, faults)
        _tell(f"{group}: {len(confirmed)} faults confirmed")
        found.outcomes += _find(confirmed, known, tools, checkers)
    return found


def measure_tests(
    modules: Sequence[tuple[str, str]], package: str, observer: Observer, catalog: Catalog, tools: Tools
) -> Measurement:
    """A package's modules of tests, where they lie; FitLens alone is asked about them."""
    found = Measurement()
    ran: Ran = []
    for path, root in modules:
        file = os.path.relpath(path, root)
        with open(path, encoding="utf-8") as stream:
            program = Program(file, f"tests of {package}", {file: stream.read()}, file)
        _note(program, observer.run_tests(path, root, TESTS), ran, found)
    _judge(ran, catalog, tools, ("fitlens",), found)
    return found


def _note(program: Program, observation: Observation, ran: Ran, found: Measurement) -> None:
    failure = observation.failure
    if failure is None:
        ran.append((program, observation))
    found.programs.append((program, f"{failure.type}: {failure.message}" if failure is not None else None))


def _judge(ran: Ran, catalog: Catalog, tools: Tools, checkers: Sequence[str], found: Measurement) -> Known:
    programs = [program for program, _ in ran]
    known: Known = set()
    for checker, errors, folder in _checked(programs, tools, checkers):
        if checker == "fitlens":
            found.labels += _labels(ran, folder, catalog, tools)
        for error in errors:
            program, observation = ran[error.program]
            known.add((checker, program.name, error.file, error.code, error.message))
            if _has_run(program, observation, error):
                kept = found.alarms if error.severity == "error" else found.warnings
                kept.append(Alarm(checker, program, error))
    return known


def _has_run(program: Program, observation: Observation, error: Error) -> bool:
    """Whether the statement that an error stands in was executed, and raised nothing."""
    executed = observation.executed.get(error.file, frozenset())
    rows = set(Source(program.files[error.file]).statement(error.row))
    return bool(rows & executed) and not rows & observation.raised.get(error.file, frozenset())


def _labels(ran: Ran, folder: str, catalog: Catalog, tools: Tools) -> Iterator[tuple[Program, Judged]]:
    given: dict[tuple[int, str], dict[tuple[int, int], list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for number, file, site in sites(folder, [program for program, _ in ran], tools):
        given[number, file][site["location"]["row"], site["location"]["column"]].append(site)

    def resolve(path: str) -> str:
        found = catalog.resolve(path)
        return path if found is None or isinstance(found, str) else found.path

    for number, (program, observation) in enumerate(ran):
        for file, text in program.files.items():
            for truth in truths(text, file, observation):
                for each in judge(truth, file, given[number, file], observation, resolve):
                    yield program, each


def _find(confirmed: Sequence[Confirmed], known: Known, tools: Tools, checkers: Sequence[str]) -> list[Outcome]:
    found: list[set[str]] = [set() for _ in confirmed]
    for checker, errors, _ in _checked([each.fault.program for each in confirmed], tools, checkers):
        for error in errors:
            if error.severity != "error":
                continue
            each = confirmed[error.program]
            is_new = (checker, each.fault.program.name, error.file, error.code, error.message) not in known
            places = ((each.fault.file, each.fault.rows), each.raised)
            if is_new and any(error.file == file and error.row in rows for file, rows in places):
                found[error.program].add(checker)
    return [Outcome(each, frozenset(by)) for each, by in zip(confirmed, found, strict=True)]


def _checked(
    programs: Sequence[Program], tools: Tools, checkers: Sequence[str]
) -> Iterator[tuple[str, list[Error], str]]:
    """(checker, its errors, the folder that FitLens was run on) for each checker, there until the next is asked for."""
    if not programs:
        return
    for checker in checkers:
        with tempfile.TemporaryDirectory(prefix="fitlens-bench-") as folder:
            start = time.monotonic()
            errors = check(checker, folder, programs, tools)
            _tell(f"{checker}: {len(errors)} findings in {len(programs)} programs, {time.monotonic() - start:.0f} s")
            yield checker, errors, folder


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
