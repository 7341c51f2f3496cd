"""A run held against its baselines: what is reported of it, what of them is stale, and what fixes leave alone."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from fitlens.check.model import Checked, Report
from fitlens.record import NamedTuple
from fitlens.rules.model import Finding
from fitlens.rules.repairing import offered
from fitlens.settings.baseline import Baseline, Key, keys, read_baseline
from fitlens.settings.configuration import Configuration
from fitlens.source.document import Document
from fitlens.source.suppressions import lines_about, units

BaselineOf = Callable[[str], str | None]
"""The baseline (absolute) that a file's findings are held against."""


class Untouched:
    """What fixes leave alone: statements that a baseline knows something of.

    What is not reported is not mended either. And a statement that changes is another one to the baseline: what else it
    knows there would be new.
    """

    def __init__(self, baseline_of: BaselineOf, *, pruning: bool, unsafe: bool) -> None:
        """pruning: what is known may be mended, where nothing that is known of a statement is left. unsafe: as for fixes."""
        self._baseline_of = baseline_of
        self._pruning = pruning
        self._unsafe = unsafe
        self._baselines: dict[str, Baseline] = {}

    def __call__(self, document: Document, findings: Sequence[Finding]) -> Sequence[Finding]:
        """The findings, those without their fixes that would change such a statement. Raises SettingsError."""
        place = self._baseline_of(document.path)
        if place is None or not findings:
            return findings
        baseline = self._baselines.get(place)
        if baseline is None:
            baseline = self._baselines[place] = read_baseline(place)
        known = baseline.sort(document, findings).known
        if self._pruning:
            mended = {id(finding) for finding in offered(known, unsafe=self._unsafe)}
            known = tuple(finding for finding in known if id(finding) not in mended)
        if not known:
            return findings
        statements = units(document)
        held = {lines_about(document, finding.span.start, statements) for finding in known}

        def changes(finding: Finding) -> bool:
            edits = () if finding.fix is None else finding.fix.edits
            return any(lines_about(document, edge, statements) in held for edit in edits for edge in edit.span)

        return [finding._replace(fix=None) if changes(finding) else finding for finding in findings]


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
