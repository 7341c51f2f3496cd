"""The line a run ends with."""

from __future__ import annotations

from fitlens.check.model import Report
from fitlens.check.report.paint import Paint


def summary(report: Report, paint: Paint) -> str:
    """How much was looked at, by which scikit-learn, and what came of it."""
    judged = f"scikit-learn {report.version}"
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
        text = f"Found {' and '.join(parts)} {where}{hint}, judged by {judged}."
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
    return paint(
        "estimator",
        f"All checks passed: {plural(report.files, 'file')}, {plural(report.estimators, 'estimator')}, {judged}.",
    )


def plural(count: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
