"""`fitlens catalog history`: writes what became of scikit-learn's names, for those who build FitLens."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from fitlens.catalog.history import Change
from fitlens.catalog.store import DATA, CatalogError
from fitlens.cli.exits import CLEAN, FOUND, UsageError


def run(output: str | None, sources: Sequence[str], *, differences: bool) -> int:
    """Writes the history of the catalogs in a directory, and says where it is not what was told of it."""
    from fitlens.catalog.build.history.command import build
    from fitlens.catalog.build.history.explained import reason

    directory = Path(output or DATA)
    try:
        merged = build(directory, [Path(source) for source in sources])
    except CatalogError as error:
        raise UsageError(str(error)) from error
    print(f"{len(merged.changes)} changes of {len({each.target for each in merged.changes})} names, in {directory}")
    print(f"of {merged.settled.total()} that were told:")
    for how, number in merged.settled.most_common():
        print(f"  {number:5} {how}")
    if not differences:
        return CLEAN
    ordered = sorted(merged.differences, key=lambda each: (reason(each) or "", each.told.target))
    for why, group in groupby(ordered, key=reason):
        print(f"\n{why or 'not explained'}:")
        for each in group:
            told, computed = each.told, each.computed
            name = ".".join(filter(None, (told.target, told.member))) + (f"={told.value}" if told.value else "")
            print(f"  {name} ({told.kind}, {each.topic})")
            print(f"    told      {_dates(told)}")
            print(f"    computed  {_dates(computed) if computed else 'nothing'}")
    return CLEAN if all(reason(each) for each in merged.differences) else FOUND


def _dates(change: Change) -> str:
    dates = {
        "added": change.added,
        "deprecated": change.deprecated,
        "removed": change.removed,
        "default": change.changed and f"{change.old} -> {change.new} in {change.changed}",
    }
    return ", ".join(f"{name} {date}" for name, date in dates.items() if date) or "no date"
