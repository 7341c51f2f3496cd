"""How rules find the name that was meant, and how they write the names they speak of."""

from __future__ import annotations

from collections.abc import Iterable

from fitlens.analysis.values import Constant, Value
from fitlens.catalog.model import ClassEntry, Constraint


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate a misspelt name most likely stands for, or None where none is near.

    Near is the same in another case, one slip of the fingers in three letters, or what the name begins.
    """
    names = sorted(set(candidates))
    lowered = name.lower()
    ranked = sorted((_slips(lowered, candidate.lower()), candidate) for candidate in names)
    begun = [candidate for candidate in names if len(name) >= 3 and candidate.lower().startswith(lowered)]
    if ranked and ranked[0][0] <= max(1 if len(name) > 1 else 0, len(name) // 3):
        # What is more than two slips away may be near by its length alone.
        return begun[0] if len(begun) == 1 and ranked[0][0] > 2 else ranked[0][1]
    return begun[0] if len(begun) == 1 else None


def nearest_option(value: Value, text: str, constraints: tuple[Constraint, ...]) -> str | None:
    """The accepted option that a misspelt string most likely stands for, as source; None where none is near.

    Only a literal (`text` is its source) can be replaced where it stands, not the name of a constant.
    """
    if not isinstance(value, Constant) or not isinstance(value.value, str) or text[:1] not in ("'", '"'):
        return None
    options = [
        option
        for c in constraints
        if c.kind == "options" and not c.hidden
        for option in c.values
        if option not in c.deprecated
    ]
    meant = nearest(value.value, [option for option in options if isinstance(option, str)])
    return None if meant is None else f"{text[0]}{meant}{text[0]}"


def _slips(a: str, b: str) -> int:
    """Letters to drop, add, replace or swap with their neighbour to make one of the other (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def class_names(classes: tuple[ClassEntry, ...]) -> str:
    """`SVC`, or `SVC` and `NuSVC`, as code."""
    return listed(entry.name for entry in classes)


def listed(names: Iterable[str]) -> str:
    """Names as code, in a row: `C`, `gamma` and `kernel`."""
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def verb(classes: tuple[ClassEntry, ...], one: str, several: str) -> str:
    """The verb that agrees with `class_names`."""
    return one if len(classes) == 1 else several
