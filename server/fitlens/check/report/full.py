"""Findings for a reader at a terminal: what is wrong, the source, what to do."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.check.model import Report
from fitlens.check.report.excerpt import Mark, excerpt
from fitlens.check.report.line import one_line
from fitlens.check.report.paint import Paint
from fitlens.check.report.place import heading
from fitlens.check.report.said import advice
from fitlens.rules.model import Finding
from fitlens.source.document import Document


def render(report: Report, paint: Paint) -> Iterator[str]:
    """One block of lines for each finding, an empty line behind each."""
    for checked in report.checked:
        for finding in checked.findings:
            yield from block(checked.document, finding, paint)
            yield ""


def block(document: Document, finding: Finding, paint: Paint) -> Iterator[str]:
    """The lines of one finding."""
    fix = finding.fix
    fixable = "" if fix is None else f"  {paint('dim', '[fixable]' if fix.safe else '[fixable, unsafe]')}"
    where = paint("bold", one_line(heading(document, finding.span)))
    yield f"{where}: {paint(finding.severity, finding.code)} {one_line(finding.message)}{fixable}"
    marks = [Mark(related.span, related.message, "place", "-") for related in finding.related]
    marks.append(Mark(finding.span, finding.label, finding.severity))
    lines = list(excerpt(document, marks, paint))
    yield from lines
    margin = " " * len(str(max(document.location(mark.span.start).row for mark in marks)))
    equals = paint("place", "=")
    help_ = advice(finding)
    if help_ and help_ != one_line(finding.label):
        yield f"{margin} {equals} help: {help_}"
    yield f"{margin} {equals} docs: fitlens rule {finding.code}"
