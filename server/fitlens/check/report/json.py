"""Findings for other programs, under the names that ruff gives these fields."""

from __future__ import annotations

import json
from collections.abc import Iterator

from fitlens.analysis.facts import Span
from fitlens.check.model import Report
from fitlens.check.report.paint import Paint
from fitlens.check.report.place import ends, relative
from fitlens.rules.model import Finding
from fitlens.source.document import Document, Location


def render(report: Report, paint: Paint) -> Iterator[str]:
    """A JSON array, one object a finding; rows and columns 1-based, columns in code points, ends exclusive."""
    del paint
    yield json.dumps(list(records(report)), indent=2)


def records(report: Report) -> Iterator[dict[str, object]]:
    """One object a finding, in the order of the report."""
    for checked in report.checked:
        for finding in checked.findings:
            yield _record(checked.document, finding)


def position(location: Location) -> dict[str, int]:
    """`{"row": ..., "column": ...}`."""
    return {"row": location.row, "column": location.column}


def _place(document: Document, span: Span) -> dict[str, object]:
    start, end = ends(document, span)
    return {"cell": start.cell, "location": position(start), "end_location": position(end)}


def _record(document: Document, finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "name": finding.name,
        "message": finding.message,
        "severity": finding.severity,
        "filename": relative(document.path),
        **_place(document, finding.span),
        "label": finding.label or None,
        "help": finding.help or None,
        "related": [{"message": related.message, **_place(document, related.span)} for related in finding.related],
        "fix": _fix(document, finding),
        "url": None,
    }


def _fix(document: Document, finding: Finding) -> dict[str, object] | None:
    if finding.fix is None:
        return None
    return {
        "applicability": "safe" if finding.fix.safe else "unsafe",
        "message": finding.fix.title,
        "edits": [{"content": edit.text, **_place(document, edit.span)} for edit in finding.fix.edits],
    }
