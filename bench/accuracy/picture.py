"""The faults found by each checker, as bars in an SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from bench.accuracy import summary
from bench.accuracy.measuring import Measurement

_LEFT, _WIDE, _RIGHT = 300, 460, 60
_COLOURS = ("#0072b2", "#e69f00", "#999999", "#56b4e9", "#cc79a7", "#009e73", "#d55e00")
_FIRST, _OTHER, _GAP = 12, 5, 12
"""Heights of a bar of the first checker and of the others, and the space between kinds."""


def picture(measured: Measurement, checkers: Sequence[str]) -> str:
    """A drawing that stands on light and on dark grounds."""
    body = list(_bars(measured, checkers))
    return "\n".join([*_frame(len(summary.kinds()) + 1, checkers), *body, "</svg>", ""])


def _step(checkers: Sequence[str]) -> int:
    return _FIRST + _OTHER * (len(checkers) - 1) + _GAP


def _frame(kinds: int, checkers: Sequence[str]) -> Iterator[str]:
    width, height = _LEFT + _WIDE + _RIGHT, 40 + kinds * _step(checkers) + 10
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    yield ' role="img" font-family="sans-serif" font-size="12">'
    yield "<title>Faults found by each checker, by kind of fault</title>"
    yield f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    x = _LEFT
    for number, checker in enumerate(checkers):
        yield f'<rect x="{x}" y="12" width="12" height="12" fill="{_COLOURS[number]}"/>'
        yield f'<text x="{x + 17}" y="22">{escape(checker)}</text>'
        x += 40 + 8 * len(checker)
    for share in (0, 25, 50, 75, 100):
        at = _LEFT + _WIDE * share / 100
        yield f'<line x1="{at:.0f}" y1="34" x2="{at:.0f}" y2="{height - 6}" stroke="#dddddd"/>'


def _bars(measured: Measurement, checkers: Sequence[str]) -> Iterator[str]:
    y = 40
    for kind in (*summary.kinds(), None):
        weight = ' font-weight="bold"' if kind is None else ""
        yield f'<text x="{_LEFT - 10}" y="{y + 14}" text-anchor="end"{weight}>{escape(kind or "all")}</text>'
        at = y
        for number, checker in enumerate(checkers):
            found = summary.found_by(measured, checker, kind)
            height = _OTHER if number else _FIRST
            wide = _WIDE * found.share
            yield f'<rect x="{_LEFT}" y="{at}" width="{wide:.1f}" height="{height - 1}" fill="{_COLOURS[number]}"/>'
            if not number:
                said = f"{100 * found.share:.0f} %" if found.total else "none tried"
                yield f'<text x="{_LEFT + wide + 5:.1f}" y="{at + 10}">{said}</text>'
            at += height
        y += _step(checkers)
