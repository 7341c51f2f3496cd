"""`fitlens check --watch`: the same run again after every change of a file.

Files are looked at twice a second. A library that the system tells of changes would be compiled code, and what FitLens
needs to run is pure Python.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from time import monotonic, sleep
from typing import Final

from fitlens.check.discover import discover
from fitlens.check.model import Report
from fitlens.check.report.summary import plural
from fitlens.cli.exits import CLEAN, UsageError
from fitlens.cli.outputs import Outputs
from fitlens.cli.standard_input import Sources
from fitlens.record import NamedTuple
from fitlens.settings.configuration import Configuration
from fitlens.settings.layer import SettingsError

_PAUSE: Final = 0.5
_SHARE: Final = 10
"""The pause is at least this many times what looking took: a large tree must not keep a processor busy."""


class Stamp(NamedTuple):
    """What shows that a file has changed."""

    modified: int
    """Nanoseconds."""
    size: int


def watching(sources: Sources, once: Callable[[], Report], outputs: Outputs, configuration: Configuration) -> int:
    """Runs until it is interrupted, which is how it is meant to end."""
    if sources.given is not None:
        raise UsageError("--watch: standard input does not change; name files or directories")
    try:
        while True:
            before = _look(sources, configuration)
            if sys.stdout.isatty():
                sys.stdout.write("\x1b[2J\x1b[3J\x1b[H")
            report = once()
            if not outputs.quiet:
                print(
                    f"Watching {plural(len(before) - len(configuration.files), 'file')} for changes; Ctrl-C ends it.",
                    file=sys.stderr,
                )
            sys.stdout.flush()
            _wait(sources, before, report, configuration)
    except KeyboardInterrupt:
        return CLEAN


def _wait(sources: Sources, before: dict[str, Stamp | None], report: Report, configuration: Configuration) -> None:
    deciding = {judge.origin for judge in report.judged if os.path.isfile(judge.origin)}
    known = {path: _stamp(path) for path in deciding}
    took = 0.0
    while True:
        sleep(max(_PAUSE, _SHARE * took))
        start = monotonic()
        if _look(sources, configuration) != before or any(_stamp(path) != stamp for path, stamp in known.items()):
            return
        took = monotonic() - start


def _look(sources: Sources, configuration: Configuration) -> dict[str, Stamp | None]:
    """The files to check, and those with their settings. Raises UsageError where these cannot be used."""
    configuration.forget()
    try:
        files = discover(sources.paths, configuration.of_directory).files
    except SettingsError as error:
        raise UsageError(str(error)) from error
    return {path: _stamp(path) for path in (*files, *configuration.files)}


def _stamp(path: str) -> Stamp | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return Stamp(status.st_mtime_ns, status.st_size)
