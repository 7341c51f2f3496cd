"""What a note in the documentation says, and how it fares against what was observed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fitlens.catalog.model import Conditions, Setting

Says = Literal["ignored", "used"]
Outcome = Literal["agrees", "in part", "less", "disagrees"]


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence on when a hyperparameter does something."""

    path: str
    """Of the class."""
    parameter: str
    says: Says
    """used: only under `when`. ignored: under `when`."""
    when: Conditions
    """Values of other hyperparameters."""
    sentence: str
    """As it was read from the installed scikit-learn; never kept."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A sentence that speaks of another hyperparameter, in a way that is not understood here."""

    path: str
    parameter: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A note held against the catalog."""

    note: Note
    outcome: Outcome
    """in part: it was seen to do nothing under some of the values that the note speaks of. less: under none."""
    reasons: tuple[str, ...] = ()
    """disagrees: what was seen instead."""
    unseen: tuple[Setting, ...] = ()
    """in part, less: under which of these values the observation says nothing."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All notes of one scikit-learn."""

    version: str
    verdicts: tuple[Verdict, ...]
    unread: tuple[Unread, ...]

    @property
    def found(self) -> int:
        """How many notes there are."""
        return len(self.verdicts) + len(self.unread)

    def having(self, *outcomes: Outcome) -> tuple[Verdict, ...]:
        """The verdicts with one of these outcomes."""
        return tuple(each for each in self.verdicts if each.outcome in outcomes)
