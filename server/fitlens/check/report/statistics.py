"""How often each rule found something."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from fitlens.check.model import Report
from fitlens.check.report.paint import Paint
from fitlens.record import NamedTuple
from fitlens.rules.model import Severity


class Count(NamedTuple):
    """What one rule found, with one severity."""

    code: str
    name: str
    severity: Severity
    times: int
    fixable: int


def counts(report: Report) -> list[Count]:
    """The most frequent first."""
    findings = [finding for checked in report.checked for finding in checked.findings]
    found: Counter[tuple[str, str, Severity]] = Counter(
        (finding.code, finding.name, finding.severity) for finding in findings
    )
    fixable = Counter(finding.code for finding in findings if finding.fix is not None)
    return [
        Count(*rule, times, fixable[rule[0]])
        for rule, times in sorted(found.items(), key=lambda counted: (-counted[1], counted[0]))
    ]


def render(report: Report, paint: Paint) -> Iterator[str]:
    """A line for each rule: how often, its code and name, and how many of it can be repaired."""
    table = counts(report)
    width = max((len(f"{each.times:,}") for each in table), default=0)
    names = max((len(each.name) for each in table), default=0)
    for each in table:
        fixable = paint("dim", f"  {each.fixable:,} fixable") if each.fixable else ""
        name = f"{each.name:{names}}" if fixable else each.name
        yield f"{each.times:{width},}  {paint(each.severity, each.code)}  {name}{fixable}"


def as_json(report: Report) -> Iterator[str]:
    """The same as a JSON array of objects."""
    records = [
        {
            "code": each.code,
            "name": each.name,
            "severity": each.severity,
            "count": each.times,
            "fixable": each.fixable,
        }
        for each in counts(report)
    ]
    yield json.dumps(records, indent=2)
