"""Findings as reviewdog reads them, with repairs that a reviewer can accept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from fitlens.analysis.facts import Span
from fitlens.check.model import Report
from fitlens.check.report.paint import Paint
from fitlens.check.report.place import in_file, posix
from fitlens.check.report.said import advised
from fitlens.rules.model import Finding, Fix
from fitlens.source.document import Document

_SEVERITIES: Final = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}
_LINES: Final = 20
"""A suggestion replaces every line that it spans; over more than this many, a review would not show what changes."""


def render(report: Report, paint: Paint) -> Iterator[str]:
    """One JSON object with all findings; columns count bytes of UTF-8."""
    del paint
    diagnostics = [_diagnostic(checked.document, finding) for checked in report.checked for finding in checked.findings]
    yield json.dumps({"source": {"name": "fitlens"}, "diagnostics": diagnostics}, indent=2)


def _diagnostic(document: Document, finding: Finding) -> dict[str, object]:
    diagnostic: dict[str, object] = {
        "message": advised(document, finding),
        "location": _location(document, finding.span),
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
    }
    if document.kind == "script":
        if finding.related:
            diagnostic["relatedLocations"] = [
                {"message": related.message, "location": _location(document, related.span)}
                for related in finding.related
            ]
        suggestion = None if finding.fix is None else _suggestion(document, finding.fix)
        if suggestion is not None:
            diagnostic["suggestions"] = [suggestion]
    return diagnostic


def _location(document: Document, span: Span) -> dict[str, object]:
    return {"path": posix(document.path), "range": _range(document, span)}


def _range(document: Document, span: Span) -> dict[str, object]:
    start, end = in_file(document, span)
    return {
        "start": {"line": start.row, "column": _column(document, start.row, start.column)},
        "end": {"line": end.row, "column": _column(document, end.row, end.column)},
    }


def _column(document: Document, row: int, column: int) -> int:
    start, _ = document.line_span(row)
    before = document.text[start : start + column - 1]
    return len(before.encode("utf-8", "surrogatepass")) + 1


def _suggestion(document: Document, fix: Fix) -> dict[str, object] | None:
    """All edits as one: each suggestion is accepted by itself, and half a repair is none."""
    edits = sorted(fix.edits)
    whole = Span(edits[0].span.start, max(edit.span.end for edit in edits))
    if document.line_of(whole.end) - document.line_of(whole.start) >= _LINES:
        return None
    pieces: list[str] = []
    position = whole.start
    for edit in edits:
        pieces += (document.text[position : edit.span.start], edit.text)
        position = edit.span.end
    return {"range": _range(document, whole), "text": "".join(pieces)}
