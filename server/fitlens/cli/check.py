"""`fitlens check`: findings in files, for a terminal or CI."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from fitlens.check import report as formats
from fitlens.check.model import Repaired
from fitlens.check.report.paint import for_stream
from fitlens.check.report.summary import summary
from fitlens.check.run import check_paths
from fitlens.cli.adopting import Adopting, adopt
from fitlens.cli.exits import CLEAN, FAILED, FOUND
from fitlens.cli.fixing import Fixing, show
from fitlens.cli.flags import Shown
from fitlens.cli.opened import Choosing, opened_settings, tell, worst
from fitlens.settings.configuration import Given


def run(
    paths: Sequence[str],
    *,
    output: formats.Format,
    settings: Given,
    shown: Shown | None,
    quiet: bool,
    exit_zero: bool,
    target: str | None,
    python: str | None,
    fixing: Fixing,
    adopting: Adopting,
) -> int:
    """Prints findings and summary to standard output, unreadable paths to standard error; returns the exit code."""
    configuration = opened_settings(settings)
    if shown is not None:
        from fitlens.cli import shown as views

        return views.run(paths, configuration, shown)
    mending = fixing.mending()
    with Choosing(target, python, configuration) as choose:
        report = check_paths(paths, choose, configuration, mending)
    tell(report.problems)
    adopted = adopt(report, adopting, configuration, quiet=quiet)
    if adopted.code is not None:
        return worst(report.problems, report.files + len(report.skipped), adopted.code)
    report = adopted.report
    paint = for_stream(sys.stdout)
    text = output in ("full", "concise")
    if not fixing.silent:
        for line in formats.lines(report, output, paint):
            print(line)
    repaired: Sequence[Repaired] = ()
    if mending is not None:
        repaired = mending.repaired
        show(mending, fixing, report.checked, paint, quiet=quiet or not text)
    if text and not quiet and not fixing.silent:
        print(summary(report, paint))
    found = (fixing.is_failure(repaired, report.checked) or bool(report.problems) or adopted.stale) and not exit_zero
    failed = mending is not None and mending.unwritten
    return FAILED if failed else worst(report.problems, report.files + len(report.skipped), FOUND if found else CLEAN)
