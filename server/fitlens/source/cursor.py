"""What stands around a cursor, told from tokens: the word, the string, the brackets; the code there is half-typed."""

from __future__ import annotations

import re
from keyword import kwlist
from typing import Literal

from fitlens.record import NamedTuple
from fitlens.source.scan import LogicalLine, logical_lines
from fitlens.source.tokens import TOKEN

_WORD = re.compile(r"\w*")
_PREFIX = re.compile(r"[A-Za-z]*")
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_NO_OPERANDS = frozenset(kwlist) - {"None", "True", "False"} | {"match"}
"""Words behind which a bracket or a dot begins something new."""


class Bracket(NamedTuple):
    """An open bracket that the cursor stands in."""

    sign: Literal["(", "[", "{"]
    offset: int
    of: Literal["call", "subscript", "parameters", "group"]
    """parameters: those of a function that is being defined, or the bases of a class."""
    item: int
    """Offset behind the bracket or the comma that the item with the cursor in it follows."""
    before: int
    """How many items stand before it."""
    keyword: str | None
    """The name that the item gives its value to: `C` in `SVC(C=`."""
    colon: bool
    """A colon stands in the item, at its own level."""


class Cursor(NamedTuple):
    """What stands around one offset of a text."""

    line: LogicalLine
    """The statement or header, as far as it can be told."""
    start: int
    """Where the word, or the content of the string, begins."""
    end: int
    """Where it ends."""
    prefix: str
    """What of it stands before the cursor."""
    quote: str
    """The quotes of the string that the cursor stands in; empty outside of strings."""
    closed: bool
    """The string goes on to quotes of its own."""
    interpreted: bool
    """Braces in the string are code, or it is bytes."""
    before: str
    """The token before the word or the string; empty where it begins the statement."""
    first: str
    """The word that the statement begins with."""
    brackets: tuple[Bracket, ...]
    """The open ones, outermost first."""

    @property
    def closers(self) -> str:
        """What closes all brackets."""
        return "".join(_CLOSERS[bracket.sign] for bracket in reversed(self.brackets))


class _Open:
    __slots__ = ("before", "colon", "item", "keyword", "of", "offset", "sign")

    def __init__(self, sign: str, offset: int, of: Literal["call", "subscript", "parameters", "group"]) -> None:
        self.sign: Literal["(", "[", "{"] = sign  # pyright: ignore[reportAttributeAccessIssue] -- by the token's kind
        self.offset = offset
        self.of: Literal["call", "subscript", "parameters", "group"] = of
        self.item = offset + 1
        self.before = 0
        self.keyword: str | None = None
        self.colon = False

    def next(self, offset: int) -> None:
        self.item, self.before, self.keyword, self.colon = offset, self.before + 1, None, False

    def frozen(self) -> Bracket:
        return Bracket(self.sign, self.offset, self.of, self.item, self.before, self.keyword, self.colon)


def cursor_at(code: str, start: int, end: int, offset: int) -> Cursor | None:
    """What stands around an offset in the block between two others; None in a comment."""
    line = LogicalLine(offset, offset, offset, offset)
    for each in logical_lines(code, start, end, _never):
        if each.start > offset:
            break
        line = each
    return _read(code, line, offset)


def _never(_line: LogicalLine) -> bool:
    """A line inside brackets that looks like a statement is one: the brackets are being typed."""
    return False


def _read(code: str, line: LogicalLine, offset: int) -> Cursor | None:
    opened: list[_Open] = []
    earlier: list[str] = []
    position = line.start
    quoted: re.Match[str] | None = None
    while position < offset:
        found = TOKEN.match(code, position, offset)
        if found is None:
            break
        kind, text = found.lastgroup, found[0]
        position = found.end()
        if kind == "comment":
            if position >= offset:
                return None
        elif kind == "open":
            # A string that was left open on an earlier line is over with its line.
            stop = code.find("\n", position, offset)
            if stop < 0 or text.endswith(("'''", '"""')):
                quoted = found
                break
            position = stop
            earlier.append(text)
        elif kind == "newline":
            if not opened:
                # The statement before is complete: another begins here.
                earlier.clear()
                line = LogicalLine(position, position, max(offset, _line_end(code, offset)), offset)
        elif kind != "space":
            if kind == "name" and position == offset:
                break  # the word that is being typed
            _take(text, kind or "", found.start(), opened, earlier)
            earlier.append(text)
    return _cursor(code, line, offset, quoted, opened, earlier)


def _take(text: str, kind: str, start: int, opened: list[_Open], earlier: list[str]) -> None:
    """Follows the brackets through one token."""
    if kind == "bracket" and text in _CLOSERS:
        opened.append(_Open(text, start, _kind_of(text, earlier)))
    elif kind == "bracket":
        if opened:
            opened.pop()
    elif not opened:
        return
    elif text == ",":
        opened[-1].next(start + 1)
    elif text == ":":
        opened[-1].colon = True
    elif text == "=" and len(earlier) > 1 and earlier[-1].isidentifier() and earlier[-2] in {"(", ","}:
        opened[-1].keyword = earlier[-1]


def _kind_of(sign: str, earlier: list[str]) -> Literal["call", "subscript", "parameters", "group"]:
    last = earlier[-1] if earlier else ""
    operand = last in {")", "]"} or (last.isidentifier() and last not in _NO_OPERANDS)
    if not operand or sign == "{":
        return "group"
    if sign == "[":
        return "subscript"
    return "parameters" if len(earlier) > 1 and earlier[-2] in {"def", "class"} else "call"


def _word_start(code: str, lowest: int, offset: int) -> int:
    """A pattern that ends at the offset would be tried from every character of the line, which may be long."""
    while offset > lowest and (code[offset - 1].isalnum() or code[offset - 1] == "_"):
        offset -= 1
    return offset


def _cursor(
    code: str,
    line: LogicalLine,
    offset: int,
    quoted: re.Match[str] | None,
    opened: list[_Open],
    earlier: list[str],
) -> Cursor:
    if quoted is None:
        after = _WORD.match(code, offset)
        assert after is not None
        start = _word_start(code, line.start, offset)
        end, quote, closed, interpreted = after.end(), "", False, False
    else:
        written = _PREFIX.match(quoted[0])
        assert written is not None
        quote = quoted[0][written.end() :]
        interpreted = bool(set("fFtTbB") & set(written[0]))
        start = quoted.end()
        stop = code.find(quote, offset, len(code) if len(quote) > 1 else _line_end(code, offset))
        # What closes the next string on the line is none of this one's: between them stands more than a name.
        closed = stop >= 0 and re.fullmatch(r"[\w.\- ]*", code[offset:stop]) is not None
        end = stop if closed else offset
    return Cursor(
        line=line,
        start=start,
        end=end,
        prefix=code[start:offset],
        quote=quote,
        closed=closed,
        interpreted=interpreted,
        before=earlier[-1] if earlier else "",
        first=earlier[0] if earlier else "",
        brackets=tuple(each.frozen() for each in opened),
    )


def _line_end(code: str, offset: int) -> int:
    ends = [at for sign in "\r\n" if (at := code.find(sign, offset)) >= 0]
    return min(ends, default=len(code))
