"""What was measured, as a page to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

TITLES = {"user": "Programs of users", "library": "Sources of libraries"}


def page(results: Mapping[str, Any]) -> Iterator[str]:
    """Lines of Markdown, for the parts that were measured."""
    yield "# Speed"
    yield ""
    yield "<!-- Written by `make bench-speed`. -->"
    yield ""
    yield "Each table is of one run, in which the tools took turns; seconds are medians, by the clock and of CPU time of all"
    yield "processes of a tool. Every tool looks at the same files with its own defaults."
    yield ""
    for part, title in TITLES.items():
        if part in results:
            yield from _side_by_side(title, results[part])
    if "large" in results:
        yield from _many_files(results["large"])
    if "start" in results or "analysis" in results:
        yield "## By itself"
        yield ""
        yield from (f"* {line}" for part in ("start", "analysis") for line in results.get(part, ()))
        yield ""


def _side_by_side(title: str, found: Mapping[str, Any]) -> Iterator[str]:
    times: Mapping[str, Mapping[str, float]] = found["times"]
    cold = times["fitlens cold"]["wall"]
    ratio = found["alone"] / found["parse"]
    yield f"## {title}"
    yield ""
    yield f"{found['what'][0].upper()}{found['what'][1:]}; medians of {found['runs']} on {found['processors']} processors."
    yield ""
    yield _row("", "version", "seconds", "of fitlens cold", "CPU seconds", "MB, largest process")
    yield _row(*["---"] * 6)
    for name, taken in times.items():
        version = found["versions"][name.partition(" ")[0]]
        of_cold = f"{taken['wall'] / cold:.2f}"
        yield _row(name, version, f"{taken['wall']:.2f}", of_cold, f"{taken['cpu']:.2f}", f"{taken['memory']:.0f}")
    yield ""
    yield f"In one process without a cache FitLens takes {found['alone']:.2f} s of CPU time. Python's `ast.parse` takes"
    yield f"{found['parse']:.2f} s for the {found['parsed']:,} sources that had to be parsed: **{ratio:.1f} times**"
    yield "that, start included."
    yield ""


def _many_files(rows: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield "## Many files"
    yield ""
    yield "Generated files, one in 20 with a program that uses scikit-learn."
    yield ""
    yield _row("files", "cold, seconds", "CPU", "CPU ms a file", "warm, seconds", "cold / warm", "MB, largest process")
    yield _row(*["---"] * 7)
    for files, each in sorted(rows.items(), key=lambda row: int(row[0])):
        cold, warm = each["cold"], each["warm"]
        yield _row(
            f"{int(files):,}",
            f"{cold['wall']:.1f}",
            f"{cold['cpu']:.1f}",
            f"{1000 * cold['cpu'] / int(files):.2f}",
            f"{warm['wall']:.1f}",
            f"{cold['wall'] / warm['wall']:.1f}",
            f"{max(cold['memory'], warm['memory']):.0f}",
        )
    yield ""


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"
