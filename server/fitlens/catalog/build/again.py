"""Runs evidence again with the scikit-learn that an interpreter has: what comes of it there, and in which words it refuses."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from fitlens.catalog.evidence import Trial, record_of
from fitlens.catalog.model import ClassEntry
from fitlens.catalog.store import DATA, CatalogError

_PROGRAM = """
import sys, types
# The package under its name, without making what is installed beside it importable.
package = types.ModuleType("fitlens")
package.__path__ = [sys.argv[1]]
sys.modules["fitlens"] = package
from fitlens.catalog.build.probe.rerun import main
main()
"""


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
    record = record_of(entry, directory=directory)
    request: dict[str, Any] = {"path": entry.path, **record, "facts": [list(each.fact) for each in trials]}
    try:
        done = subprocess.run(
            [python, "-c", _PROGRAM, str(Path(DATA).parent.parent)],
            input=json.dumps(request) + "\n",
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONUTF8": "1", "PYTHONHASHSEED": "0", "MPLBACKEND": "Agg"},
            check=False,
        )
    except OSError as error:
        raise CatalogError(f"--rerun {python}: cannot be started: {error.strerror}") from error
    if not done.stdout.strip():
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        if "No module named 'sklearn'" in last:
            raise CatalogError(f"--rerun {python}: has no scikit-learn; install it there or name another interpreter")
        raise CatalogError(f"--rerun {python}: could not run it: {last}")
    return tuple(Again(**each) for each in json.loads(done.stdout.splitlines()[0]))
