"""The flags of `fitlens check` that are about fixes: what they ask for, what is told of it, and the exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fitlens.check.model import Checked, Repaired
from fitlens.check.report.paint import Paint
from fitlens.check.report.repairs import fixable, made
from fitlens.cli.opened import tell
from fitlens.record import NamedTuple

if TYPE_CHECKING:
    from fitlens.check.mending import Mending


class Fixing(NamedTuple):
    """What was asked for."""

    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    only: bool = False
    exit_non_zero: bool = False

    @property
    def silent(self) -> bool:
        """Whether findings that are left are not told of."""
        return self.only or self.diff

    @property
    def writes(self) -> bool:
        """Whether it reads files again and writes to them, or would."""
        return self.fix or self.silent

    def mending(self) -> Mending | None:
        """What makes the fixes in the course of a run; None where none are wanted."""
        if not (self.fix or self.silent):
            return None
        from fitlens.check.mending import Mending

        return Mending(unsafe=self.unsafe, write=not self.diff)

    def is_failure(self, repaired: Sequence[Repaired], left: Sequence[Checked]) -> bool:
        """Whether a run that could do all it was asked for is one that CI should stop at."""
        if self.diff:
            return bool(repaired)
        return bool((left and not self.only) or (repaired and self.exit_non_zero))


def given(arguments: argparse.Namespace) -> Fixing:
    """What the parsed arguments ask for."""
    return Fixing(
        arguments.fix,
        arguments.unsafe_fixes,
        arguments.diff,
        arguments.fix_only,
        arguments.exit_non_zero_on_fix,
    )


def show(mending: Mending, fixing: Fixing, left: Sequence[Checked], paint: Paint, *, quiet: bool) -> None:
    """What was fixed, or would be, and which files could not be."""
    sys.stdout.flush()
    tell(mending.problems)
    if fixing.diff:
        _show_difference(mending.repaired, paint)
    if quiet:
        return
    stream = sys.stderr if fixing.diff else sys.stdout
    more = fixable(finding for checked in left for finding in checked.findings) if fixing.silent else ""
    if mending.repaired:
        for line in made(mending.repaired, "Would fix" if fixing.diff else "Fixed"):
            print(line, file=stream)
        if more:
            print(f"{more[0].upper()}{more[1:]}.", file=stream)
    elif fixing.silent:
        print(
            f"{'Nothing would be' if fixing.diff else 'Nothing was'} fixed{f' ({more})' if more else ''}.", file=stream
        )


def _show_difference(repaired: Sequence[Repaired], paint: Paint) -> None:
    from fitlens.check.report.difference import difference, shown

    for each in repaired:
        lines = difference(each)
        if paint.enabled or sys.stdout.isatty():
            for line in shown(lines, paint):
                print(line)
        else:
            # The file's own bytes, whatever the encoding of this stream: the diff must apply.
            sys.stdout.buffer.writelines(lines)
    sys.stdout.flush()
