"""Where tokens, logical lines and top-level blocks begin and end, in code that may be broken.

CPython's tokenizer stops at the first error and `parso` reads 11,000 lines a second; these patterns pass over whole
blocks in one match and never fail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fitlens.source.tokens import BREAK, LINE_BREAK, STRING, TOKEN, indent_of, open_string_end

_PLAIN = r"[^\"'#()\[\]{}\\\r\n]++"
_COMMENT = r"#[^\r\n]*+"
_CONTINUED = rf"\\{BREAK}"
# Inside brackets a line that begins at column 0 may be the next statement, so it is left to `_slow_line`.
_INSIDE_BREAK = rf"{BREAK}(?![^\s)\]}}#])"


def _line_pattern() -> str:
    inside = f"{_PLAIN}|{STRING}|{_INSIDE_BREAK}|{_COMMENT}|{_CONTINUED}"
    brackets = rf"[(\[{{](?:{inside})*+[)\]}}]"
    for _ in range(4):
        brackets = rf"[(\[{{](?:{inside}|{brackets})*+[)\]}}]"
    return rf"(?:{_PLAIN}|{STRING}|{_CONTINUED}|{brackets})*+(?:{_COMMENT})?+(?:{BREAK}|\Z)"


_LINE_PATTERN = _line_pattern()
_GOES_ON = r"[ \t\f\r\n#]|(?:else|elif|except|finally)\b"
_LINE = re.compile(_LINE_PATTERN, re.DOTALL)
_BLOCK = re.compile(
    rf"(?:(?=@)(?:{_LINE_PATTERN})|[ \t\f]*+(?:{_COMMENT})?+{BREAK})*+(?=[^\r\n])(?:{_LINE_PATTERN})"
    rf"(?:(?={_GOES_ON})(?:{_LINE_PATTERN}))*+",
    re.DOTALL,
)
_PART_OF_BLOCK = re.compile(_GOES_ON)
_EMPTY_LINE = re.compile(rf"[ \t\f]*+(?:{_COMMENT})?+(?:{BREAK}|\Z)")
_INDENT = re.compile(r"[ \t\f]*+")

# What can only begin a statement, wherever it stands.
_STATEMENT = re.compile(
    r"(?:def|class|return|import|raise|pass|break|continue|del|assert|global|nonlocal|async)\b|@\w"
    r"|from\b[^\r\n]*\bimport\b|(?:try|else|finally)[ \t]*:|(?:if|elif|for|while|with|except)\b[^\r\n]*:[ \t]*(?:#|\r|\n|\Z)"
)
# What begins a statement where it is not indented more than the statement before.
_LIKELY_STATEMENT = re.compile(r"(?:if|for|while|with|try|from|return|except)\b|[^\W\d]\w*[^\r\n]*")
_INFIX_WORD = re.compile(r"(?:and|or|in|is|not|else|lambda|await|yield|None|True|False)\b")
_SPACED_ASSIGNMENT = re.compile(r"[^\W\d][\w.]*(?:\[[^\]\r\n]*\])? = |[^\W\d]\w*\.[\w.]+ ?= ?")
_HEADER_WORD = re.compile(r"(?:def|class|async|if|elif|for|while|with|except)\b")


@dataclass(frozen=True, slots=True)
class LogicalLine:
    """One statement or header as far as its brackets and strings tell."""

    indent_start: int
    """Offset of the indentation."""
    start: int
    """Offset of the first token."""
    end: int
    """Offset behind the last character that belongs to it, line break excluded."""
    next: int
    """Where the next line begins."""


def blocks(code: str, start: int, end: int) -> list[int]:
    """Offsets between two offsets at which a top-level block begins; the first is `start`."""
    starts = [start]
    position, decorated = start, True
    while position < end:
        # What stands before the first statement belongs to it.
        if position > start and not decorated and not _PART_OF_BLOCK.match(code, position, end):
            starts.append(position)
        found = _BLOCK.match(code, position, end)
        if found is not None and found.end() > position:
            position, decorated = found.end(), False
            continue
        decorated = code[position] == "@" or (decorated and _EMPTY_LINE.match(code, position, end) is not None)
        position = _slow_line(code, position, end)
    return starts


def logical_lines(code: str, start: int, end: int, accept: Callable[[LogicalLine], bool]) -> Iterator[LogicalLine]:
    """The logical lines between two offsets, in order; empty lines and comments are left out.

    Brackets that are left open end before a line that looks like the next statement. Where they are closed behind such a
    line, `accept` decides whether the whole makes sense.
    """
    position = start
    while position < end:
        empty = _EMPTY_LINE.match(code, position, end)
        if empty is not None and empty.end() > position:
            position = empty.end()
            continue
        indent = _INDENT.match(code, position, end)
        first = indent.end() if indent else position
        if first >= end:
            return
        found = _LINE.match(code, first, end)
        stop = found.end() if found is not None and found.end() > first else 0
        line = LogicalLine(position, first, _without_break(code, first, stop), stop) if stop else None
        if line is None or (_doubtful(code, position, first, stop) and not accept(line)):
            stop = _slow_line(code, position, end)
            line = LogicalLine(position, first, _without_break(code, first, stop), stop)
        yield line
        position = stop


def open_triple_quote(code: str, start: int, end: int) -> int | None:
    """Offset of a triple quote between two offsets that is never closed, or None."""
    position = start
    while position < end:
        found = _LINE.match(code, position, end)
        if found is not None and found.end() > position:
            position = found.end()
            continue
        token = TOKEN.match(code, position, end)
        if token is None:
            return None
        if token.lastgroup == "open" and token[0].endswith(("'''", '"""')):
            return token.end() - 3
        position = token.end() if token.lastgroup != "open" else open_string_end(code, token, end)
    return None


