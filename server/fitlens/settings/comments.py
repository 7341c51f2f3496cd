"""The comments that silence findings: where they go and what they say."""

from __future__ import annotations

from collections.abc import Sequence

from fitlens.rules.model import Finding
from fitlens.rules.registry import all_rules
from fitlens.source.document import Document
from fitlens.source.replacing import Replacement
from fitlens.source.suppressions import lines_about, suppressions, units
from fitlens.source.tokens import TOKEN


def comments_for(document: Document, findings: Sequence[Finding]) -> list[Replacement]:
    """The comments for one document: one for each statement, or more rules in the list of one that is there."""
    statements = units(document)
    about = {rule.code for rule in all_rules()}
    codes: dict[tuple[int, int], list[str]] = {}
    places: dict[tuple[int, int], int] = {}
    for finding in findings:
        if finding.code not in about:
            continue
        lines = lines_about(document, finding.span.start, statements)
        listed = codes.setdefault(lines, [])
        places.setdefault(lines, document.line_of(finding.span.start))
        if finding.code not in listed:
            listed.append(finding.code)
    there = {
        (comment.first, comment.last): comment
        for comment in suppressions(document)
        if comment.kind == "statement" and comment.selectors and not comment.problem
    }
    found: list[Replacement] = []
    for lines, listed in sorted(codes.items()):
        comment = there.get(lines)
        if comment is not None:
            end = comment.list[1]
            found.append(Replacement(end, end, f", {', '.join(listed)}"))
            continue
        start, end = document.line_span(_line(document, places[lines], lines))
        behind = start + len(document.text[start:end].rstrip())
        found.append(Replacement(behind, end, f"  # fitlens: ignore[{', '.join(listed)}]"))
    return found


def _line(document: Document, wanted: int, lines: tuple[int, int]) -> int:
    """The line of a statement that can end in a comment: the one that is wanted, else the next that can."""
    first, last = lines
    position, end = document.line_span(first)[0], document.line_span(last)[1]
    able: list[int] = []
    while position < end:
        token = TOKEN.match(document.code, position, end)
        if token is None:
            break
        # A line break within a string, or behind a backslash, is no token of its own.
        if token.lastgroup == "newline":
            able.append(document.line_of(token.start()))
        position = token.end()
    return next((line for line in able if line >= wanted), last)
