"""The line a run ends with."""

from __future__ import annotations

from collections.abc import Iterable

from fitlens.check.model import Judged, Report
from fitlens.check.report.paint import Paint


def summary(report: Report, paint: Paint) -> str:
    """How much was looked at, by which scikit-learn, and what came of it."""
    findings = [finding for checked in report.checked for finding in checked.findings]
    if findings:
        counts = dict.fromkeys(("error", "warning", "info"), 0)
        for finding in findings:
            counts[finding.severity] += 1
        nouns = {"error": "error", "warning": "warning", "info": "advice"}
        parts = [
            f"{count} {nouns[severity]}" if severity == "info" else plural(count, nouns[severity])
            for severity, count in counts.items()
            if count
        ]
        fixable = sum(finding.fix is not None for finding in findings)
        hint = f" ({fixable} fixable in the editor)" if fixable else ""
        where = f"in {len(report.checked)} of {plural(report.files, 'file')}"
        text = f"Found {' and '.join(parts)} {where}{hint}, judged by {judges(report.judged)}."
        return paint("error" if counts["error"] else "warning", text)
    if report.problems:
        if report.files:
            unread = plural(len(report.problems), "path")
            text = f"No findings in {plural(report.files, 'file')}, but {unread} could not be checked."
        else:
            text = "Nothing could be checked."
        return paint("error", text)
    if not report.files:
        return paint("warning", "No Python files or notebooks found under the given paths.")
    versions = "scikit-learn " + " and ".join(dict.fromkeys(judge.version for judge in report.judged))
    return paint(
        "estimator",
        f"All checks passed: {plural(report.files, 'file')}, {plural(report.estimators, 'estimator')}, {versions}.",
    )


def judges(judged: Iterable[Judged]) -> str:
    """`scikit-learn 1.9 from requirements.txt`, and those of other projects behind it."""
    named: list[str] = []
    for judge in judged:
        nearest = f", nearest to {judge.instead_of}" if judge.instead_of else ""
        named.append(f"{judge.version}{nearest}{f' from {judge.origin}' if judge.origin else ''}")
    return f"scikit-learn {' and '.join(named)}"


def plural(count: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
