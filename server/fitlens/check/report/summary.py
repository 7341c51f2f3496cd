"""The line a run ends with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fitlens.check.model import Judged, Report
from fitlens.check.report.line import one_line
from fitlens.check.report.paint import Paint, Style
from fitlens.check.report.place import relative
from fitlens.check.report.repairs import fixable

_FEW: Final = 3


def summary(report: Report, paint: Paint) -> str:
    """How much was looked at, by which scikit-learn, what came of it, and what was not looked at."""
    style, text = _outcome(report)
    if report.known:
        text += f" {plural(report.known, 'finding')} not shown: known by the baseline."
    if report.skipped:
        text += f" {plural(len(report.skipped), 'notebook')} skipped, without Python code: {_named(report.skipped)}."
    return paint(style, text)


def _outcome(report: Report) -> tuple[Style, str]:
    findings = [finding for checked in report.checked for finding in checked.findings]
    unread = f"{plural(len(report.problems), 'path')} could not be checked"
    unread += f": {_named(problem.path for problem in report.problems)}."
    if findings:
        counts = dict.fromkeys(("error", "warning", "info"), 0)
        for finding in findings:
            counts[finding.severity] += 1
        advice = counts.pop("info")
        parts = [plural(count, severity) for severity, count in counts.items() if count]
        parts += [f"{plural(advice, 'piece')} of advice"] if advice else []
        able = fixable(findings)
        hint = f" ({able})" if able else ""
        where = f"in {len(report.checked)} of {plural(report.files, 'file')}"
        text = f"Found {' and '.join(parts)} {where}{hint}, judged by {judges(report.judged)}."
        return "error" if counts["error"] else "warning", f"{text} {unread}" if report.problems else text
    if report.problems and report.files:
        return "error", f"No findings in {plural(report.files, 'file')}, but {unread}"
    if report.problems:
        return "error", "Nothing could be checked."
    if report.skipped and not report.files:
        return "warning", "Nothing to check."
    if not report.files:
        return "warning", "No Python files or notebooks found under the given paths."
    versions = "scikit-learn " + " and ".join(dict.fromkeys(judge.version for judge in report.judged))
    looked = f"{plural(report.files, 'file')}, {plural(report.estimators, 'estimator')}"
    return "estimator", f"All checks passed: {looked}, {versions}."


def _named(paths: Iterable[str]) -> str:
    """The first three, and how many more."""
    shown = [one_line(relative(path)) for path in paths]
    return ", ".join(shown[:_FEW]) + (f" and {len(shown) - _FEW:,} more" if len(shown) > _FEW else "")


def judges(judged: Iterable[Judged]) -> str:
    """`scikit-learn 1.9 from requirements.txt`, and those of other projects behind it."""
    named: list[str] = []
    for judge in judged:
        nearest = f", nearest to {judge.instead_of}" if judge.instead_of else ""
        named.append(one_line(f"{judge.version}{nearest}{f' from {judge.origin}' if judge.origin else ''}"))
    return f"scikit-learn {' and '.join(named)}"


def plural(count: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
