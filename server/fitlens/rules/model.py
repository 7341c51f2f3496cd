"""What a rule is and what it reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Protocol

from fitlens.analysis.facts import Facts, Span
from fitlens.record import NamedTuple
from fitlens.source.document import Document

Severity = Literal["error", "warning", "info"]


class Edit(NamedTuple):
    """Replaces the text of a span; an empty span inserts."""

    span: Span
    text: str


class Fix(NamedTuple):
    """A repair a user can apply. `safe`: it changes nothing but what fails."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True


class Related(NamedTuple):
    """Another place that explains the finding."""

    span: Span
    message: str


class Finding(NamedTuple):
    """One thing wrong at one place."""

    code: str
    name: str
    severity: Severity
    message: str
    """One sentence with the names in it, no full stop."""
    span: Span
    label: str = ""
    """Stands behind the carets in the full format."""
    help: str = ""
    """What to do."""
    fix: Fix | None = None
    related: tuple[Related, ...] = ()


class Rule(Protocol):
    """One decision. Its class docstring is its documentation."""

    code: str
    name: str
    severity: Severity

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """The findings of this rule in one document."""
        ...
