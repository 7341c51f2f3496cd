"""The tokens of code that may be broken: a tokenizer that never fails."""

from __future__ import annotations

import re
from keyword import iskeyword

from fitlens.record import NamedTuple

BREAK = r"(?:\r\n|\n|\r)"
_PREFIX = r"(?:[rR][bBfFtT]?|[bBfFtT][rR]?|[uU])?"
_TRIPLE = r"'''(?:[^\\']++|\\.|'(?!''))*+'''" + r'|"""(?:[^\\"]++|\\.|"(?!""))*+"""'
# An escaped line break continues a string; an unescaped one ends it.
_SINGLE = r"'(?!'')(?:[^\\'\r\n]++|\\(?:\r\n|.))*+'" + r'|"(?!"")(?:[^\\"\r\n]++|\\(?:\r\n|.))*+"'
STRING = f"(?:{_TRIPLE}|{_SINGLE})"

TOKEN = re.compile(
    rf"""
      (?P<space>[ \t\f]++ | \\{BREAK})
    | (?P<newline>{BREAK})
    | (?P<comment>\#[^\r\n]*+)
    | (?P<string>{_PREFIX}{STRING})
    | (?P<open>{_PREFIX}(?:'''|\"\"\"|'|"))
    | (?P<name>[^\W\d]\w*+)
    | (?P<number>0[xXbBoO][\da-fA-F_]++ | (?:\d[\d_]*+\.?[\d_]*+|\.\d[\d_]*+)(?:[eE][+-]?\d[\d_]*+)?[jJ]?)
    | (?P<bracket>[(\[{{}}\])])
    | (?P<operator>\*\*=?|//=?|>>=?|<<=?|!=|->|:=|\.\.\.|[+\-*/%@&|^=<>]=?|[~,:;.])
    | (?P<junk>.)
    """,
    re.VERBOSE | re.DOTALL,
)
"""One token at any place of any text; `open` is a string that is never closed (its quote only)."""

_LETTERS = re.compile(r"\w*")
_WORD = re.compile(r"[^\W\d]\w*")
LINE_BREAK = re.compile(BREAK)


class Token(NamedTuple):
    """One token of a logical line; comments and white space are left out."""

    kind: str
    text: str
    start: int
    end: int
    first: bool
    """First on its physical line (not counting the first line)."""


def tokens_of(code: str, start: int, end: int) -> list[Token]:
    """The tokens between two offsets. An unclosed string ends with its line, a triple-quoted one with the text."""
    tokens: list[Token] = []
    position, first = start, False
    while position < end:
        found = TOKEN.match(code, position, end)
        if found is None:
            break
        kind = found.lastgroup or "junk"
        stop = found.end()
        if kind == "newline":
            first = True
        elif kind == "open":
            stop = open_string_end(code, found, end)
        if kind not in {"newline", "space", "comment"}:
            tokens.append(Token(kind, code[position:stop], position, stop, first))
            first = False
        position = stop
    return tokens


def names_in(code: str, start: int, end: int) -> frozenset[str]:
    """The identifiers that the code between two offsets mentions, those in f-strings included."""
    names: set[str] = set()
    for token in tokens_of(code, start, end):
        if token.kind == "name":
            names.add(token.text)
        elif token.kind in {"string", "open"}:
            prefix = _LETTERS.match(token.text)
            if prefix is not None and set("fFtT") & set(prefix[0]):
                names.update(_WORD.findall(token.text, prefix.end()))
    return frozenset(name for name in names if not iskeyword(name))


def indent_of(code: str, position: int) -> int:
    """The column that the white space at an offset reaches, tabs to multiples of 8, as CPython counts."""
    column = 0
    while position < len(code):
        character = code[position]
        if character == " ":
            column += 1
        elif character == "\t":
            column = (column // 8 + 1) * 8
        elif character == "\f":
            column = 0
        else:
            break
        position += 1
    return column


def open_string_end(code: str, found: re.Match[str], end: int) -> int:
    """Where an `open` token's string is taken to end: with its line, or with the text if it is triple-quoted."""
    if found[0].endswith(("'''", '"""')):
        return end
    line_break = LINE_BREAK.search(code, found.end(), end)
    return line_break.start() if line_break else end
