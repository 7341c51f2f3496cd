"""Findings for other programs, under the names that ruff gives these fields."""

from __future__ import annotations

import json
from collections.abc import Iterator

from fitlens.check.model import Report
from fitlens.check.report.paint import Paint
from fitlens.check.report.place import ends, relative
from fitlens.rules.model import Finding
from fitlens.source.document import Document, Location


def render(report: Report, paint: Paint) -> Iterator[str]:
    """A JSON array, one object a finding; rows and columns 1-based, columns in code points, ends exclusive."""
    del paint
    records = [_record(checked.document, finding) for checked in report.checked for finding in checked.findings]
    yield json.dumps(records, indent=2)


def position(location: Location) -> dict[str, int]:
    """`{"row": ..., "column": ...}`."""
    return {"row": location.row, "column": location.column}


def _record(document: Document, finding: Finding) -> dict[str, object]:
    start, end = ends(document, finding.span)
    return {
        "code": finding.code,
        "name": finding.name,
        "message": finding.message,
        "severity": finding.severity,
        "filename": relative(document.path),
        "cell": start.cell,
        "location": position(start),
        "end_location": position(end),
        "fix": _fix(document, finding),
        "url": None,
    }


def _fix(document: Document, finding: Finding) -> dict[str, object] | None:
    if finding.fix is None:
        return None
    edits: list[dict[str, object]] = []
    for edit in finding.fix.edits:
        start, end = ends(document, edit.span)
        edits.append({"content": edit.text, "location": position(start), "end_location": position(end)})
    return {
        "applicability": "safe" if finding.fix.safe else "unsafe",
        "message": finding.fix.title,
        "edits": edits,
    }
