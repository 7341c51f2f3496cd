"""Findings one a line, as editors and grep expect them."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.check.model import Report
from fitlens.check.report.line import one_line
from fitlens.check.report.paint import Paint
from fitlens.check.report.place import heading


def render(report: Report, paint: Paint) -> Iterator[str]:
    """`path:row:column: CODE message`, in a notebook `path:cell 3:row:column: CODE message`."""
    for checked in report.checked:
        for finding in checked.findings:
            where = paint("bold", one_line(heading(checked.document, finding.span)))
            yield f"{where}: {paint(finding.severity, finding.code)} {one_line(finding.message)}"
