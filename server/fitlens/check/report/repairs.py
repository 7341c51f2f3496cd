"""What fixes did in a run, and what they could do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from fitlens.check.model import Repaired
from fitlens.rules.model import Finding


def made(repaired: Sequence[Repaired], verb: str = "Fixed") -> Iterator[str]:
    """`Fixed 3 findings in 2 files:`, and behind it how many of each rule."""
    rules: Counter[tuple[str, str]] = Counter()
    for each in repaired:
        rules.update(dict(each.settled))
    total, files = rules.total(), len(repaired)
    findings = f"{total:,} finding{'' if total == 1 else 's'}"
    yield f"{verb} {findings} in {files:,} file{'' if files == 1 else 's'}:"
    for (code, name), count in sorted(rules.items()):
        yield f"  {count:,} × {code} ({name})"


def fixable(findings: Iterable[Finding]) -> str:
    """`1 fixable with --fix, 2 more with --unsafe-fixes`; empty where none is."""
    safe = unsafe = 0
    for finding in findings:
        if finding.fix is not None:
            safe += finding.fix.safe
            unsafe += not finding.fix.safe
    if not safe:
        return f"{unsafe:,} fixable with --fix --unsafe-fixes" if unsafe else ""
    return f"{safe:,} fixable with --fix" + (f", {unsafe:,} more with --unsafe-fixes" if unsafe else "")