_SWALLOWED = re.compile(
    r"^(?:[ \t]*+(?:(?:async[ \t]+)?def[ \t]+\w+[ \t]*\(|class[ \t]+\w+[^\r\n]*:[ \t]*\r?$|self\.\w+ = )"
    r"|import[ \t]+\w|from[ \t]+\S+[ \t]+import\b|@\w|\w+ = )",
    re.MULTILINE,
)
"""A line that is a statement in all likelihood, even within a string."""


def stray_triple_quote(code: str, start: int, end: int) -> int | None:
    """Offset of the triple quote that most likely should not be there, in code where one is never closed.

    It is the first whose string swallows lines that look like statements. None where there is none.
    """
    position = start
    while position < end:
        found = TOKEN.match(code, position, end)
        if found is None:
            return None
        stop = found.end()
        if found.lastgroup == "open":
            stop = open_string_end(code, found, end)
        if found.lastgroup in {"open", "string"} and found[0].endswith(("'''", '"""')):
            first_break = LINE_BREAK.search(code, position, stop)
            if first_break is not None and _SWALLOWED.search(code, first_break.end(), stop):
                return position + len(found[0]) - len(found[0].lstrip("bBfFrRtTuU"))
        position = stop
    return None


def _without_break(code: str, start: int, stop: int) -> int:
    if stop > start and code[stop - 1] == "\n":
        stop -= 1
    if stop > start and code[stop - 1] == "\r":
        stop -= 1
    return stop


def _doubtful(code: str, line_start: int, start: int, stop: int) -> bool:
    """Whether a line over several physical lines has one inside that may be a statement of its own."""
    if "\n" not in code[start : stop - 1] and "\r" not in code[start : stop - 2]:
        return False
    return _slow_line(code, line_start, stop) < stop


def _slow_line(code: str, line_start: int, end: int) -> int:
    """Where the logical line that begins at an offset ends, token by token, open brackets ended by the next statement."""
    indent = indent_of(code, line_start)
    space = _INDENT.match(code, line_start, end)
    position = start = space.end() if space is not None else line_start
    header = _HEADER_WORD.match(code, start) is not None
    open_brackets = ""
    last = ""
    while position < end:
        found = TOKEN.match(code, position, end)
        if found is None:
            return end
        kind = found.lastgroup
        position = found.end() if kind != "open" else open_string_end(code, found, end)
        if kind == "bracket":
            open_brackets = _after_bracket(open_brackets, found[0])
        elif kind == "newline" and (
            not open_brackets
            # A header's colon at the end of a line, with its body below.
            or (header and last == ":" and indent_of(code, position) > indent)
            or _begins_statement(code, position, end, indent, header=header)
        ):
            return position
        if kind not in {"space", "comment", "newline"}:
            last = found[0]
    return end


_OPENERS = {")": "(", "]": "[", "}": "{"}


def _after_bracket(open_brackets: str, bracket: str) -> str:
    """The brackets that are open behind one more; one that closes an outer bracket closes those inside it."""
    opener = _OPENERS.get(bracket)
    if opener is None:
        return open_brackets + bracket
    at = open_brackets.rfind(opener)
    return open_brackets if at < 0 else open_brackets[:at]


def _begins_statement(code: str, position: int, end: int, indent: int, *, header: bool) -> bool:
    """Whether the physical line at an offset, inside brackets that a statement opened, is rather the next statement."""
    empty = _EMPTY_LINE.match(code, position, end)
    if empty is not None:
        return False
    first = _INDENT.match(code, position, end)
    at = first.end() if first else position
    if _STATEMENT.match(code, at, end):
        return True
    if _INFIX_WORD.match(code, at, end):
        return False
    if header and _SPACED_ASSIGNMENT.match(code, at, end):
        return True
    if indent_of(code, position) > indent:
        return False
    likely = _LIKELY_STATEMENT.match(code, at, end)
    return likely is not None and not likely[0].rstrip().endswith(",")
