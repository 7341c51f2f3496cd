"""Findings as logging commands, which Azure Pipelines lists as issues of the run."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.check.model import Report
from fitlens.check.report.paint import Paint
from fitlens.check.report.place import in_file, posix
from fitlens.check.report.said import message
from fitlens.rules.model import Finding
from fitlens.source.document import Document


def render(report: Report, paint: Paint) -> Iterator[str]:
    """One command a line; what could not be checked is an error of its file."""
    del paint
    for problem in report.problems:
        yield f"##vso[task.logissue type=error;sourcepath={_property(posix(problem.path))};]{_data(problem.message)}"
    for checked in report.checked:
        for finding in checked.findings:
            yield _finding(checked.document, finding)


def _finding(document: Document, finding: Finding) -> str:
    start, _ = in_file(document, finding.span)
    fields = (
        # There are issues of no other kind.
        f"type={'error' if finding.severity == 'error' else 'warning'}",
        f"sourcepath={_property(posix(document.path))}",
        f"linenumber={start.row}",
        f"columnnumber={start.column}",
        f"code={_property(finding.code)}",
    )
    return f"##vso[task.logissue {';'.join(fields)};]{_data(message(document, finding))}"


def _data(text: str) -> str:
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace("]", "%5D").replace(";", "%3B")
