"""Findings as failed tests, which nearly every CI server lists."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from fitlens.check.model import Checked, Problem, Report
from fitlens.check.report.line import showable
from fitlens.check.report.paint import Paint
from fitlens.check.report.place import ends, posix, within
from fitlens.check.report.said import advised, message
from fitlens.rules.model import Finding
from fitlens.source.document import Document


def render(report: Report, paint: Paint) -> Iterator[str]:
    """A suite for each file, a failure for each finding, an error for what was not checked; where all is well, one test passed."""
    del paint
    root = ET.Element("testsuites", name="fitlens")
    for problem in report.problems:
        _unread(root, problem)
    for checked in report.checked:
        _suite(root, checked)
    if not len(root):
        suite = _new_suite(root, "fitlens", tests=1)
        ET.SubElement(suite, "testcase", name="No findings", classname="fitlens")
    ET.indent(root)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield ET.tostring(root, encoding="unicode")


def _new_suite(root: ET.Element, name: str, *, tests: int, failures: int = 0, errors: int = 0) -> ET.Element:
    counts = {"tests": str(tests), "failures": str(failures), "errors": str(errors), "skipped": "0"}
    return ET.SubElement(root, "testsuite", {"name": _legal(name), **counts})


def _unread(root: ET.Element, problem: Problem) -> None:
    path = posix(problem.path)
    suite = _new_suite(root, path, tests=1, errors=1)
    case = ET.SubElement(suite, "testcase", name="readable", classname=_legal(path), file=_legal(path))
    ET.SubElement(case, "error", message=_legal(problem.message), type="error")


def _suite(root: ET.Element, checked: Checked) -> None:
    path = posix(checked.document.path)
    suite = _new_suite(root, path, tests=len(checked.findings), failures=len(checked.findings))
    for finding in checked.findings:
        _case(suite, path, checked.document, finding)


def _case(suite: ET.Element, path: str, document: Document, finding: Finding) -> None:
    start, _ = ends(document, finding.span)
    case = ET.SubElement(
        suite,
        "testcase",
        name=f"{finding.code} {finding.name} at {within(document, finding.span)}",
        classname=_legal(path.rpartition(".")[0] or path),
        file=_legal(path),
    )
    if start.cell is None:
        case.set("line", str(start.row))
        case.set("column", str(start.column))
    failure = ET.SubElement(case, "failure", message=_legal(message(document, finding)), type=finding.severity)
    failure.text = _legal(f"{path}:{within(document, finding.span)}: {finding.code} {advised(document, finding)}")


def _legal(text: str) -> str:
    """XML has no place for control characters and half surrogates, however they are escaped."""
    return "".join(
        char if showable(char) or char == "\n" else char.encode("unicode_escape").decode("ascii") for char in text
    )
