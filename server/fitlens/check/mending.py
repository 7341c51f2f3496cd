"""Fixes made in the course of a run: all that can be made of a file, then the file written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from fitlens.check.model import Problem, Repaired
from fitlens.rules.model import Finding
from fitlens.rules.repairing import offered
from fitlens.rules.rounds import Judge, Mended, mend
from fitlens.source.document import Document
from fitlens.source.read import SourceError, read_bytes
from fitlens.source.replacing import replaced
from fitlens.source.rewriting import rewritten

Hold = Callable[[Document, Sequence[Finding]], Sequence[Finding]]
"""The findings of a document, without the fixes that are not to be made. Raises SettingsError."""


class Mending:
    """Makes the fixes of one file after another, and writes the files unless it only shows what would be written."""

    def __init__(self, *, unsafe: bool, write: bool, given: bytes | None = None, hold: Hold | None = None) -> None:
        """given: what the one document was read from, where that is no file."""
        self._hold = hold
        self._unsafe = unsafe
        self._write = write and given is None
        self.given = given
        self.repaired: list[Repaired] = []
        self.problems: list[Problem] = []
        """Files that could not be fixed as they should have been."""
        self.unwritten = 0
        """How many of them hold fixes that were to be made and were not."""

    def __call__(
        self, document: Document, findings: Sequence[Finding], judge: Judge
    ) -> tuple[Document, Sequence[Finding]]:
        """The document as it is now, and what is left to find in it."""
        if not offered(findings, unsafe=self._unsafe):
            return document, findings
        hold = self._hold
        if hold is not None:
            findings = hold(document, findings)
            judge = _held(judge, hold)
        done = mend(document, findings, judge, unsafe=self._unsafe)
        self._tell(done)
        if not done.rounds:
            return document, findings
        try:
            before = after = read_bytes(document.path) if self.given is None else self.given
            now = document
            for replacements in done.rounds:
                after = rewritten(now, after, replacements)
                now = replaced(now, replacements)
            if self._write:
                from fitlens.source.saving import save

                save(document.path, before, after)
        except SourceError as error:
            self.problems.append(Problem(error.path, error.message))
            self.unwritten += 1
            return document, findings
        rules = Counter((finding.code, finding.name) for finding in done.settled)
        self.repaired.append(Repaired(document.path, before, after, tuple(sorted(rules.items()))))
        return done.document, done.findings

    def _tell(self, done: Mended) -> None:
        for finding in done.refused:
            row = done.document.location(finding.span.start)
            where = f"line {row.row}" if row.cell is None else f"cell {row.cell}, line {row.row}"
            title = finding.fix.title if finding.fix else ""
            what = f"the fix of {finding.code} on {where} ({title}) was left out: it would not be Python"
            self.problems.append(Problem(done.document.path, f"{what}. This is a fault of FitLens: report it"))
        if done.restless:
            codes = ", ".join(sorted({finding.code for finding in offered(done.findings, unsafe=self._unsafe)}))
            what = f"the fixes of {codes} come to no end; what was changed so far is kept"
            self.problems.append(Problem(done.document.path, f"{what}. This is a fault of FitLens: report it"))


def _held(judge: Judge, hold: Hold) -> Judge:
    return lambda document: hold(document, judge(document))
