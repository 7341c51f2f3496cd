"""The flags of `fitlens check` that are about findings which are there already: baselines, and comments put in for them."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from fitlens.cli.exits import CLEAN, FOUND, UsageError
from fitlens.record import NamedTuple

if TYPE_CHECKING:
    # Most runs have no baseline: what compares with one is loaded for those that do.
    from fitlens.check.known import Compared
    from fitlens.check.mending import Hold
    from fitlens.check.model import Report
    from fitlens.settings.baseline import Key
    from fitlens.settings.configuration import Configuration

_NAMED = 3


class Adopting(NamedTuple):
    """What was asked for."""

    baseline: str | None = None
    write: bool = False
    prune: bool = False
    locked: bool = False
    add_ignore: bool = False

    def untouched(self, configuration: Configuration, *, unsafe: bool) -> Hold | None:
        """What keeps fixes from what a baseline knows; None where all of it is to be mended."""
        # What is written into a baseline is what the fixes have left.
        if self.write:
            return None
        from fitlens.check.known import Untouched

        return Untouched(_baseline_of(self, configuration), pruning=self.prune, unsafe=unsafe)


class Outcome(NamedTuple):
    """What a run comes to."""

    report: Report
    code: int | None = None
    """The exit code, where the run ends here."""
    stale: bool = False
    """Whether a baseline that must be current is not."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the flags to a parser."""
    group = parser.add_argument_group("findings that are known")
    group.add_argument(
        "--baseline", metavar="FILE", help="report only what is not in this file (default: the setting `baseline`)"
    )
    group.add_argument("--write-baseline", action="store_true", help="write all that is found into the baseline")
    group.add_argument("--prune-baseline", action="store_true", help="drop from it what is not found any more")
    group.add_argument(
        "--locked-baseline", action="store_true", help="exit with 1 if it holds what is not found any more"
    )
    group.add_argument(
        "--add-ignore", action="store_true", help="put a comment behind each statement with findings that silences them"
    )


def given(arguments: argparse.Namespace) -> Adopting:
    """What the parsed arguments ask for. Raises UsageError where they contradict each other."""
    asked = Adopting(
        arguments.baseline,
        arguments.write_baseline,
        arguments.prune_baseline,
        arguments.locked_baseline,
        arguments.add_ignore,
    )
    named = {"--write-baseline": asked.write, "--prune-baseline": asked.prune, "--locked-baseline": asked.locked}
    flags = [flag for flag, is_given in named.items() if is_given]
    if len(flags) > 1:
        raise UsageError(f"{flags[0]} and {flags[1]}: expected one of them")
    if asked.add_ignore and asked.write:
        raise UsageError("--add-ignore and --write-baseline: expected one of them")
    return asked


def adopt(report: Report, asked: Adopting, configuration: Configuration, *, quiet: bool) -> Outcome:
    """The report without what is known; or the end of a run that writes. Raises UsageError."""
    baseline_of = _baseline_of(asked, configuration)
    if any(baseline_of(path) for path in report.paths):
        from fitlens.check.known import compare
        from fitlens.settings.layer import SettingsError

        try:
            compared = compare(report, configuration, baseline_of, write=asked.write)
        except SettingsError as error:
            raise UsageError(str(error)) from error
        if asked.write:
            return Outcome(report, _write(compared.current, quiet=quiet))
        report = compared.report
        stale = _pruned(compared, asked, quiet=quiet)
    elif asked.write or asked.prune or asked.locked:
        flag = "--write-baseline" if asked.write else "--prune-baseline" if asked.prune else "--locked-baseline"
        if asked.baseline is None:
            raise UsageError(f"{flag}: which file? Name it by --baseline FILE or by the setting `baseline`")
        stale = False
    else:
        stale = False
    if asked.add_ignore:
        return Outcome(report, _add_ignores(report, quiet=quiet))
    return Outcome(report, None, stale)


def _baseline_of(asked: Adopting, configuration: Configuration) -> Callable[[str], str | None]:
    if asked.baseline is not None:
        place = os.path.abspath(asked.baseline)
        return lambda _: place
    return lambda path: configuration(path).baseline


def _write(current: Mapping[str, Mapping[Key, int]], *, quiet: bool) -> int:
    for path, entries in current.items():
        _save(path, entries)
        if not quiet:
            count, files = sum(entries.values()), len({key.path for key in entries})
            what = f"{_plural(count, 'finding')} in {_plural(files, 'file')}" if count else "no findings"
            print(f"Wrote {what} to {_shown(path)}.")
    return CLEAN


def _pruned(compared: Compared, asked: Adopting, *, quiet: bool) -> bool:
    """Drops what is stale, or tells of it; gives whether that must end the run badly."""
    is_stale = False
    for path, entries in compared.stale.items():
        count = sum(entries.values())
        if not count:
            continue
        if asked.prune:
            from collections import Counter

            from fitlens.settings.baseline import read_baseline

            _save(path, Counter(read_baseline(path).entries) - Counter(entries))
            if not quiet:
                print(f"Dropped {_plural(count, 'finding')} from {_shown(path)}.", file=sys.stderr)
            continue
        is_stale = True
        keys = list(entries)
        named = ", ".join(f"{key.code} in {key.path}" for key in keys[:_NAMED])
        more = f" and {len(keys) - _NAMED} more" if len(keys) > _NAMED else ""
        told = f"{_plural(count, 'finding')} in it {'is' if count == 1 else 'are'} gone: {named}{more}"
        told += f"; --prune-baseline drops {'it' if count == 1 else 'them'}"
        told += ", --locked-baseline fails until then" if asked.locked else ""
        if asked.locked or not quiet:
            print(f"fitlens: {_shown(path)}: {told}", file=sys.stderr)
    return is_stale and asked.locked


def _add_ignores(report: Report, *, quiet: bool) -> int:
    from fitlens.check.ignoring import add_ignores
    from fitlens.cli.opened import tell

    added = add_ignores(report.checked)
    tell(added.problems)
    if not quiet:
        what = f"{_plural(added.comments, 'comment')} for {_plural(added.findings, 'finding')}"
        print(f"Added {what} in {_plural(added.files, 'file')}." if added.files else "No comments added.")
    return FOUND if added.problems or report.problems else CLEAN


def _save(path: str, entries: Mapping[Key, int]) -> None:
    """Writes a baseline, all of it or nothing."""
    from fitlens.settings.baseline import text_of
    from fitlens.source.saving import put

    try:
        put(path, text_of(entries).encode(errors="backslashreplace"))
    except OSError as error:
        raise UsageError(f"{_shown(path)}: the baseline cannot be written: {error.strerror or error}") from error


def _shown(path: str) -> str:
    from fitlens.environment.step import shown

    return shown(path)


def _plural(count: int, noun: str) -> str:
    from fitlens.check.report.summary import plural

    return plural(count, noun)
