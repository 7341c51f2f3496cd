"""The measurement as a page to read, and as rows to work with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bench.accuracy import summary
from bench.accuracy.measuring import Alarm, Measurement
from fitlens.catalog.store import Catalog
from fitlens.rules.registry import rule_named


@dataclass(frozen=True)
class Coverage:
    """What a run was asked to look at."""

    sources: tuple[str, ...]
    left_out: tuple[str, ...]
    examples: int
    """Docstrings of each package, at most."""
    tests: int
    """Modules of tests of each package, at most."""
    faults: int
    """Confirmed faults of each kind in each group, at most."""
    versions: Mapping[str, str]
    """Of FitLens and the other checkers."""


def page(measured: Measurement, catalog: Catalog, checkers: Sequence[str], coverage: Coverage) -> Iterator[str]:
    """Lines of Markdown."""
    groups = Counter(program.group for program, _ in measured.programs)
    ran = Counter(program.group for program, failure in measured.programs if failure is None)
    yield "# Accuracy"
    yield ""
    yield "<!-- Written by `make bench-accuracy`. -->"
    yield ""
    yield from _paragraph(
        f"""
        How often FitLens is right, judged by scikit-learn {catalog.patch} itself. {ran.total()} programs were executed with
        every call and attribute read observed; labels are compared with what was there. Then one fault at a time was put
        into copies of them. Those count that raise for it when they are run; found is what a checker calls an error on the changed
        statement or on the one that raises.
        """
    )
    yield from _paragraph(_covered(coverage))
    yield "![Faults found, by kind](accuracy.svg)"
    yield ""
    yield "## Faults"
    yield ""
    yield _row("", *checkers)
    yield _row(*["---"] * (len(checkers) + 1))
    for kind in (*summary.kinds(), None):
        cells = [summary.found_by(measured, checker, kind) for checker in checkers]
        name = kind or "**all**"
        yield _row(
            f"{name} ({cells[0].total})", *(f"{100 * each.share:.0f} %" if each.total else "-" for each in cells)
        )
    cells = ["{} in {}".format(*summary.alarms_of(measured, checker)) for checker in checkers]
    yield _row("errors on code that ran, in programs", *cells)
    yield ""
    yield from _paragraph(
        """
        In brackets: how many faults. A type checker that knows scikit-learn by its source alone cannot know what its values
        mean; it stands here because it is what one has without FitLens. Modules of tests are left out of its errors.
        """
    )
    yield "## Labels"
    yield ""
    yield _row("site", "right", "wrong", "silent", "right of all")
    yield _row(*["---"] * 5)
    for kind, counted in summary.by_kind_of_site(measured).items():
        right = summary.Found(counted["right"], counted.total())
        share = f"{100 * right.share:.1f} %" if kind != "no estimator" else "-"
        yield _row(kind, counted["right"], counted["wrong"], counted["silent"], share)
    yield ""
    yield from _paragraph(
        """
        Silent: no label where one could stand; of *fitted or not*, a label that says *maybe* where it is certain.
        *No estimator*: a label where none belongs.
        """
    )
    yield from _warnings(measured)
    yield "## Programs"
    yield ""
    yield _row("from", "programs", "ran to their end", f"faults that {checkers[0]} found")
    yield _row(*["---"] * 4)
    for group, count in groups.items():
        yield _row(group, count, ran[group], summary.found_in(measured, checkers[0], group))
    yield ""
    yield from _paragraph(
        """
        *written*: `bench/accuracy/programs/`. Packages: the examples in their docstrings, and samples of their tests. What
        needs the network, or a package that is not there, does not run and is not counted.
        """
    )
    broken = list(summary.broken_promises(measured))
    yield "## Not as promised" if broken else "All of it is as promised."
    if broken:
        yield ""
        yield from (f"* {each}" for each in broken)


def _warnings(measured: Measurement) -> Iterator[str]:
    yield "## Warnings on code that ran"
    yield ""
    counted = Counter(each.error.code for each in measured.warnings)
    if counted:
        yield _row("rule", "warnings", "in programs")
        yield _row("---", "---", "---")
    for code, count in sorted(counted.items()):
        programs = {each.program.name for each in measured.warnings if each.error.code == code}
        rule = rule_named(code)
        yield _row(f"{code} {rule.name if rule is not None else ''}".strip(), count, len(programs))
    if counted:
        yield ""
    yield from _paragraph(
        """
        A warning says that a line runs, but not as it was meant, or not for long: that it ran does not speak against it.
        """
    )


def _covered(coverage: Coverage) -> str:
    sources = ", ".join(f"*{each}*" for each in coverage.sources)
    told = f"This run looked at all programs: {sources}."
    if coverage.left_out:
        left_out = ", ".join(f"*{each}*" for each in coverage.left_out)
        told = f"**This run looked at a part of all programs**: {sources}. It left out {left_out}."
    tests = f", {coverage.tests} modules of tests of each" if "tests" in coverage.sources else ""
    versions = ", ".join(f"{name} {number}" for name, number in coverage.versions.items())
    today = datetime.now(UTC).date().isoformat()
    return (
        f"Measured on {today} with {versions}.\n{told}\n"
        f"At most {coverage.examples} docstrings of each package{tests}, "
        f"and {coverage.faults} faults of each kind in each."
    )


def rows(measured: Measurement) -> dict[str, Any]:
    """Everything, as JSON."""
    return {
        "programs": [
            {"group": program.group, "name": program.name, "failure": failure} for program, failure in measured.programs
        ],
        "labels": [
            {
                "group": program.group,
                "program": program.name,
                "file": each.file,
                "row": each.row,
                "column": each.column,
                "kind": each.kind,
                "name": each.name,
                "verdict": each.verdict,
                "truth": each.truth,
                "label": each.label,
                "source": program.files[each.file].split("\n")[each.row - 1].strip(),
            }
            for program, each in measured.labels
        ],
        "errors": list(map(_alarm, measured.alarms)),
        "warnings": list(map(_alarm, measured.warnings)),
        "faults": [
            {
                "kind": each.confirmed.fault.kind,
                "group": each.confirmed.fault.program.group,
                "program": each.confirmed.fault.program.name,
                "file": each.confirmed.fault.file,
                "row": each.confirmed.fault.rows.start,
                "what": each.confirmed.fault.what,
                "raised": f"{each.confirmed.failure.type}: {each.confirmed.failure.message}",
                "raised_row": each.confirmed.failure.frames[-1][1],
                "found": sorted(each.found),
                "source": each.confirmed.fault.program.files[each.confirmed.fault.file]
                .split("\n")[each.confirmed.fault.rows.start - 1]
                .strip(),
                "text": each.confirmed.fault.program.files[each.confirmed.fault.file],
            }
            for each in measured.outcomes
        ],
    }


def _alarm(each: Alarm) -> dict[str, Any]:
    return {
        "checker": each.checker,
        "group": each.program.group,
        "program": each.program.name,
        "file": each.error.file,
        "row": each.error.row,
        "code": each.error.code,
        "message": each.error.message,
        "source": each.program.files[each.error.file].split("\n")[each.error.row - 1].strip(),
    }


def _paragraph(text: str) -> Iterator[str]:
    yield from (line.strip() for line in text.strip().split("\n"))
    yield ""


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"
