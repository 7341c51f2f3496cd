"""Runs evidence again with the scikit-learn that an interpreter has: what comes of it there, and in which words it refuses."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from typing import Any, NamedTuple

from fitlens.catalog.build.interpreter import command_for, environment, failure
from fitlens.catalog.evidence import Trial, record_of
from fitlens.catalog.model import ClassEntry
from fitlens.catalog.store import DATA, CatalogError


class Again(NamedTuple):
    """What came of a trial."""

    holds: bool
    """It went as the catalog says."""
    outcome: str
    """In the words of `Trial.outcome`, or `accepted`."""
    detail: str
    """As in `Trial.detail`."""
    message: str
    """What scikit-learn said where it raised; empty where it did not."""


def run_again(python: str, entry: ClassEntry, trials: Sequence[Trial], *, directory: str = DATA) -> tuple[Again, ...]:
    """The trials of a class, run by the interpreter `python`.

    Raises CatalogError where it cannot be started, has no scikit-learn, or not this class.
    """
    (found,) = run_all_again(python, [(entry, trials)], directory=directory)
    return found


def run_all_again(
    python: str, wanted: Sequence[tuple[ClassEntry, Sequence[Trial]]], *, directory: str = DATA
) -> list[tuple[Again, ...]]:
    """The trials of several classes, in one process. Raises as `run_again`."""
    requests: list[dict[str, Any]] = [
        {"path": entry.path, **record_of(entry, directory=directory), "facts": [list(each.fact) for each in trials]}
        for entry, trials in wanted
    ]
    try:
        done = subprocess.run(
            command_for(python, "rerun"),
            input="".join(json.dumps(request) + "\n" for request in requests),
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=environment(),
            check=False,
        )
    except OSError as error:
        raise CatalogError(f"--rerun {python}: cannot be started: {error.strerror}") from error
    answers = done.stdout.splitlines()
    if len(answers) < len(requests):
        missing = requests[len(answers)]["path"]
        if "has no attribute" in done.stderr and missing.rpartition(".")[2] in done.stderr:
            raise CatalogError(f"--rerun {python}: the scikit-learn there has no {missing}")
        raise failure(f"--rerun {python}", done.stderr, "could not run it")
    return [tuple(Again(**each) for each in json.loads(answer)) for answer in answers]
