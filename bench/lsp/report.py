"""The measurement as a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

GOALS = """\
Meant to hold on a machine that does nothing else: an edit to its diagnostics at most 60 ms, hover 10 ms, completion
25 ms (each in 95 of 100 cases, while keys are pressed), the start to the answer to `initialize` 1.2 s, to the first
diagnostics 2 s, memory 120 MB after 5,000 edits."""
NAMES = {"file": "A file of 1,000 lines", "notebook": "A notebook of 200 cells"}
Row = Mapping[str, Any]


def page(rows: Sequence[Row]) -> Iterator[str]:
    """Lines of Markdown, of all that has been measured so far."""
    yield "# Speed in the editor"
    yield ""
    yield "<!-- Written by `make bench-lsp`. -->"
    yield ""
    yield "Program lines are typed key by key into a document, over a pipe. At each key come the change, a request for diagnostics"
    yield "(where a server has them asked for), completion at the cursor and a hover elsewhere; the next key follows when all is there."
    yield "Servers that wait for a pause before they look show this pause in *edit to diagnostics*."
    yield ""
    yield GOALS
    for document, title in NAMES.items():
        found = [row for row in rows if row["document"] == document]
        if found:
            yield ""
            yield f"## {title}"
            yield ""
            yield from _table(found)
    grown = [row for row in rows if row.get("session") and len(row["session"]["memory"]) > 1]
    if grown:
        yield ""
        yield "## Memory"
        yield ""
        for row in grown:
            told = ", ".join(f"{edits:,}: {size:.0f}" for edits, size in row["session"]["memory"])
            yield f"* {row['server']}, {row['document']}: MB after so many edits, {told}"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    head = (
        "keys",
        "initialize",
        "first diagnostics",
        "edit to diagnostics",
        "hover",
        "completion",
        "CPU a key",
        "memory",
    )
    yield _row("", *head)
    yield _row(*["---"] * (len(head) + 1))
    for row in rows:
        name = f"{row['server']} {row['version']}"
        session = row["session"]
        if session is None:
            yield _row(name, row["edits"], *["not served"] * (len(head) - 1))
            continue
        yield _row(
            name,
            row["edits"],
            f"{session['initialize']:.1f} s",
            "none" if session["first"] is None else f"{session['first']:.1f} s",
            *(_times(session[kind]) for kind in ("diagnostics", "hover", "completion")),
            f"{session['processor']:.0f} ms",
            f"{session['memory'][0][1]:.0f} MB",
        )
    yield ""
    yield "Milliseconds at most in half and in 95 of 100 cases; in brackets how many of those asked were answered by something."


def _times(times: Row) -> str:
    if not times["asked"]:
        return "-"
    told = f"({times['told']} of {times['asked']})"
    if not times["took"]:
        return f"none {told}"
    took = sorted(times["took"])
    return f"{took[len(took) // 2]:.0f} / {took[int(len(took) * 0.95)]:.0f} ms {told}"


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"
