"""`fitlens inspect`: every labelled place of a program, source beside labels or as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from fitlens.analysis.facts import Facts, Role, Site
from fitlens.analysis.known import is_runtime_option
from fitlens.check.discover import discover
from fitlens.check.libraries import Libraries
from fitlens.check.model import Problem
from fitlens.check.report.excerpt import draw
from fitlens.check.report.json import position
from fitlens.check.report.line import one_line
from fitlens.check.report.paint import Paint, Style, for_stream
from fitlens.check.report.place import ends, heading, relative
from fitlens.check.run import each, is_foreign
from fitlens.cli.exits import CLEAN, FOUND
from fitlens.cli.opened import Choosing, tell, worst
from fitlens.cli.width import terminal_width
from fitlens.rules.skl999 import InvalidSyntax
from fitlens.source.document import Document

_STYLES: Final[dict[Role, Style]] = {
    "estimator": "estimator",
    "hyperparameter": "hyperparameter",
    "grid-key": "hyperparameter",
    "learned-parameter": "learned",
    "method": "bold",
    "step": "bold",
}
_WIDEST: Final = 24
"""What labels say begins behind the longest name of the file, unless that is longer than this."""
_OWNED: Final[dict[Role, str]] = {
    "hyperparameter": "hyperparameter of",
    "grid-key": "search grid key: hyperparameter of",
    "learned-parameter": "learned parameter of",
    "method": "method of",
    "step": "step:",
}


def run(paths: Sequence[str], *, output: Literal["text", "json"], target: str | None, python: str | None) -> int:
    """Prints the sites of all files, and to standard error what of them could not be read; returns the exit code."""
    found = discover(paths)
    problems = list(found.problems)
    read: list[tuple[Document, Facts]] = []
    with Choosing(target, python) as choose:
        for outcome in each(found.files, Libraries(choose), lambda document, facts: (document, facts or Facts())):
            if isinstance(outcome, Problem):
                problems.append(outcome)
            else:
                read.append(outcome)
    tell(problems)
    broken = [(document, finding) for document, _ in read for finding in InvalidSyntax().of(document)]
    for document, finding in broken:
        print(
            f"fitlens: {one_line(f'{heading(document, finding.span)}: {finding.code} {finding.message}')}",
            file=sys.stderr,
        )
    if output == "json":
        import json

        print(json.dumps([record(document, site) for document, facts in read for site in facts.sites], indent=2))
    else:
        paint, width = for_stream(sys.stdout), terminal_width()
        for number, (document, facts) in enumerate(read):
            if number:
                print()
            for line in listing(document, facts.sites, paint, width):
                print(line)
    return worst(problems, len(read), FOUND if problems or broken else CLEAN)


def record(document: Document, site: Site) -> dict[str, object]:
    """A site as JSON: rows and columns 1-based, columns in code points, the end exclusive.

    runtime: it names a hyperparameter that does not change what is learned.
    """
    start, end = ends(document, site.span)
    return {
        "filename": relative(document.path),
        "cell": start.cell,
        "location": position(start),
        "end_location": position(end),
        "role": site.role,
        "estimator": "|".join(site.estimators),
        "name": site.name,
        "state": site.state,
        "runtime": is_runtime_option(site),
    }


def listing(document: Document, sites: Sequence[Site], paint: Paint, width: int) -> Iterator[str]:
    """The lines that carry labels, each with its labels beside it; below it where the terminal is narrow."""
    yield paint("bold", one_line(relative(document.path)))
    if is_foreign(document):
        yield paint("dim", "  skipped: a notebook without Python")
        return
    by_line: dict[int, list[Site]] = {}
    for site in sites:
        by_line.setdefault(document.line_of(site.span.start), []).append(site)
    if not by_line:
        yield paint("dim", "  nothing of scikit-learn's is used here, as far as FitLens can tell")
        return
    spans = {line: document.line_span(line) for line in by_line}
    widest = max(draw(document.text[start:end], end - start, end - start).before for start, end in spans.values())
    column = min(widest, width // 2 - 8)
    names = min(max(len(site.name) for site in sites), _WIDEST) + 2 if width >= 80 else 0
    cell: int | None = None
    for line, here in by_line.items():
        start, end = spans[line]
        location = document.location(start)
        if location.cell != cell:
            cell = location.cell
            yield paint("place", f"  cell {cell}")
        margin = f"{paint('place', f'{location.row:>5} |')} "
        source = _painted(document, line, here, paint)
        room = draw(document.text[start:end], end - start, end - start).before
        labels = [_label(site, names, paint) for site in here]
        if room <= column and width >= 80:
            yield f"{margin}{source}{' ' * (column - room)}  {labels.pop(0)}"
        else:
            yield f"{margin}{source}"
        blank = paint("place", " " * 6 + "|") + " " * ((column if width >= 80 else 2) + 3)
        for label in labels:
            yield f"{blank}{label}"


def _painted(document: Document, line: int, sites: Sequence[Site], paint: Paint) -> str:
    start, end = document.line_span(line)
    parts: list[str] = []
    at = start
    for site in sites:
        if site.span.start >= at and site.span.end <= end:
            parts.append(draw(document.text[at : site.span.start], 0, 0).text)
            parts.append(paint(_STYLES[site.role], draw(document.text[site.span.start : site.span.end], 0, 0).text))
            at = site.span.end
    parts.append(draw(document.text[at:end], 0, 0).text)
    return "".join(parts)


def _label(site: Site, names: int, paint: Paint) -> str:
    name = one_line(site.name)
    return f"{paint(_STYLES[site.role], name)}{' ' * max(names - len(name), 1)}{paint('dim', _said(site))}"


def _said(site: Site) -> str:
    owners = " or ".join(path.rpartition(".")[2] for path in site.estimators)
    state = "maybe fitted" if site.state == "maybe" else site.state
    if site.role == "estimator":
        return "estimator" if site.state == "unfitted" else f"{state} estimator"
    if site.role in ("learned-parameter", "method"):
        # Before the estimator's name, whose state it is: a method has none.
        return f"{_OWNED[site.role]} {state} {owners}"
    owned = _OWNED[site.role]
    return f"{owned.replace('hyperparameter', 'runtime option') if is_runtime_option(site) else owned} {owners}"
