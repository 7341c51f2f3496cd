"""Source lines with a mark under what is meant, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from fitlens.analysis.facts import Span
from fitlens.check.report.line import one_line, showable
from fitlens.check.report.paint import Paint, Style
from fitlens.record import NamedTuple
from fitlens.source.document import Document

_WIDEST: Final = 140
_TAB: Final = "    "


class Mark(NamedTuple):
    """What to underline, and what to say behind it."""

    span: Span
    label: str = ""
    style: Style = "error"
    sign: str = "^"


class Drawn(NamedTuple):
    """A line as it can be shown, and where in it the mark goes, in terminal cells."""

    text: str
    before: int
    width: int


def excerpt(document: Document, marks: Sequence[Mark], paint: Paint) -> Iterator[str]:
    """The marked lines in source order; a single line between two is shown too, a longer gap as dots.

    A mark over several lines underlines its part of the first.
    """
    by_line: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: mark.span):
        by_line.setdefault(document.line_of(mark.span.start), []).append(mark)
    shown = sorted(by_line)
    shown += [line + 1 for line, following in pairwise(shown) if following == line + 2]
    shown.sort()
    rows = {line: document.location(document.line_span(line)[0]) for line in shown}
    gutter = len(str(max(location.row for location in rows.values())))
    bar = paint("place", f"{'':{gutter}} |")

    yield bar
    previous: int | None = None
    for line in shown:
        if previous is not None and rows[line].cell != rows[previous].cell:
            yield paint("place", f"{'':{gutter}} : cell {rows[line].cell}")
        elif previous is not None and line > previous + 1:
            yield paint("place", "." * max(gutter, 3))
        previous = line
        start, end = document.line_span(line)
        text = document.text[start:end]
        here = by_line.get(line, ())
        first = here[0].span.start - start if here else 0
        crop = _crop(text, first)
        yield f"{paint('place', f'{rows[line].row:{gutter}} |')} {draw(text, 0, 0, crop).text}".rstrip()
        for mark in here:
            drawn = draw(text, mark.span.start - start, min(mark.span.end, end) - start, crop)
            label = f" {one_line(mark.label)}" if mark.label else ""
            underline = mark.sign * max(drawn.width, 1) + label
            yield f"{bar} {' ' * drawn.before}{paint(mark.style, underline)}"
    yield bar


def draw(text: str, start: int, end: int, crop: tuple[int, int] | None = None) -> Drawn:
    """The line with what a terminal cannot show replaced, and the columns of `text[start:end]` in it.

    A tab stands as four spaces; control characters and half surrogates, which would reach the terminal as commands or
    not at all, as a replacement character. Wide characters (CJK, emoji) take two columns, combining ones none.
    """
    low, high = crop or (0, len(text))
    lead = "…" if low else ""
    shown = lead + "".join(map(_showable, text[low:high])) + ("…" if high < len(text) else "")
    before = len(lead) + sum(map(_columns, text[low:start]))
    return Drawn(shown, before, sum(map(_columns, text[start : min(end, high)])))


def _crop(text: str, at: int) -> tuple[int, int] | None:
    """The part of an overlong line around a place."""
    if len(text) <= _WIDEST:
        return None
    low = max(0, min(at - _WIDEST // 3, len(text) - _WIDEST))
    return low, low + _WIDEST


def _showable(char: str) -> str:
    if showable(char):
        return char
    return _TAB if char == "\t" else "\ufffd"


def _columns(char: str) -> int:
    if char.isascii():
        return len(_TAB) if char == "\t" else 1
    from unicodedata import category, east_asian_width

    if char == "\u200d" or category(char) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1
