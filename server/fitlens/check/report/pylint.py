"""Findings in pylint's form, which many tools of review and CI read."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.check.model import Report
from fitlens.check.report.line import one_line
from fitlens.check.report.paint import Paint
from fitlens.check.report.place import in_file, relative
from fitlens.check.report.said import message


def render(report: Report, paint: Paint) -> Iterator[str]:
    """`path:row: [CODE(name)] message`."""
    del paint
    for checked in report.checked:
        path = one_line(relative(checked.document.path))
        for finding in checked.findings:
            row = in_file(checked.document, finding.span)[0].row
            yield f"{path}:{row}: [{finding.code}({finding.name})] {message(checked.document, finding)}"
