"""What a run prints: one module for each format, loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from fitlens.check.model import Report
from fitlens.check.report.paint import Paint

Format = Literal["full", "concise", "json", "github"]


def lines(report: Report, output: Format, paint: Paint) -> Iterator[str]:
    """The report in that format, line by line."""
    match output:
        case "full":
            from fitlens.check.report.full import render
        case "concise":
            from fitlens.check.report.concise import render
        case "json":
            from fitlens.check.report.json import render
        case "github":
            from fitlens.check.report.github import render
    return render(report, paint)
