"""The repairs offered where the cursor is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fitlens.analysis.facts import Span
from fitlens.rules.model import Finding, Fix


def repairs(findings: Sequence[Finding], span: Span) -> Iterator[tuple[Finding, Fix]]:
    """The fixes of the findings that touch a range or stand right behind it, in order."""
    for finding in findings:
        if finding.fix is not None and finding.span.start <= span.end and span.start <= finding.span.end:
            yield finding, finding.fix
