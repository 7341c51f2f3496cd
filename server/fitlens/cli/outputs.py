"""Where a lint run's reports go: to standard output and to files, each in a format of its own."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from fitlens.check.report import FORMATS, READ, Format, lines
from fitlens.cli.exits import UsageError
from fitlens.record import NamedTuple

if TYPE_CHECKING:
    from fitlens.check.model import Report
    from fitlens.check.report.paint import Paint, When


class Output(NamedTuple):
    """One report."""

    format: Format
    path: str | None = None
    """The file that it is written to; None for standard output."""


class Outputs(NamedTuple):
    """What was asked to be reported, and how."""

    files: tuple[Output, ...] = ()
    shown: Format | None = "full"
    """The format on standard output; None where all that would stand there goes to a file."""
    color: When = "auto"
    quiet: bool = False
    """No summary."""
    statistics: bool = False
    """Standard output counts the findings of each rule instead of showing them."""

    @property
    def summarised(self) -> bool:
        """Whether people read standard output, and want a summary."""
        return not self.quiet and (self.shown is None or self.shown in READ)


def add_arguments(parser: ArgumentParser) -> None:
    """The flags that `asked` reads."""
    parser.add_argument(
        "-o",
        "--output-format",
        action="append",
        type=_output,
        default=[],
        metavar="FORMAT[:FILE]",
        help=f"how findings are shown: {', '.join(FORMATS)} (default: full; under GitHub Actions github). "
        "With a file, a report beside what is shown; repeatable",
    )
    parser.add_argument("--output-file", metavar="FILE", help="write there what standard output would show")
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colours: where the terminal shows them and NO_COLOR and FORCE_COLOR do not say otherwise, always or never",
    )
    parser.add_argument("--statistics", action="store_true", help="show how often each rule found something instead")
    parser.add_argument("-q", "--quiet", action="store_true", help="print findings only, no summary and no progress")


def asked(given: Namespace) -> Outputs:
    """What the flags say. Raises UsageError where they contradict each other."""
    outputs: Sequence[Output] = given.output_format
    shown: list[Format] = [output.format for output in outputs if output.path is None]
    if len(shown) > 1:
        raise UsageError(
            f"-o {shown[0]} and -o {shown[1]} both go to standard output; give one a file: -o {shown[1]}:FILE"
        )
    format_ = shown[0] if shown else _usual()
    files = [output for output in outputs if output.path is not None]
    if given.statistics and format_ not in (*READ, "json"):
        raise UsageError(
            f"--statistics is shown as text or json, not as {format_}; give -o {format_} a file of its own"
        )
    if given.output_file is not None:
        files.append(Output(format_, given.output_file))
    paths = [os.path.abspath(output.path or "") for output in files]
    for number, path in enumerate(paths):
        if path in paths[:number]:
            raise UsageError(f"{files[number].path}: two reports would go to this file; name another for one of them")
    return Outputs(
        tuple(files), None if given.output_file is not None else format_, given.color, given.quiet, given.statistics
    )


def write(report: Report, outputs: Outputs, before_summary: Iterable[str] = ()) -> None:
    """Writes the files, then shows the rest. Raises UsageError where a file cannot be written.

    before_summary: more lines for people.
    """
    from fitlens.check.report.paint import Paint, for_stream
    from fitlens.check.report.summary import summary

    for output in outputs.files:
        from fitlens.source.saving import put

        assert output.path is not None
        text = "".join(f"{line}\n" for line in lines(report, output.format, Paint(outputs.color == "always")))
        try:
            put(output.path, text.encode("utf-8", "backslashreplace"))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UsageError(f"{output.path}: the {output.format} report cannot be written there: {reason}") from error
    paint = for_stream(sys.stdout, outputs.color)
    for line in _shown(report, outputs, paint) if outputs.shown is not None else ():
        print(line)
    if outputs.summarised:
        for line in before_summary:
            print(line)
        print(summary(report, paint))


def _shown(report: Report, outputs: Outputs, paint: Paint) -> Iterator[str]:
    assert outputs.shown is not None
    if not outputs.statistics:
        return lines(report, outputs.shown, paint)
    from fitlens.check.report import statistics

    return statistics.render(report, paint) if outputs.shown in READ else statistics.as_json(report)


def _usual() -> Format:
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "full"


def _output(text: str) -> Output:
    name, colon, path = text.partition(":")
    format_: Format | None = next((known for known in FORMATS if known == name), None)
    if format_ is None:
        raise ArgumentTypeError(f"no format {name!r}: expected one of {', '.join(FORMATS)}, or FORMAT:FILE")
    if colon and not path:
        raise ArgumentTypeError(f"{text!r} names no file: expected {name} or {name}:FILE")
    return Output(format_, path or None)
