"""The edit that takes an argument out of a call, as far as the text between the arguments is plain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fitlens.analysis.facts import Argument, Span
from fitlens.rules.model import Edit
from fitlens.source.document import Document

_BETWEEN = re.compile(r"\s*,\s*")
_LAST = re.compile(r"\s*,?\s*")


def without(argument: Argument, arguments: Sequence[Argument], end: int, document: Document) -> Edit | None:
    """Takes a keyword argument out; `end` is the offset of the closing parenthesis.

    None where something else stands between the arguments: a comment, a parenthesis, `**more`.
    """
    text = document.text
    ordered = sorted(arguments, key=lambda each: each.span)
    at = ordered.index(argument)
    before = ordered[at - 1] if at > 0 else None
    after = ordered[at + 1] if at + 1 < len(ordered) else None
    if before is not None:
        if not _BETWEEN.fullmatch(text, before.value_span.end, argument.span.start):
            return None
        rest = after.span.start if after is not None else end
        pattern = _BETWEEN if after is not None else _LAST
        if not pattern.fullmatch(text, argument.value_span.end, rest):
            return None
        return Edit(Span(before.value_span.end, argument.value_span.end), "")
    if after is not None:
        if not _BETWEEN.fullmatch(text, argument.value_span.end, after.span.start):
            return None
        return Edit(Span(argument.span.start, after.span.start), "")
    if not _LAST.fullmatch(text, argument.value_span.end, end):
        return None
    return Edit(Span(argument.span.start, end), "")
