"""The flags of `fitlens check` that are about fixes: what they ask for, what is told of it, and the exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fitlens.cli import outputs as reporting
from fitlens.cli.exits import CLEAN, FAILED, FOUND
from fitlens.record import NamedTuple

if TYPE_CHECKING:
    from fitlens.check.mending import Mending
    from fitlens.check.model import Repaired, Report
    from fitlens.check.report.paint import When
    from fitlens.cli.adopting import Adopting
    from fitlens.settings.configuration import Configuration


class Fixing(NamedTuple):
    """What was asked for."""

    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    only: bool = False
    exit_non_zero: bool = False

    def mending(self, given: bytes | None, adopting: Adopting, configuration: Configuration) -> Mending | None:
        """What makes the fixes in the course of a run; None where none are wanted. `given` is from standard input."""
        if not (self.fix or self.only or self.diff):
            return None
        from fitlens.check.mending import Mending

        hold = adopting.untouched(configuration, unsafe=self.unsafe)
        return Mending(unsafe=self.unsafe, write=not self.diff, given=given, hold=hold)

    def report(self, report: Report, outputs: reporting.Outputs, mending: Mending | None) -> None:
        """What was fixed, or would be, which files could not be, and what is left.

        Of standard input the fixed program alone stands on standard output.
        """
        if mending is None:
            reporting.write(report, outputs)
            return
        from fitlens.check.report.repairs import fixable, made
        from fitlens.cli.opened import tell

        tell(mending.problems)
        repaired = mending.repaired
        lines = list(made(repaired, "Would fix" if self.diff else "Fixed")) if repaired else []
        printed = mending.given is not None and not self.diff
        if not (self.only or self.diff or printed):
            reporting.write(report, outputs, lines)
            return
        if self.diff:
            _show_difference(repaired, outputs.color)
        elif mending.given is not None:
            sys.stdout.flush()
            sys.stdout.buffer.write(repaired[0].after if repaired else mending.given)
        more = fixable(finding for checked in report.checked for finding in checked.findings)
        if not repaired:
            lines = [f"{'Nothing would be' if self.diff else 'Nothing was'} fixed{f' ({more})' if more else ''}."]
        elif more:
            lines.append(f"{more[0].upper()}{more[1:]}.")
        for line in lines if outputs.summarised else ():
            print(line, file=sys.stderr if self.diff or printed else sys.stdout)

    def verdict(self, report: Report, mending: Mending, left: int) -> int:
        """The exit code of a run with fixes; `left` is that of what is left to find."""
        if mending.unwritten:
            return FAILED
        if report.problems or (mending.repaired and (self.diff or self.exit_non_zero)):
            return FOUND
        return CLEAN if self.diff or self.only else left


def asked(arguments: argparse.Namespace) -> Fixing:
    """What the flags say."""
    return Fixing(
        arguments.fix,
        arguments.unsafe_fixes,
        arguments.diff,
        arguments.fix_only,
        arguments.exit_non_zero_on_fix,
    )


def _show_difference(repaired: Sequence[Repaired], color: When) -> None:
    from fitlens.check.report.difference import difference, shown
    from fitlens.check.report.paint import for_stream

    paint = for_stream(sys.stdout, color)
    sys.stdout.flush()
    for each in repaired:
        lines = difference(each)
        if paint.enabled or sys.stdout.isatty():
            for line in shown(lines, paint):
                print(line)
        else:
            # The file's own bytes, whatever the encoding of this stream: the diff must apply.
            sys.stdout.buffer.writelines(lines)
    sys.stdout.flush()
