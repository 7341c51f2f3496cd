"""Findings as workflow commands, which GitHub Actions shows beside the changed lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fitlens.check.model import Problem, Report
from fitlens.check.report.paint import Paint
from fitlens.check.report.place import ends, heading, posix
from fitlens.check.report.said import advice
from fitlens.rules.model import Finding
from fitlens.source.document import Document

_COMMANDS: Final = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, paint: Paint) -> Iterator[str]:
    """One command a line; what could not be checked is an error of its file."""
    del paint
    for problem in report.problems:
        yield _problem(problem)
    for checked in report.checked:
        for finding in checked.findings:
            yield _finding(checked.document, finding)


def _problem(problem: Problem) -> str:
    return f"::error title=FitLens,file={_property(posix(problem.path))}::{_data(str(problem))}"


def _finding(document: Document, finding: Finding) -> str:
    start, end = ends(document, finding.span)
    fields = [f"title={_property(f'FitLens ({finding.code})')}", f"file={_property(posix(document.path))}"]
    if start.cell is None:
        # Rows of a notebook's cell are not lines of its file: the message alone names them.
        fields += [f"line={start.row}", f"col={start.column}", f"endLine={end.row}", f"endColumn={end.column}"]
    message = f"{heading(document, finding.span)}: {finding.code} {finding.message}"
    if advice(finding):
        message += f"\nhelp: {advice(finding)}"
    return f"::{_COMMANDS[finding.severity]} {','.join(fields)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
