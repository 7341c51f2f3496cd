"""What scikit-learn was seen to do, as sections of a class's page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from fitlens.catalog import phrases
from fitlens.catalog.model import ClassEntry, LearnedParameter, Setting
from fitlens.check.report.paint import Paint, Style

_FEW: Final = 5
"""Values of a long list that are named on a class's page; the pages of its members name all."""
_NARROW: Final = 72
SEED: Final = "random_state"
"""The name by which everything in scikit-learn takes its seed; `draws` is what was seen of it."""


def sections(entry: ClassEntry, paint: Paint, width: int) -> Iterator[str]:
    """Lines from the learned parameters on; of a class that was not observed, their names are all."""
    learned = [each for each in entry.learned if each.documented]
    if learned:
        yield ""
        yield paint("bold", "Learned parameters, set by fit")
        if any(each.forms or each.conditions for each in learned):
            yield from _table([(each.name, _told(each)) for each in learned], "learned", paint, width)
        else:
            names = ", ".join(each.name for each in learned)
            for line in textwrap.wrap(names, width - 2, break_long_words=False):
                yield "  " + paint("learned", line)
    methods = [(each.name, [phrases.only(each.conditions, most=_FEW)]) for each in entry.methods if each.conditions]
    if methods:
        yield ""
        yield paint("bold", "Methods that are not always there")
        yield from _table(methods, "bold", paint, width)
    for title, lines in (
        ("Conflicts", [phrases.conflict(each, most=_FEW) for each in entry.conflicts]),
        (
            "Without effect",
            [phrases.without_effect(names, under, most=_FEW) for under, names in disarmed(entry).items()],
        ),
        ("Given estimators", list(_beforehand(entry))),
        ("Scale of the features", list(_rescaled(entry))),
        ("Random numbers", [phrases.drawn(entry.draws)] if _seeded(entry) else []),
        ("Seen to fit on", [phrases.kinds(entry.data)] if entry.data else []),
    ):
        if lines:
            yield ""
            yield paint("bold", title)
            for line in lines:
                yield from _wrapped(line, width, 2)


def _beforehand(entry: ClassEntry) -> Iterator[str]:
    for composition in entry.compositions:
        if composition.prefit:
            yield phrases.beforehand([composition.parameter], composition.prefit, most=_FEW)
    for method in entry.methods:
        if method.needs_fitted:
            yield f"{method.name}: {phrases.beforehand(method.needs_fitted)}"


def _rescaled(entry: ClassEntry) -> Iterator[str]:
    if entry.rescaling is not None:
        predicts = entry.method_named("predict") is not None or entry.method_named("fit_predict") is not None
        yield phrases.rescaled(entry.rescaling, predicts=predicts)


def _told(learned: LearnedParameter) -> list[str]:
    told = [
        phrases.brief_form(form) + (f" on data: {phrases.kinds(form.data)}" if form.data else "")
        for form in learned.forms
    ]
    if learned.conditions:
        told.append(phrases.only(learned.conditions, most=_FEW))
    return told or ["not observed"]


def _table(rows: list[tuple[str, list[str]]], style: Style, paint: Paint, width: int) -> Iterator[str]:
    names = max(len(name) for name, _ in rows)
    for name, told in rows:
        lines = [line for each in told for line in _wrapped(each, width, 6 if width < _NARROW else names + 4)]
        painted = paint(style, name)
        if width < _NARROW:
            yield f"  {painted}"
            yield from lines
            continue
        yield f"  {painted}{' ' * (names - len(name))}  {lines[0].lstrip()}"
        yield from lines[1:]


def disarmed(entry: ClassEntry) -> dict[tuple[Setting, ...], list[str]]:
    """The hyperparameters without effect, by the settings under which they have none."""
    grouped: dict[tuple[Setting, ...], list[str]] = {}
    for each in entry.ineffective:
        grouped.setdefault(each.under, []).append(each.parameter)
    return grouped


def _seeded(entry: ClassEntry) -> bool:
    """Whether its seed was tried; of a class that draws without one nothing would be known."""
    return bool(entry.evidence) and entry.parameter_named(SEED) is not None


def _wrapped(line: str, width: int, margin: int) -> list[str]:
    return textwrap.wrap(
        line,
        width,
        initial_indent=" " * margin,
        subsequent_indent=" " * (margin + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
