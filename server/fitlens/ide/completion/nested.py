"""Names of hyperparameters inside an estimator, `svc__gamma`: keys of search spaces, keywords of `set_params`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from fitlens.analysis.facts import Missing
from fitlens.ide.completion.asking import HERE, Asked, Place
from fitlens.ide.completion.item import Item
from fitlens.ide.completion.order import hyperparameter, rank

_SEPARATOR: Final = "__"
_MADE: Final = re.compile(r"^([ \t]*)([^\W\d]\w*)[ \t]*=[ \t]*[^\W\d][\w.]*\(", re.MULTILINE)
_SPACE: Final = re.compile(r"grid|param|space|dist|search|tun", re.IGNORECASE)
_MOST_ESTIMATORS: Final = 6


def nested(missing: Missing, prefix: str, given: frozenset[str], *, keyword: bool) -> list[Item]:
    """The names that can stand there, those of the likeliest kind first.

    given: names that stand beside it. keyword: an equals sign is to follow.
    """
    found: list[tuple[tuple[tuple[int, int], int, str], Item]] = []
    for name, owner in zip(missing.elsewhere, missing.beneath, strict=True):
        if not name.startswith(prefix) or name in given:
            continue
        parameter = owner.parameter_named(name.rpartition(_SEPARATOR)[2])
        if parameter is None:
            item = Item(name, "step", f"step of {owner.name}, to be replaced", brief="step")
            order = 5, 0
        else:
            item = hyperparameter(name, owner, parameter)
            # What a composite does beside its estimators is rarely searched.
            order = (5, 1) if any(each.form != "one" for each in owner.compositions) else rank(owner, parameter)
        found.append(((order, name.count(_SEPARATOR), name), replace(item, insert=f"{name}=" if keyword else "")))
    return [item for _, item in sorted(found, key=lambda each: each[0])]


def beside(asked: Asked, place: Place) -> frozenset[str]:
    """The nested names in the same brackets, before our name."""
    cursor = place.cursor
    if cursor is None or not cursor.brackets:
        return frozenset()
    start = cursor.brackets[-1].offset + asked.shift
    return frozenset(key.name for key in asked.facts.keys if start <= key.span.start < asked.span.start)


def unclaimed(place: Place) -> Iterator[Missing]:
    """What can be set on estimators above, nearest first: for a dict that looks like a search space, and nobody takes it yet."""
    cursor = place.cursor
    assert cursor is not None
    if _SEPARATOR not in cursor.prefix and not _SPACE.search(cursor.first):
        return
    code = place.document.code
    names = dict.fromkeys(
        found[2]
        for found in reversed(list(_MADE.finditer(code, 0, cursor.line.start)))
        if len(found[1]) <= cursor.line.start - cursor.line.indent_start
    )
    if not names:
        return
    for key in place.ask_of(list(names)[:_MOST_ESTIMATORS]).keys:
        if key.name == HERE and key.missing is not None and any(_SEPARATOR in each for each in key.missing.elsewhere):
            yield key.missing
