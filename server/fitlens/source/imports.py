"""Completes half-typed `from` and `import` statements, which hold names only."""

from __future__ import annotations

from keyword import iskeyword

from fitlens.source.patch import Patch
from fitlens.source.tokens import Token
from fitlens.source.tree import PLACEHOLDER


def complete_import(code: str, tokens: list[Token], tail: int, patch: Patch) -> None:
    """Puts changes into the patch that complete the statement with the given tokens.

    `tail` is the offset at which a missing bracket or word goes.
    """
    index = 1
    if tokens[0].text == "from":
        index = _module_name(code, tokens, 1, patch, relative=True)
        if index >= len(tokens) or tokens[index].text != "import":
            if index < len(tokens):
                patch.blank(code, tokens[index].start, tokens[-1].end)
            patch.insert(tail, " import " + PLACEHOLDER)
            return
        index += 1
        if index < len(tokens) and tokens[index].text == "*" and index + 1 == len(tokens):
            return
    opened = index < len(tokens) and tokens[index].text == "(" and tokens[0].text == "from"
    if opened:
        index += 1
    _imported_names(code, tokens, index, tail, patch, dotted=tokens[0].text == "import", opened=opened)


def _module_name(code: str, tokens: list[Token], index: int, patch: Patch, *, relative: bool) -> int:
    """Completes the dotted name at an index; returns the index behind it."""
    begin = index
    if relative:
        while index < len(tokens) and tokens[index].text in {".", "..."}:
            index += 1
    named = False
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "name" and not iskeyword(token.text) and not named:
            named = True
        elif token.text == "." and named:
            named = False
        else:
            break
        index += 1
    if index == begin:
        patch.insert(tokens[begin - 1].end, " " + PLACEHOLDER)
    elif not named and tokens[index - 1].text == "." and tokens[index - 2].kind == "name" and index - 2 >= begin:
        patch.blank(code, tokens[index - 1].start, tokens[index - 1].end)
    return index


def _imported_names(
    code: str, tokens: list[Token], index: int, tail: int, patch: Patch, *, dotted: bool, opened: bool
) -> None:
    comma: Token | None = None
    any_name = closed = False
    expect_name = True
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "name" and not iskeyword(token.text) and (expect_name or opened):
            if not expect_name:
                patch.insert(tokens[index - 1].end, ",")
            index = _module_name(code, tokens, index, patch, relative=False) if dotted else index + 1
            any_name, expect_name, comma = True, False, None
        elif token.text == "as" and not expect_name:
            if index + 1 < len(tokens) and tokens[index + 1].kind == "name" and not iskeyword(tokens[index + 1].text):
                index += 2
            else:
                patch.insert(token.end, " " + PLACEHOLDER)
                index += 1
        elif token.text == "," and not expect_name:
            comma, expect_name = token, True
            index += 1
        elif token.text == ")" and opened and not closed:
            closed = True
            if not any_name:
                patch.insert(tokens[index - 1].end, PLACEHOLDER)
            index += 1
        elif token.text == ";" and not opened:
            break
        else:
            patch.blank(code, token.start, token.end)
            index += 1
    if not any_name:
        if not closed:
            patch.insert(tokens[-1].end, " " + PLACEHOLDER)
    elif comma is not None and not opened:
        patch.blank(code, comma.start, comma.end)
    if opened and not closed:
        patch.insert(tail, ")")
