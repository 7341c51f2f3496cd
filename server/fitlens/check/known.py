"""A run held against its baselines: what is reported of it, and what of them is stale."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping

from fitlens.check.model import Checked, Report
from fitlens.record import NamedTuple
from fitlens.settings.baseline import Baseline, Key, keys, read_baseline
from fitlens.settings.configuration import Configuration

BaselineOf = Callable[[str], str | None]
"""The baseline (absolute) that a file's findings are held against."""


class Compared(NamedTuple):
    """What came of it."""

    report: Report
    """Without the findings that are known."""
    stale: Mapping[str, Mapping[Key, int]]
    """Baseline -> the entries for which nothing was found, and how many of each."""
    current: Mapping[str, Mapping[Key, int]]
    """Baseline -> the entries it would have if it were written now."""


def compare(report: Report, configuration: Configuration, baseline_of: BaselineOf, *, write: bool) -> Compared:
    """Holds a run against the baselines of its files. write: they need not be there yet. Raises SettingsError.

    What a run did not look at, a file or a rule, may still be as its baseline says: it is neither stale nor dropped.
    """
    baselines: dict[str, Baseline] = {}
    found = {checked.document.path: checked for checked in report.checked}
    unseen: dict[str, Counter[Key]] = {}
    stale: dict[str, Counter[Key]] = {}
    current: dict[str, Counter[Key]] = {}
    kept: list[Checked] = []
    known = 0
    for path in report.paths:
        place = baseline_of(path)
        checked = found.get(path)
        if place is None:
            kept += [checked] if checked is not None else []
            continue
        baseline = baselines.get(place)
        if baseline is None:
            baseline = baselines[place] = (
                Baseline(place) if write and not os.path.exists(place) else read_baseline(place)
            )
            unseen[place] = Counter(baseline.entries)
            stale[place], current[place] = Counter(), Counter()
        name = baseline.name(path)
        applied = {rule.code for rule in configuration(path).rules_for(path)}
        mine = Counter(
            {key: count for key, count in baseline.entries.items() if key.path == name and key.code in applied}
        )
        unseen[place] -= mine
        if checked is None:
            stale[place] += mine
            continue
        sorted_ = baseline.sort(checked.document, checked.findings)
        stale[place] += Counter({key: count for key, count in sorted_.left.items() if key in mine})
        current[place] += Counter(keys(checked.document, checked.findings, name))
        known += len(sorted_.known)
        if sorted_.new:
            kept.append(checked._replace(findings=sorted_.new))
    for place, baseline in baselines.items():
        gone = _gone(baseline, unseen[place])
        stale[place] += gone
        unseen[place] -= gone
        current[place] += unseen[place]
    return Compared(report._replace(checked=tuple(kept), known=known), stale, current)


def _gone(baseline: Baseline, entries: Mapping[Key, int]) -> Counter[Key]:
    """Those of files that are no more."""
    directory = os.path.dirname(baseline.path)
    there = {path: os.path.exists(os.path.join(directory, path)) for path in {key.path for key in entries}}
    return Counter({key: count for key, count in entries.items() if not there[key.path]})
