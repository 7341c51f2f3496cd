"""A fault: a copy of a program with one thing changed, and how scikit-learn must answer for it to count."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bench.accuracy.faults.source import Source
from bench.accuracy.observer import Failure, Observation
from bench.accuracy.program import Program
from fitlens.catalog.history import History
from fitlens.catalog.model import ClassEntry
from fitlens.catalog.store import Catalog

Kind = Literal[
    "misspelt keyword",
    "refused value",
    "refused combination",
    "misspelt or missing learned attribute",
    "underscore dropped or added",
    "read before fit",
    "use before fit",
    "attribute absent under these hyperparameters",
    "misspelt method",
    "wrong grid key",
    "removed keyword",
    "removed name",
    "positional hyperparameter",
]


@dataclass(frozen=True)
class Fault:
    """One changed program."""

    kind: Kind
    program: Program
    file: str
    rows: range
    """Rows of the statement that was changed."""
    what: str
    """The change in words: `C -> c`."""
    exceptions: tuple[str, ...]
    """Names of exceptions, one of which must be raised (or one deriving from it)."""
    here: bool
    """The statement itself must raise; else what follows from it may."""

    def is_confirmed(self, failure: Failure | None) -> bool:
        """Whether the run of the copy raised what the fault is expected to lead to."""
        if failure is None or not set(self.exceptions) & {failure.type, *failure.bases}:
            return False
        if not failure.frames:
            return False
        return not self.here or any(file == self.file and row in self.rows for file, row in failure.frames)


@dataclass(frozen=True)
class Ground:
    """A file of a program that ran, with all that helps to break it."""

    program: Program
    file: str
    source: Source
    observation: Observation
    catalog: Catalog
    history: History
    random: random.Random

    @property
    def seen(self) -> Mapping[str, Mapping[int, list[Mapping[str, object]]]]:
        """What was seen in this file."""
        return self.observation.seen[self.file]  # type: ignore[return-value]

    def entry(self, path: object) -> ClassEntry | None:
        """scikit-learn's class at a path, None for another's."""
        found = self.catalog.resolve(str(path))
        return found if isinstance(found, ClassEntry) else None

    def parameters(self, path: object) -> tuple[str, ...]:
        """The hyperparameters of a class that was seen."""
        entry = self.entry(path)
        if entry is not None:
            return tuple(each.name for each in entry.parameters)
        return tuple(self.observation.classes[str(path)]["parameters"])

    def constructed(self, number: int) -> str | None:
        """The one class of which a call made instances."""
        paths = {str(each["constructs"]) for each in self.seen["calls"].get(number, ()) if "constructs" in each}
        return paths.pop() if len(paths) == 1 else None

    def one_class(self, number: int, kind: str) -> str | None:
        """The one estimator class of which something of a kind was read at a place."""
        found = self.seen["reads"].get(number, ())
        paths = {str(each.get("class")) for each in found}
        if len(paths) != 1 or any(each.get("kind") != kind or not each.get("estimator") for each in found):
            return None
        return paths.pop()

    def fault(
        self, kind: Kind, text: str, row: int, what: str, exceptions: tuple[str, ...], *, here: bool = True
    ) -> Fault:
        """The fault that a changed text of this file is; the row is one of the statement that was changed."""
        rows = self.source.statement(row)
        return Fault(kind, self.program.changed(self.file, text), self.file, rows, what, exceptions, here)


Maker = Callable[[Ground], Iterator[Fault]]
"""Proposes faults, best first being of no matter: which are tried is drawn from them."""
