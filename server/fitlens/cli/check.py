"""`fitlens check`: findings in files, for a terminal or CI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fitlens.check.model import Report
from fitlens.check.run import check_paths
from fitlens.cli import outputs as reporting
from fitlens.cli import progress
from fitlens.cli.adopting import Adopting, adopt
from fitlens.cli.exits import CLEAN, FOUND
from fitlens.cli.fixing import Fixing
from fitlens.cli.opened import Choosing, opened_settings, tell, worst
from fitlens.cli.standard_input import Sources
from fitlens.record import NamedTuple
from fitlens.settings.configuration import Given

if TYPE_CHECKING:
    from fitlens.cli.flags import Shown


class Wanted(NamedTuple):
    """What a run is to do, besides where it is to look."""

    outputs: reporting.Outputs
    settings: Given
    fixing: Fixing
    adopting: Adopting
    exit_zero: bool
    error_on_warning: bool
    target: str | None
    python: str | None


def run(paths: Sequence[str], wanted: Wanted, *, shown: Shown | None, stdin_filename: str | None, watch: bool) -> int:
    """Reports to standard output and files, unreadable paths to standard error; returns the exit code.

    With `watch`, again after every change, until it is interrupted.
    """
    sources = Sources.of(paths, stdin_filename)
    if shown is not None:
        from fitlens.cli import shown as views

        return views.run(sources.paths, opened_settings(wanted.settings), shown)
    if watch:
        from fitlens.cli.watch import watching

        return watching(sources, lambda: _once(sources, wanted)[0], wanted)
    return _once(sources, wanted)[1]


def _once(sources: Sources, wanted: Wanted) -> tuple[Report, int]:
    """One run: what was found, and the exit code."""
    outputs = wanted.outputs
    configuration = opened_settings(wanted.settings)
    mending = wanted.fixing.mending(sources.given)
    with (
        Choosing(wanted.target, wanted.python, configuration) as choose,
        progress.shown(quiet=outputs.quiet) as told,
    ):
        report = check_paths(sources.paths, choose, configuration, mending, read=sources.read, progress=told)
    tell(report.problems)
    looked_at = report.files + len(report.skipped)
    adopted = adopt(report, wanted.adopting, configuration, quiet=outputs.quiet)
    if adopted.code is not None:
        return report, worst(report.problems, looked_at, adopted.code)
    report = adopted.report
    wanted.fixing.report(report, outputs, mending)
    code = FOUND if report.problems or _fails(report, error_on_warning=wanted.error_on_warning) else CLEAN
    if mending is not None:
        code = wanted.fixing.verdict(report, mending, code)
    code = FOUND if adopted.stale and code == CLEAN else code
    return report, worst(report.problems, looked_at, CLEAN if wanted.exit_zero and code == FOUND else code)


def _fails(report: Report, *, error_on_warning: bool) -> bool:
    """Whether something will fail; warnings count where they are asked to, advice never."""
    fatal = ("error", "warning") if error_on_warning else ("error",)
    return any(finding.severity in fatal for checked in report.checked for finding in checked.findings)
