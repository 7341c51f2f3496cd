"""Fixes made at once, as far as they do not meet: which ones, and the document that comes of them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import Final

from fitlens.record import NamedTuple
from fitlens.rules.model import Finding, Fix
from fitlens.source.document import Document
from fitlens.source.replacing import Replacement, line_break, replaced, within_cell
from fitlens.source.trial import quiet

_URGENT: Final = ("error", "warning", "info")


class Round(NamedTuple):
    """Fixes that were made at once."""

    document: Document
    """What came of them."""
    replacements: tuple[Replacement, ...]
    """In order, of the text before."""
    settled: tuple[Finding, ...]
    """Whose fixes were made."""
    refused: tuple[Finding, ...]
    """Whose fixes would have made something that is no Python."""


def offered(findings: Iterable[Finding], *, unsafe: bool) -> list[Finding]:
    """Those that have a fix, a safe one unless `unsafe` ones are wanted too."""
    return [finding for finding in findings if finding.fix is not None and (unsafe or finding.fix.safe)]


def repair(document: Document, findings: Iterable[Finding], *, unsafe: bool) -> Round:
    """Makes every fix that meets no other; of those that do, the one for what is worse, else the first.

    The others are to be tried on what comes of it, judged again: most are settled by then.
    """
    chosen: list[tuple[Finding, list[Replacement]]] = []
    taken: list[Replacement] = []
    ranked = sorted(offered(findings, unsafe=unsafe), key=lambda each: (_URGENT.index(each.severity), each.span))
    for finding in ranked:
        assert finding.fix is not None
        wanted = _replacements(finding.fix, document)
        if wanted is not None and not any(_meets(one, other) for one in wanted for other in taken):
            chosen.append((finding, wanted))
            taken += wanted
    return _tried(document, chosen)


def _replacements(fix: Fix, document: Document) -> list[Replacement] | None:
    """The edits of a fix, with the line breaks of the document; None where they cannot be made."""
    found: list[Replacement] = []
    for edit in fix.edits:
        start, end = edit.span
        if not within_cell(document, start, end) or _touches_repaired(document, start, end):
            return None
        text = edit.text
        if "\n" in text:
            text = text.replace("\r\n", "\n").replace("\n", line_break(document, start))
        found.append(Replacement(start, end, text))
    if not found or any(_meets(one, other) for index, one in enumerate(found) for other in found[:index]):
        return None
    return None if all(document.text[start:end] == text for start, end, text in found) else found


def _touches_repaired(document: Document, start: int, end: int) -> bool:
    """Whether a range lies in code that was not parsed as it stands."""
    repaired = document.tree.repaired
    return bool(repaired) and any(
        first <= document.line_of(end) and document.line_of(start) <= last for first, last in repaired
    )


def _meets(one: Replacement, other: Replacement) -> bool:
    """Whether two replacements share a character, or one inserts at an end of the other."""
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end


def _tried(document: Document, chosen: Sequence[tuple[Finding, list[Replacement]]]) -> Round:
    """All of them; where that is no Python, one after the other as long as it is."""
    kept: list[tuple[Finding, list[Replacement]]] = list(chosen)
    refused: list[Finding] = []
    after = _made(document, kept)
    if not is_as_good(document, after):
        kept = []
        after = document
        for each in chosen:
            tried = _made(document, [*kept, each])
            if is_as_good(document, tried):
                kept.append(each)
                after = tried
            else:
                refused.append(each[0])
    replacements = tuple(sorted(one for _, wanted in kept for one in wanted))
    return Round(after, replacements, tuple(finding for finding, _ in kept), tuple(refused))


def _made(document: Document, fixes: Iterable[tuple[Finding, list[Replacement]]]) -> Document:
    return replaced(document, [one for _, wanted in fixes for one in wanted])


def is_as_good(before: Document, after: Document) -> bool:
    """Whether a document is Python where another was, and has no more places that are not."""
    if before is after:
        return True
    if len(after.tree.problems) > len(before.tree.problems):
        return False
    return bool(before.tree.problems) or _compiles(after) or not _compiles(before)


def _compiles(document: Document) -> bool:
    """Whether Python takes it: its parser lets pass what its compiler refuses, such as a keyword given twice."""
    with quiet():
        try:
            compile(document.code, document.path, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError, SystemError):
            return False
    return True
