"""`fitlens check`: findings in files, for a terminal or CI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fitlens.check.model import Report
from fitlens.check.run import check_paths
from fitlens.check.select import UnknownRuleError, chosen, every_rule
from fitlens.cli import outputs as reporting
from fitlens.cli import progress
from fitlens.cli.exits import CLEAN, FOUND, UsageError
from fitlens.cli.fixing import Fixing
from fitlens.cli.opened import Choosing, tell, worst
from fitlens.cli.standard_input import Sources

if TYPE_CHECKING:
    from fitlens.check.mending import Mending


def run(
    paths: Sequence[str],
    *,
    outputs: reporting.Outputs,
    select: Sequence[str],
    ignore: Sequence[str],
    exit_zero: bool,
    error_on_warning: bool,
    target: str | None,
    python: str | None,
    stdin_filename: str | None = None,
    watch: bool = False,
    fixing: Fixing | None = None,
) -> int:
    """Reports to standard output and files, unreadable paths to standard error; returns the exit code.

    With `watch`, again after every change, until it is interrupted.
    """
    try:
        rules = chosen(every_rule(), select, ignore)
    except UnknownRuleError as error:
        raise UsageError(str(error)) from error
    sources = Sources.of(paths, stdin_filename)
    fixing = fixing or Fixing()
    mending: Mending | None = None

    def once() -> Report:
        nonlocal mending
        mending = fixing.mending(sources.given)
        with Choosing(target, python) as choose, progress.shown(quiet=outputs.quiet) as told:
            report = check_paths(sources.paths, choose, rules, read=sources.read, progress=told, mending=mending)
        tell(report.problems)
        fixing.report(report, outputs, mending)
        return report

    if watch:
        from fitlens.cli.watch import watching

        return watching(sources, once, outputs)
    report = once()
    code = verdict(report, error_on_warning=error_on_warning)
    if mending is not None:
        code = fixing.verdict(report, mending, code)
    return worst(report.problems, report.files + len(report.skipped), CLEAN if exit_zero and code == FOUND else code)


def verdict(report: Report, *, error_on_warning: bool) -> int:
    """FOUND where something will fail, or could not be looked at; warnings count where they are asked to, advice never."""
    fatal = ("error", "warning") if error_on_warning else ("error",)
    found = any(finding.severity in fatal for checked in report.checked for finding in checked.findings)
    return FOUND if found or report.problems else CLEAN
