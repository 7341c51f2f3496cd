"""Findings as a Code Quality report, which GitLab shows in a merge request."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Final

from fitlens.check.model import Report
from fitlens.check.report.fingerprint import fingerprinted
from fitlens.check.report.paint import Paint
from fitlens.check.report.place import in_file, posix
from fitlens.check.report.said import message
from fitlens.rules.model import Finding
from fitlens.source.document import Document, Location

_SEVERITIES: Final = {"error": "major", "warning": "minor", "info": "info"}


def render(report: Report, paint: Paint) -> Iterator[str]:
    """A JSON array, one object a finding."""
    del paint
    yield json.dumps([_record(*known) for known in fingerprinted(report)], indent=2)


def _record(document: Document, finding: Finding, fingerprint: str) -> dict[str, object]:
    start, end = in_file(document, finding.span)
    return {
        "check_name": finding.code,
        "description": f"{finding.code}: {message(document, finding)}",
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": fingerprint,
        "location": {
            "path": _from_project(document.path),
            "positions": {"begin": _position(start), "end": _position(end)},
        },
    }


def _position(location: Location) -> dict[str, int]:
    return {"line": location.row, "column": location.column}


def _from_project(path: str) -> str:
    """GitLab looks for the file below the project's directory, wherever in it the command ran."""
    project = os.environ.get("CI_PROJECT_DIR")
    if not project:
        return posix(path)
    below = os.path.relpath(path, project)
    return posix(path) if below.startswith(os.pardir) else below.replace(os.sep, "/")
