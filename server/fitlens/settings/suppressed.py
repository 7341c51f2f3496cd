"""What comments silence: findings they are about, and the comments that are unused or cannot be followed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fitlens.analysis.facts import Span
from fitlens.record import NamedTuple
from fitlens.rules.model import Finding, Rule
from fitlens.rules.registry import every_rule
from fitlens.rules.skl901 import UnusedSuppression
from fitlens.rules.skl902 import InvalidSuppression
from fitlens.settings.selection import matching, on_by_default, unknown
from fitlens.source.document import Document
from fitlens.source.suppressions import Selector, Suppression

_OF_COMMENTS = frozenset({UnusedSuppression.code, InvalidSuppression.code})

Ask = Callable[[Sequence[Rule]], list[Finding]]
"""What rules find in the document."""


class _Part(NamedTuple):
    """A comment, or one rule that it names."""

    comment: Suppression
    selector: Selector | None
    codes: frozenset[str]

    def silences(self, document: Document, finding: Finding) -> bool:
        """Whether the finding is one that it is about."""
        if finding.code not in self.codes:
            return False
        return self.comment.first <= document.line_of(finding.span.start) <= self.comment.last


def silenced(
    document: Document, comments: Sequence[Suppression], found: Sequence[Finding], rules: Sequence[Rule], ask: Ask
) -> list[Finding]:
    """The findings that are left, and behind them those about the comments. rules: those that apply to the document."""
    parts = [part for comment in comments if not comment.problem for part in _parts(comment)]
    left = _left(document, parts, found)
    applied = {rule.code for rule in rules}
    about: list[Finding] = []
    if InvalidSuppression.code in applied:
        about += _invalid(comments)
    # Where code could not be read, what a comment is for may not have been seen.
    if UnusedSuppression.code in applied and not document.tree.problems:
        about += _unused(document, parts, found, applied, ask)
    return [*left, *_left(document, parts, about)]


def _parts(comment: Suppression) -> list[_Part]:
    if comment.selectors is None:
        # Else it would silence what is said of it.
        return [_Part(comment, None, frozenset(rule.code for rule in every_rule()) - _OF_COMMENTS)]
    return [_Part(comment, selector, matching(selector.text)) for selector in comment.selectors]


def _left(document: Document, parts: Sequence[_Part], found: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in found if not any(part.silences(document, finding) for part in parts)]


def _invalid(comments: Sequence[Suppression]) -> list[Finding]:
    about: list[Finding] = []
    for comment in comments:
        if comment.problem:
            about.append(InvalidSuppression().of(Span(comment.start, comment.end), comment.problem))
            continue
        about += (
            InvalidSuppression().of(Span(each.start, each.end), unknown(each.text))
            for each in comment.selectors or ()
            if not matching(each.text)
        )
    return about


def _unused(
    document: Document, parts: Sequence[_Part], found: Sequence[Finding], applied: set[str], ask: Ask
) -> list[Finding]:
    unused = [
        part
        for part in parts
        if part.codes
        and not (part.comment.kind == "file" and part.selector is None)
        and not (part.codes & _OF_COMMENTS)
        and not any(part.silences(document, finding) for finding in found)
    ]
    # A rule that is not selected now may be the next time: it is asked as well.
    default = on_by_default()
    wanted = {code for part in unused for code in (part.codes if part.selector is not None else part.codes & default)}
    others = [rule for rule in every_rule() if rule.code in wanted - applied]
    if others:
        more = ask(others)
        unused = [part for part in unused if not any(part.silences(document, finding) for finding in more)]
    about: list[Finding] = []
    for comment in dict.fromkeys(part.comment for part in unused):
        selectors = [part.selector for part in unused if part.comment == comment and part.selector is not None]
        about.append(UnusedSuppression().of(document, comment, selectors))
    return about
