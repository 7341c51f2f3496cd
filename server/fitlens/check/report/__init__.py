"""What a run prints: one module for each format, loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal, get_args

# The command line reads the formats' names at every start, whatever is then asked for.
if TYPE_CHECKING:
    from fitlens.check.model import Report
    from fitlens.check.report.paint import Paint

Format = Literal[
    "full",
    "concise",
    "grouped",
    "json",
    "json-lines",
    "github",
    "gitlab",
    "junit",
    "sarif",
    "azure",
    "pylint",
    "rdjson",
]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
READ: Final[frozenset[Format]] = frozenset({"full", "concise", "grouped", "github", "azure"})
"""What people read, in a terminal or a log: a summary may follow. What programs read must stand alone."""


def lines(report: Report, output: Format, paint: Paint) -> Iterator[str]:
    """The report in that format, line by line."""
    match output:
        case "full":
            from fitlens.check.report.full import render
        case "concise":
            from fitlens.check.report.concise import render
        case "grouped":
            from fitlens.check.report.grouped import render
        case "json":
            from fitlens.check.report.json import render
        case "json-lines":
            from fitlens.check.report.json_lines import render
        case "github":
            from fitlens.check.report.github import render
        case "gitlab":
            from fitlens.check.report.gitlab import render
        case "junit":
            from fitlens.check.report.junit import render
        case "sarif":
            from fitlens.check.report.sarif import render
        case "azure":
            from fitlens.check.report.azure import render
        case "pylint":
            from fitlens.check.report.pylint import render
        case "rdjson":
            from fitlens.check.report.rdjson import render
    return render(report, paint)
