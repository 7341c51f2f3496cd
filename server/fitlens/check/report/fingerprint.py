"""What a finding is known by from one run to the next, though lines are added above it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from fitlens.check.model import Report
from fitlens.check.report.place import posix
from fitlens.rules.model import Finding
from fitlens.source.document import Document


def fingerprinted(report: Report) -> Iterator[tuple[Document, Finding, str]]:
    """Each finding with its fingerprint: of its file, its rule, its source line, and how many such stand before it."""
    for checked in report.checked:
        seen: Counter[tuple[str, str]] = Counter()
        path = posix(checked.document.path)
        for finding in checked.findings:
            start, end = checked.document.line_span(checked.document.line_of(finding.span.start))
            line = " ".join(checked.document.text[start:end].split())
            known = "\0".join((path, finding.code, line, str(seen[finding.code, line])))
            seen[finding.code, line] += 1
            yield checked.document, finding, hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()[:32]
