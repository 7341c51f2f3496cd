"""`fitlens check`: findings in files, for a terminal or CI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fitlens.check.model import Report
from fitlens.check.run import check_paths
from fitlens.cli import outputs as reporting
from fitlens.cli import progress
from fitlens.cli.adopting import Adopting, adopt
from fitlens.cli.exits import CLEAN, FOUND, UsageError
from fitlens.cli.fixing import Fixing
from fitlens.cli.flags import Shown
from fitlens.cli.opened import Choosing, opened_settings, tell, worst
from fitlens.cli.standard_input import Sources
from fitlens.record import NamedTuple
from fitlens.settings.configuration import Configuration, Given

if TYPE_CHECKING:
    from fitlens.check.cache.results import Cache


class Asked(NamedTuple):
    """What one run does besides looking."""

    outputs: reporting.Outputs
    fixing: Fixing
    adopting: Adopting
    target: str | None
    python: str | None
    exit_zero: bool
    error_on_warning: bool
    cached: bool = True
    jobs: int | None = None


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
    if sources.given is not None and asked.adopting.add_ignore:
        raise UsageError("-: standard input cannot be written to; name a file to add comments to it")
    if watch:
        from fitlens.cli.watch import watching

        def again() -> Report:
            configuration.forget()
            return _once(sources, asked, configuration)[0]

        return watching(sources, again, asked.outputs, configuration)
    return _once(sources, asked, configuration)[1]


def verdict(report: Report, *, error_on_warning: bool) -> int:
    """FOUND where something will fail, or could not be looked at; warnings count where they are asked to, advice never."""
    fatal = ("error", "warning") if error_on_warning else ("error",)
    found = any(finding.severity in fatal for checked in report.checked for finding in checked.findings)
    return FOUND if found or report.problems else CLEAN


def _once(sources: Sources, asked: Asked, configuration: Configuration) -> tuple[Report, int]:
    """One run, and its exit code."""
    mending = asked.fixing.mending(sources.given, asked.adopting, configuration)
    choosing = Choosing(asked.target, asked.python, configuration)
    with choosing as choose, progress.shown(quiet=asked.outputs.quiet) as told:
        cache = _cache(sources, configuration) if asked.cached else None
        report = check_paths(
            sources.paths,
            choose,
            configuration,
            read=sources.read,
            progress=told,
            mending=mending,
            cache=cache,
            jobs=asked.jobs,
        )
    tell(report.problems)
    adopted = adopt(report, asked.adopting, configuration, quiet=asked.outputs.quiet)
    report = adopted.report
    if adopted.code is not None:
        code = adopted.code
    else:
        asked.fixing.report(report, asked.outputs, mending)
        code = verdict(report, error_on_warning=asked.error_on_warning)
        if mending is not None:
            code = asked.fixing.verdict(report, mending, code)
        if adopted.stale and code == CLEAN:
            code = FOUND
        if asked.exit_zero and code == FOUND:
            code = CLEAN
    return report, worst(report.problems, report.files + len(report.skipped), code)


def _cache(sources: Sources, configuration: Configuration) -> Cache | None:
    """What earlier runs have found; nothing of a program from standard input is kept."""
    if sources.given is not None:
        return None
    from fitlens.check.cache.folder import usual_folder
    from fitlens.check.cache.results import Cache

    # One folder for the whole run, though its files may have settings of their own.
    return Cache(configuration(sources.paths[0]).cache_dir or usual_folder())
