"""Findings below the name of their file, for a first look at many."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.check.model import Report
from fitlens.check.report.line import one_line
from fitlens.check.report.paint import Paint
from fitlens.check.report.place import relative, within


def render(report: Report, paint: Paint) -> Iterator[str]:
    """The path, then a line for each finding with its place, code and message in columns; an empty line behind each file."""
    for checked in report.checked:
        yield f"{paint('bold', one_line(relative(checked.document.path)))}:"
        places = [within(checked.document, finding.span) for finding in checked.findings]
        width = max(map(len, places))
        for place, finding in zip(places, checked.findings, strict=True):
            yield f"  {place:{width}}  {paint(finding.severity, finding.code)}  {one_line(finding.message)}"
        yield ""
