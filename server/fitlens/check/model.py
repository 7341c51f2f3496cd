"""What a run over many files comes to.

Records of this room are NamedTuples: to define one takes 0.07 ms, where a frozen dataclass takes 0.5 ms, and a lint run
of one small file has about 70 ms in all.
"""

from __future__ import annotations

from fitlens.record import NamedTuple
from fitlens.rules.model import Finding
from fitlens.source.document import Document


class Problem(NamedTuple):
    """Why a path was not checked."""

    path: str
    message: str
    internal: bool = False
    """FitLens itself failed, not the file."""

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class Checked(NamedTuple):
    """One file with findings, in the order of the source."""

    document: Document
    findings: tuple[Finding, ...]


class Judged(NamedTuple):
    """A scikit-learn that files were judged by."""

    version: str
    """The catalog's minor version: `1.9`."""
    origin: str = ""
    """What it was chosen by, `requirements.txt`; empty where nothing says and the newest is taken."""
    instead_of: str = ""
    """The version that was asked for, where it is not covered."""


class Repaired(NamedTuple):
    """One file that fixes have changed, or would."""

    path: str
    before: bytes
    after: bytes
    settled: tuple[tuple[tuple[str, str], int], ...]
    """How many fixes were made of each rule: code and name, and number."""


class Report(NamedTuple):
    """A whole run."""

    files: int
    """How many were checked."""
    estimators: int
    """How many constructions of estimators they hold."""
    judged: tuple[Judged, ...] = ()
    """By what they were judged, each once: one for each project."""
    checked: tuple[Checked, ...] = ()
    """Those with findings, sorted by path."""
    problems: tuple[Problem, ...] = ()
    skipped: tuple[str, ...] = ()
    """Notebooks that hold no Python; not counted among the files."""
