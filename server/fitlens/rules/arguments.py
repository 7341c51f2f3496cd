"""Edits of the arguments of a construction or of a call of a function: taken out, given another value, added."""

from __future__ import annotations

import re

from fitlens.analysis.facts import Argument, Construction, FunctionCall, Span
from fitlens.rules.model import Edit
from fitlens.source.document import Document

_COMMA = re.compile(r"\s*,\s*")
_LAST = re.compile(r"\s*,?\s*")


def taken_out(construction: Construction | FunctionCall, argument: Argument, document: Document) -> Edit | None:
    """An argument removed, with its comma.

    None for one given by position, and where more than white space stands around it (parentheses, a comment, `**more`).
    """
    if not argument.keyword:
        return None
    text, given = document.text, construction.arguments
    at = given.index(argument)
    end = argument.value_span.end
    if at > 0:
        before = given[at - 1].value_span.end
        between = text[before : argument.span.start]
        after = text[end : given[at + 1].span.start if at + 1 < len(given) else construction.open_end]
        rest = _COMMA if at + 1 < len(given) else _LAST
        plain = _COMMA.fullmatch(between) and rest.fullmatch(after)
        return Edit(Span(before, end), "") if plain else None
    opening = text[construction.name_span.end : argument.span.start]
    if opening.strip() != "(":
        return None
    if len(given) > 1:
        following = given[1].span.start
        return Edit(Span(argument.span.start, following), "") if _COMMA.fullmatch(text[end:following]) else None
    if not _LAST.fullmatch(text[end : construction.open_end]):
        return None
    return Edit(Span(construction.name_span.end + opening.index("(") + 1, construction.open_end), "")


def given_another(construction: Construction, name: str, text: str, document: Document) -> Edit | None:
    """An argument with another value, or added where it is not given; None where that cannot be written for certain."""
    present = next((each for each in construction.arguments if each.name == name), None)
    return added(construction, f"{name}={text}", document) if present is None else Edit(present.value_span, text)


def added(construction: Construction, text: str, document: Document) -> Edit | None:
    """Keywords behind the arguments; None where more than white space and a comma stands behind the last."""
    if not construction.exhaustive:
        return None
    if not construction.arguments:
        inside = document.text[construction.name_span.end : construction.open_end]
        return Edit(Span(construction.open_end, construction.open_end), text) if inside.strip() == "(" else None
    end = construction.arguments[-1].value_span.end
    if not _LAST.fullmatch(document.text[end : construction.open_end]):
        return None
    return Edit(Span(end, end), f", {text}")
