"""Findings in the Static Analysis Results Interchange Format 2.1.0, for GitHub code scanning and other dashboards."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Final

from fitlens import __version__
from fitlens.analysis.facts import Span
from fitlens.check.model import Problem, Report
from fitlens.check.report.fingerprint import fingerprinted
from fitlens.check.report.line import one_line
from fitlens.check.report.paint import Paint
from fitlens.check.report.place import in_file, posix, within
from fitlens.check.report.said import advised
from fitlens.rules import registry
from fitlens.rules.model import Finding, Fix, Rule, Severity
from fitlens.rules.registry import every_rule
from fitlens.source.document import Document

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}
_ROOT: Final = "SRCROOT"
_UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def render(report: Report, paint: Paint) -> Iterator[str]:
    """One JSON object: the run, the rules that found something, the findings, and what could not be checked."""
    del paint
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report)]}, indent=2)


def _run(report: Report) -> dict[str, object]:
    found = {finding.code for checked in report.checked for finding in checked.findings}
    rules = [rule for rule in every_rule() if rule.code in found]
    indices = {rule.code: index for index, rule in enumerate(rules)}
    driver = {"name": "FitLens", "version": __version__, "rules": [_rule(rule) for rule in rules]}
    return {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The directory that the command ran in."}}},
        "invocations": [
            {
                "executionSuccessful": not report.problems,
                "toolExecutionNotifications": [_notification(problem) for problem in report.problems],
            }
        ],
        "results": [
            _result(document, finding, fingerprint, indices.get(finding.code, -1))
            for document, finding, fingerprint in fingerprinted(report)
        ],
        "properties": {"scikit-learn": [judge.version for judge in report.judged]},
    }


def _rule(rule: Rule) -> dict[str, object]:
    page = registry.documentation(rule)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": page.split("\n", 3)[2]},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["scikit-learn"], "problem.severity": _problem_severity(rule)},
    }


def _problem_severity(rule: Rule) -> str:
    """What GitHub sorts by; it calls advice a recommendation."""
    return "recommendation" if rule.severity == "info" else rule.severity


def _result(document: Document, finding: Finding, fingerprint: str, index: int) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": advised(document, finding)},
        "locations": [_location(document, finding.span)],
        "partialFingerprints": {"fitlens/v1": fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {**_location(document, related.span), "id": number, "message": {"text": one_line(related.message)}}
            for number, related in enumerate(finding.related, start=1)
        ]
    # What is deleted is told by lines of the file, and a notebook's rows are none.
    if finding.fix is not None and document.kind == "script":
        result["fixes"] = [_fix(document, finding.fix)]
    return result


def _location(document: Document, span: Span) -> dict[str, object]:
    physical = {"artifactLocation": _artifact(document.path), "region": _region(document, span)}
    location: dict[str, object] = {"physicalLocation": physical}
    cell = document.location(span.start).cell
    if cell is not None:
        location["logicalLocations"] = [{"name": f"cell {cell}", "fullyQualifiedName": within(document, span)}]
    return location


def _region(document: Document, span: Span) -> dict[str, int]:
    start, end = in_file(document, span)
    return {"startLine": start.row, "startColumn": start.column, "endLine": end.row, "endColumn": end.column}


def _artifact(path: str) -> dict[str, str]:
    shown = posix(path)
    uri = "".join(
        chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in shown.encode("utf-8", "surrogateescape")
    )
    if os.path.isabs(path) and os.path.isabs(shown):
        return {"uri": f"file://{'' if uri.startswith('/') else '/'}{uri}"}
    return {"uri": uri, "uriBaseId": _ROOT}


def _fix(document: Document, fix: Fix) -> dict[str, object]:
    replacements = [
        {"deletedRegion": _region(document, edit.span), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    return {
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": _artifact(document.path), "replacements": replacements}],
        "properties": {"applicability": "safe" if fix.safe else "unsafe"},
    }


def _notification(problem: Problem) -> dict[str, object]:
    return {
        "level": "error",
        "message": {"text": one_line(problem.message)},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(problem.path)}}],
    }
