"""Runs evidence again, in an interpreter that has scikit-learn: says of each trial what comes of it there."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys
import warnings
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from fitlens.catalog.build.probe.fingerprints import Likeness
from fitlens.catalog.build.probe.forms import look_at, told
from fitlens.catalog.build.probe.laboratory import Laboratory, Subject, changes
from fitlens.catalog.build.probe.proofs import read_proof
from fitlens.catalog.build.probe.samples import make_samples, named
from fitlens.catalog.build.probe.sweep import Sweep
from fitlens.catalog.build.probe.world import PACKAGE, World
from fitlens.catalog.model import ClassEntry

Json = Any


class Result(NamedTuple):
    """What came of one trial."""

    holds: bool
    outcome: str
    """In the words of the evidence."""
    detail: str = ""
    message: str = ""
    """What scikit-learn said, where it raised."""


def main() -> None:
    """Reads requests, one JSON object a line (`path`, `given`, `base`, `facts`), and answers each with one line."""
    warnings.simplefilter("ignore")
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        bench = Bench()
        for line in sys.stdin:
            request = json.loads(line)
            found = [each._asdict() for each in bench.rerun(request["path"], request, request["facts"])]
            out.write(json.dumps(found) + "\n")
            out.flush()


class Bench:
    """The laboratory of an interpreter, for classes by their path."""

    def __init__(self) -> None:
        self._laboratory = Laboratory(World("", {}, {}, {}, {}))

    def rerun(self, path: str, record: Mapping[str, Json], facts: Sequence[Sequence[Json]]) -> list[Result]:
        """What comes of the facts of a record of evidence; the class is imported by its public path."""
        found = _found(path)
        entry = ClassEntry(path, "estimator", path, "", 1)
        subject = Subject(entry, found, record.get("given", {}), record.get("base", {}), {})
        sweep: Sweep | None = None
        results: list[Result] = []
        for fact in facts:
            proof = read_proof(fact)
            if proof.outcome in ("same", "differs"):
                sweep = sweep or Sweep(self._laboratory, subject)
            results.append(self._result(subject, sweep, fact))
        return results

    def _result(self, subject: Subject, sweep: Sweep | None, fact: Sequence[Json]) -> Result:
        proof = read_proof(fact)
        sample = named(make_samples(), proof.kind)
        run = self._laboratory.run(subject, proof.changed, sample)
        if proof.outcome == "refused":
            return Result(
                run.error == proof.detail, "refused" if run.error else "accepted", run.error or "", run.message
            )
        if run.error is not None:
            return Result(False, "refused", run.error, run.message)
        if proof.outcome in ("same", "differs"):
            assert sweep is not None
            change = cast("tuple[str, str]", proof.detail)
            level = sweep.likeness(proof.changed, changes(*proof.changed, change), sample)
            if level is None:
                return Result(False, "refused")
            outcome = "same" if level <= Likeness.NEAR else "differs"
            return Result(outcome == proof.outcome, outcome)
        there = hasattr(run.instance, proof.subject)
        if proof.outcome in ("there", "absent"):
            outcome = "there" if there else "absent"
            return Result(outcome == proof.outcome, outcome)
        look = look_at(run.instance, proof.subject) if there else None
        detail = told(look) if look else ""
        return Result(detail == proof.detail, "is" if look else "absent", detail)


def _found(path: str) -> type:
    """The class at a public path; what is experimental has to be enabled."""
    experiments: Any = importlib.import_module(PACKAGE + ".experimental")
    for info in pkgutil.iter_modules(experiments.__path__, experiments.__name__ + "."):
        if ".enable" in info.name:
            importlib.import_module(info.name)
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)
