"""Has programs run and observed by a process of the environment that they need."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from bench.accuracy.kept import Kept, installed, observing
from bench.accuracy.origins import ROOT
from bench.accuracy.program import Program

Seen = Mapping[str, Any]


class Failure(NamedTuple):
    """Why a program did not run to its end."""

    type: str
    """Name of the exception's class; `Timeout` and `Died` are ours."""
    bases: tuple[str, ...]
    message: str
    frames: tuple[tuple[str, int], ...]
    """The program's own lines on the way to where it was raised, outermost first: (file, row)."""
    inside: str
    """Module that raised it."""


@dataclass(frozen=True)
class Observation:
    """What a run showed."""

    failure: Failure | None
    seen: Mapping[str, Mapping[str, Mapping[int, list[Seen]]]]
    """File -> `calls`, `reads`, `keys` or `steps` -> number of the place -> what was seen there."""
    classes: Mapping[str, Seen]
    executed: Mapping[str, frozenset[int]]
    raised: Mapping[str, frozenset[int]]


class Observer:
    """Runs programs one after the other; use it in a `with` statement."""

    def __init__(self, python: str, kept: Kept, preload: tuple[str, ...] = (), limit: float = 30) -> None:
        self._command = [python, "-m", "bench.accuracy.observing", *preload]
        self._limit = limit
        self._kept = kept
        self._world = [installed(python), observing()]
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            self._process.wait()

    def run(self, program: Program, *, plain: bool = False) -> Observation:
        """Executes a program; plain: as it stands, only to see how it ends."""
        job = {"files": dict(program.files), "main": program.main, "limit": self._limit, "plain": plain}
        return self._ask(job)

    def run_tests(self, path: str, root: str, tests: int) -> Observation:
        """Executes the first tests of a module where it lies."""
        return self._ask({"test": path, "root": root, "tests": tests, "limit": self._limit})

    def _ask(self, job: dict[str, object]) -> Observation:
        asked = [self._world, job]
        report = self._kept.get(asked)
        if report is None:
            report = self._run(job)
            if report["error"] is None or report["error"]["type"] not in ("Timeout", "Died"):
                self._kept.put(asked, report)
        return observation_of(report)

    def _run(self, job: dict[str, object]) -> dict[str, Any]:
        if self._process is None:
            self._process = self._started()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{' '.join(self._command)}: ended before it answered")
        return json.loads(line)

    def _started(self) -> subprocess.Popen[str]:
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        environment = {**os.environ, **threads, "PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg", "PYTHONHASHSEED": "0"}
        return subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )


def observation_of(report: Mapping[str, Any]) -> Observation:
    """What the JSON that a run reports says."""
    error = report["error"]
    failure = None
    if error is not None:
        frames = tuple((file, row) for file, row in error["frames"])
        failure = Failure(error["type"], tuple(error["mro"]), error["message"], frames, error["inside"])
    seen = {
        file: {kind: {int(number): each for number, each in places.items()} for kind, places in kinds.items()}
        for file, kinds in report["seen"].items()
    }
    executed = {file: frozenset(rows) for file, rows in report["executed"].items()}
    raised = {file: frozenset(rows) for file, rows in report["raised"].items()}
    return Observation(failure, seen, report["classes"], executed, raised)
