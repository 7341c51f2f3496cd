"""`fitlens check`: findings in files, for a terminal or CI."""

from __future__ import annotations

from collections.abc import Sequence

from fitlens.check.model import Checked, Report
from fitlens.check.report.paint import Paint
from fitlens.check.run import check_paths
from fitlens.cli import outputs as reporting
from fitlens.cli import progress
from fitlens.cli.adopting import Adopting, adopt
from fitlens.cli.exits import CLEAN, FAILED, FOUND, UsageError
from fitlens.cli.fixing import Fixing, show
from fitlens.cli.flags import Shown
from fitlens.cli.opened import Choosing, opened_settings, tell, worst
from fitlens.cli.standard_input import Sources
from fitlens.record import NamedTuple
from fitlens.settings.configuration import Configuration, Given


class Asked(NamedTuple):
    """What one run does besides looking."""

    outputs: reporting.Outputs
    fixing: Fixing
    adopting: Adopting
    target: str | None
    python: str | None
    exit_zero: bool
    error_on_warning: bool


def run(
    paths: Sequence[str],
    asked: Asked,
    *,
    settings: Given,
    shown: Shown | None,
    stdin_filename: str | None = None,
    watch: bool = False,
) -> int:
    """Reports to standard output and files, unreadable paths to standard error; returns the exit code.

    With `watch`, again after every change, until it is interrupted.
    """
    configuration = opened_settings(settings)
    if shown is not None:
        from fitlens.cli import shown as views

        return views.run(paths, configuration, shown)
    sources = Sources.of(paths, stdin_filename)
    if sources.given is not None and (asked.fixing.writes or asked.adopting.writes):
        raise UsageError("-: standard input cannot be written to; name a file to fix it, or to add comments to it")
    if watch:
        from fitlens.cli.watch import watching

        def again() -> Report:
            configuration.forget()
            return _once(sources, asked, configuration)[0]

        return watching(sources, again, asked.outputs, configuration)
    return _once(sources, asked, configuration)[1]


def fatal(report: Report, *, error_on_warning: bool) -> list[Checked]:
    """Those with what will fail; warnings count where they are asked to, advice never."""
    severities = ("error", "warning") if error_on_warning else ("error",)
    return [
        checked for checked in report.checked if any(finding.severity in severities for finding in checked.findings)
    ]


def _once(sources: Sources, asked: Asked, configuration: Configuration) -> tuple[Report, int]:
    """One run, and its exit code."""
    mending = asked.fixing.mending()
    outputs = asked.outputs
    choosing = Choosing(asked.target, asked.python, configuration)
    with choosing as choose, progress.shown(quiet=outputs.quiet) as told:
        report = check_paths(sources.paths, choose, configuration, mending, read=sources.read, progress=told)
    tell(report.problems)
    adopted = adopt(report, asked.adopting, configuration, quiet=outputs.quiet)
    looked_at = report.files + len(report.skipped)
    if adopted.code is not None:
        return report, worst(report.problems, looked_at, adopted.code)
    report = adopted.report

    def fixes(paint: Paint) -> None:
        if mending is not None:
            show(mending, asked.fixing, report.checked, paint, quiet=not outputs.summarised)

    reporting.write(report, outputs, fixes, silent=asked.fixing.silent)
    left = fatal(report, error_on_warning=asked.error_on_warning)
    repaired = () if mending is None else mending.repaired
    found = asked.fixing.is_failure(repaired, left) or report.problems or adopted.stale
    if mending is not None and mending.unwritten:
        return report, FAILED
    return report, worst(report.problems, looked_at, FOUND if found and not asked.exit_zero else CLEAN)
