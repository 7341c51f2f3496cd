"""Completes one half-typed statement or header: missing values, names, brackets, quotes and colons are put in.

A pass over the tokens with a stack of brackets that knows at each token whether a value must, may or must not follow.
It changes as little as makes the statement plausible; whether that is Python is for the parser to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from keyword import iskeyword
from typing import Literal

from fitlens.source.fstring import fields
from fitlens.source.imports import complete_import
from fitlens.source.patch import Patch
from fitlens.source.tokens import Token, indent_of, tokens_of
from fitlens.source.tree import PLACEHOLDER
from fitlens.source.trial import parses

HEADERS = frozenset({"async", "class", "def", "elif", "else", "except", "finally", "for", "if", "try", "while", "with"})
"""Words that begin a compound statement or a part of one."""

_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_INFIX = frozenset({"and", "or", "in", "is", "if", "else", "for", "as"})
_VALUES = frozenset({"None", "True", "False", "pass", "break", "continue"})
_STRING_BEGIN = re.compile(r"(\w*)('''|\"\"\"|'|\")")
_TAIL = frozenset(")]},:")

Expect = Literal["value", "maybe", "operator"]
FrameKind = Literal["top", "call", "parameters", "group", "list", "index", "braces", "lambda"]


@dataclass(slots=True)
class _Element:
    """What stands between two commas so far."""

    start: int
    before: int | None
    """Offset of the comma before it."""
    tokens: int = 0
    keyword: bool = False
    colon: bool = False
    star: bool = False
    loop: bool = False
    broken: bool = False
    """Makes no sense and is left out."""
    conditions: int = 0
    """`if` without its `else`."""


@dataclass(slots=True)
class _Frame:
    """An open bracket, or the statement itself."""

    kind: FrameKind
    opener: str
    indent: int
    """Indentation of the physical line that it was opened on."""
    element: _Element
    keyword_seen: bool = False
    pairs: int = 0


class _Stuck(Exception):
    """The statement makes no sense that could be guessed."""


def complete(code: str, start: int, end: int) -> Patch | None:
    """Changes that may make a whole of the statement or header between two offsets, or None where it makes no sense.

    `end` is the end of its last line; a header gets its colon but no body.
    """
    tokens = tokens_of(code, start, end)
    if not tokens:
        return None
    patch = Patch()
    # A comment at the end would swallow what is put behind it.
    last = tokens[-1].end
    rest = code[last:end]
    tail = last if "#" in rest or "\\" in rest else end
    tokens = _close_string(code, tokens, patch)
    try:
        if tokens[0].text in {"from", "import"}:
            complete_import(code, tokens, tail, patch)
        else:
            _Completion(code, tokens, tail, patch).run()
    except _Stuck:
        return None
    return patch


def _tail(text: str) -> int:
    """Where what an editor has closed begins. A pattern that ends at the end would be tried from every character."""
    start = len(text)
    while start and (text[start - 1] in _TAIL or text[start - 1].isspace()):
        start -= 1
    return start


def _close_string(code: str, tokens: list[Token], patch: Patch) -> list[Token]:
    """Puts in the quote of each string that has none, before the brackets that an editor has closed behind it."""
    closed: list[Token] = []
    for token in tokens:
        if token.kind != "open":
            if token.kind == "string":
                _complete_fields(code, token, "", patch)
            closed.append(token)
            continue
        body = _STRING_BEGIN.match(token.text)
        quote = body[2] if body else "'"
        stop = token.end
        tail = _tail(token.text)
        open_before = sum(1 if t.text in _CLOSERS else -1 for t in closed if t.kind == "bracket")
        if len(quote) == 1 and open_before > 0 and any(c in ")]}" for c in token.text[tail:]):
            stop = max(token.start + tail, token.start + (body.end() if body else 1))
        text = code[token.start : stop]
        if (len(text) - len(text.rstrip("\\"))) % 2:
            patch.put(stop - 1, " ")
        _complete_fields(code, Token("open", text, token.start, stop, token.first), quote, patch)
        patch.insert(stop, quote)
        closed.append(Token("string", text, token.start, stop, token.first))
        if stop < token.end:
            closed.extend(tokens_of(code, stop, token.end))
    return closed


def _complete_fields(code: str, token: Token, quote: str, patch: Patch) -> None:
    """Completes the expressions in an f-string's braces; a string that makes no sense still becomes a plain one.

    `quote` is what will close the string.
    """
    prefix = _STRING_BEGIN.match(token.text)
    if prefix is None or not set("fFtT") & set(prefix[1]) or parses(token.text + quote):
        return
    body_end = len(token.text) - (0 if quote else len(prefix[2]))
    changes = Patch()
    for field in fields(token.text, prefix.end(), body_end):
        start, end = token.start + field.start, token.start + field.end
        # A field may be spread over lines and indented; its own text is an expression all the same.
        expression = complete(code, start, end) if code[start:end].strip() else None
        if expression is not None and not parses(f"({code[start:end]})"):
            changes.update(expression)
        elif expression is None:
            changes.insert(start, PLACEHOLDER)
        if not field.closed:
            changes.insert(token.start + body_end, "}")
    text, _ = changes.render(code, token.start, token.end)
    if parses(text + quote):
        patch.update(changes)
    else:
        letters = prefix[1]
        patch.put(token.start, " " * (len(letters) - 1) + "u")


class _Completion:
    """The pass over the tokens of one statement."""

    def __init__(self, code: str, tokens: list[Token], tail: int, patch: Patch) -> None:
        self.code = code
        self.tokens = tokens
        self.tail = tail
        self.patch = patch
        self.expect: Expect = "maybe"
        self.frames: list[_Frame] = [_Frame("top", "", -1, _Element(tokens[0].start, None))]
        self.previous: Token | None = None
        self.header = ""
        self.header_done = False
        self.loop_in = False
        self.indent = 0

    @property
    def frame(self) -> _Frame:
        return self.frames[-1]

    @property
    def here(self) -> int:
        """Where something is put that is missing behind the token before."""
        return self.previous.end if self.previous else self.tokens[0].start

    def run(self) -> None:
        index = self._begin()
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.first:
                self._new_line(token)
            index = self._take(index, token)
            self.previous = self.tokens[index - 1]
        self._finish()

    def _begin(self) -> int:
        """Takes the words that a header begins with."""
        index = 0
        first = self.tokens[0].text
        if first == "async" and len(self.tokens) > 1:
            index, first = 1, self.tokens[1].text
            self.previous = self.tokens[0]
        if first not in HEADERS:
            return 0
        self.header = first
        self.previous = self.tokens[index]
        index += 1
        if first in {"def", "class"}:
            index = self._name_of_definition(index, first)
        elif first in {"else", "try", "finally"}:
            self.expect = "operator"
        elif first == "except":
            self.expect = "maybe"
            if index < len(self.tokens) and self.tokens[index].text == "*":
                index += 1
        elif first == "async":
            raise _Stuck
        else:
            self.expect = "value"
        return index

    def _name_of_definition(self, index: int, word: str) -> int:
        token = self.tokens[index] if index < len(self.tokens) else None
        if token is not None and token.kind == "name" and not iskeyword(token.text):
            self.previous = token
            index += 1
        else:
            self.patch.insert(self.here, " " + PLACEHOLDER)
        self.expect = "operator"
        opened = index < len(self.tokens) and self.tokens[index].text == "("
        if word == "def" and opened:
            self._open(self.tokens[index], "parameters")
            self.previous = self.tokens[index]
            return index + 1
        if word == "def":
            self.patch.insert(self.here, "()")
        return index

    def _take(self, index: int, token: Token) -> int:
        """Takes the token at an index; returns the index behind what it took."""
        text = token.text
        if token.kind == "name" and iskeyword(text) and text not in _VALUES:
            return self._take_word(index, token)
        if token.kind in {"name", "number", "string"} or text == "...":
            self._value(token)
            return index + 1
        if token.kind == "bracket":
            if text in _CLOSERS:
                self._open_any(token)
            else:
                self._close(token)
            return index + 1
        if token.kind == "junk":
            self.patch.blank(self.code, token.start, token.end)
            return index + 1
        if text == ".":
            return self._dot(index, token)
        self._operator(index, token)
        return index + 1

    def _value(self, token: Token) -> None:
        if self.expect == "operator":
            if token.kind == "string" and self.previous is not None and self.previous.kind == "string":
                return
            self._between_values()
        self._begin_element(token)
        self.expect = "operator"

    def _between_values(self) -> None:
        """Two values side by side: a comma was forgotten, or the first is still being typed."""
        kind = self.frame.kind
        if kind in {"top", "lambda"}:
            raise _Stuck
        if kind == "braces" and not self.frame.element.colon and (self.frame.pairs or self.frame.element.tokens == 1):
            self.patch.insert(self.here, ":")
            self.frame.element.colon = True
            return
        self._end_element(self.here)
        self.patch.insert(self.here, ",")
        self.frame.element = _Element(self.here, None)
        self.expect = "maybe"

    def _begin_element(self, token: Token) -> None:
        element = self.frame.element
        if not element.tokens:
            element.start = token.start
        element.tokens += 1

    def _take_word(self, index: int, token: Token) -> int:
        text = token.text
        following = self.tokens[index + 1].text if index + 1 < len(self.tokens) else ""
        if text == "not" and self.expect == "operator" and following == "in":
            self.expect = "value"
            return index + 2
        if text in {"not", "await"}:
            if self.expect == "operator":
                self._between_values()
            self._begin_element(token)
            self.expect = "value"
            return index + 1
        if text == "lambda":
            if self.expect == "operator":
                self._between_values()
            self._begin_element(token)
            self.frames.append(_Frame("lambda", "", self.indent, _Element(token.end, None)))
            self.expect = "maybe"
            return index + 1
        if text == "yield":
            self._begin_element(token)
            self.expect = "maybe"
            return index + 2 if following == "from" else index + 1
        if text == "async" and following == "for":
            return index + 1
        if text in _INFIX:
            return self._infix_word(index, token, following)
        if self.frame.kind != "top":
            # A name on its way to its end may be a keyword for a moment: `SVC(class`.
            self.patch.blank(self.code, token.start, token.end)
            return index + 1
        if text == "from" and self.tokens[0].text == "raise":
            self._need_operator()
            self.expect = "value"
            return index + 1
        if index and self.tokens[index - 1].text not in {";", ":"}:
            raise _Stuck
        self.expect = "maybe" if text in {"return", "raise"} else "value"
        return index + 1

    def _infix_word(self, index: int, token: Token, following: str) -> int:
        self._leave_lambda(token)
        self._need_operator()
        element = self.frame.element
        if token.text == "for":
            if self.frame.kind == "top":
                raise _Stuck
            element.loop = True
        elif token.text == "if" and not element.loop:
            element.conditions += 1
        elif token.text == "else":
            element.conditions = max(0, element.conditions - 1)
        elif token.text == "in" and self.header == "for" and self.frame.kind == "top":
            self.loop_in = True
        self.expect = "value"
        return index + 2 if token.text == "is" and following == "not" else index + 1

    def _need_operator(self) -> None:
        """Puts in the value that should stand before an operator."""
        if self.expect != "operator":
            self.patch.insert(self.here, " " + PLACEHOLDER + " ")
            self.frame.element.tokens += 1

    def _dot(self, index: int, token: Token) -> int:
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if following is None or following.kind != "name" or following.first or iskeyword(following.text):
            self.patch.blank(self.code, token.start, token.end)
            return index + 1
        self._need_operator()
        self.frame.element.tokens += 2
        self.expect = "operator"
        return index + 2

    def _operator(self, index: int, token: Token) -> None:
        text = token.text
        if text == ",":
            self._comma(token)
        elif text == ":":
            self._colon(token)
        elif text == ";":
            self._semicolon(token)
        elif text == "=":
            self._equals(token)
        elif text in {"*", "**"} and self.expect != "operator":
            self._begin_element(token)
            self.frame.element.star = True
            following = self.tokens[index + 1].text if index + 1 < len(self.tokens) else ""
            bare = self.frame.kind in {"parameters", "lambda"} and following in {",", ")", ":"}
            self.expect = "operator" if bare else "value"
        elif text == "/" and self.expect == "maybe" and self.frame.kind in {"parameters", "lambda"}:
            self._begin_element(token)
            self.frame.element.star = True
            self.expect = "operator"
        elif text == "@" and index == 0:
            self.expect = "value"
        elif text == "~" and self.expect == "operator":
            self._between_values()
            self.expect = "value"
        elif text in {"+", "-", "~"} and self.expect != "operator":
            self._begin_element(token)
            self.expect = "value"
        else:
            self._need_operator()
            self.expect = "value"

    def _comma(self, token: Token) -> None:
        if self.expect == "maybe" and not self.frame.element.colon:
            self.patch.blank(self.code, token.start, token.end)
            return
        if self.expect == "value":
            self.patch.insert(self.here, PLACEHOLDER)
        element = self.frame.element
        self._end_element(self.here)
        before: int | None = token.start
        if element.broken and element.before is None:
            self.patch.blank(self.code, token.start, token.end)
            before = None
        self.frame.element = _Element(token.end, before)
        self.expect = "maybe"

    def _colon(self, token: Token) -> None:
        if self.expect == "value":
            self.patch.insert(self.here, " " + PLACEHOLDER)
            self.expect = "operator"
        frame = self.frame
        if frame.kind == "lambda":
            self._end_element(self.here)
            self.frames.pop()
            self.expect = "value"
        elif frame.kind == "index":
            self._begin_element(token)
            frame.element.colon = True
            self.expect = "maybe"
        elif frame.kind == "top" and self.header and not self.header_done:
            self._end_header(self.here)
            self.header_done = True
            self.expect = "maybe"
        elif frame.kind == "braces" and self.expect == "operator" and not frame.element.colon:
            frame.element.colon = True
            self.expect = "value"
        elif frame.kind == "call" and self.expect == "operator" and frame.element.tokens == 1:
            # `SVC(C: 1)`: meant is a keyword.
            self.patch.put(token.start, "=")
            frame.element.keyword = True
            self.expect = "value"
        elif frame.kind in {"top", "parameters"}:
            self._need_operator()
            self.expect = "value"
        else:
            self.patch.blank(self.code, token.start, token.end)

    def _semicolon(self, token: Token) -> None:
        if self.frame.kind == "top":
            if self.expect == "value":
                self.patch.insert(self.here, " " + PLACEHOLDER)
            self._end_element(self.here)
            self.frame.element = _Element(token.end, None)
            self.expect = "maybe"
        else:
            self.patch.put(token.start, ",")
            self._comma(token)

    def _equals(self, token: Token) -> None:
        frame = self.frame
        if frame.kind == "top" or (frame.kind in {"parameters", "lambda"}):
            self._need_operator()
        elif frame.kind == "braces" and self.expect == "operator" and not frame.element.colon:
            self.patch.put(token.start, ":")
            frame.element.colon = True
        elif self.expect != "operator":
            self.patch.blank(self.code, token.start, token.end)
            return
        elif frame.kind != "call" or frame.element.keyword or frame.element.tokens != 1:
            frame.element.broken = True
        frame.element.keyword = True
        self.expect = "value"

    def _open_any(self, token: Token) -> None:
        if self.expect == "operator" and token.text == "{":
            self._between_values()
        called = self.expect == "operator"
        if not called:
            self._begin_element(token)
        if token.text == "(":
            self._open(token, "call" if called else "group")
        elif token.text == "[":
            self._open(token, "index" if called else "list")
        else:
            self._open(token, "braces")

    def _open(self, token: Token, kind: FrameKind) -> None:
        self.frame.element.tokens += 1
        self.frames.append(_Frame(kind, token.text, self.indent, _Element(token.end, None)))
        self.expect = "value" if kind == "index" else "maybe"

    def _close(self, token: Token) -> None:
        self._leave_lambda(token)
        opener = next(o for o, c in _CLOSERS.items() if c == token.text)
        depth = next((d for d, f in enumerate(reversed(self.frames)) if f.opener == opener), None)
        if depth is None:
            self.patch.blank(self.code, token.start, token.end)
            return
        for _ in range(depth):
            self._close_frame(self.here)
        self._fill(self.here)
        self._end_element(self.here)
        self.frames.pop()
        self.expect = "operator"

    def _close_frame(self, at: int) -> None:
        """Ends the innermost bracket or lambda where its own end is missing."""
        self._fill(self.here)
        if self.frame.kind == "lambda":
            self.patch.insert(self.here, ": " + PLACEHOLDER)
            self.frames.pop()
        else:
            self._end_element(self.here)
            self.patch.insert(at, _CLOSERS[self.frames.pop().opener])
        self.expect = "operator"

    def _leave_lambda(self, token: Token) -> None:
        while self.frame.kind == "lambda" and token.text != "in":
            self._close_frame(self.here)

    def _fill(self, at: int) -> None:
        """Puts in the value that must still follow."""
        if self.expect == "value":
            self.patch.insert(at, " " + PLACEHOLDER if self._after_word() else PLACEHOLDER)
            self.frame.element.tokens += 1
            self.expect = "operator"

    def _after_word(self) -> bool:
        return self.previous is not None and self.previous.kind == "name"

    def _end_element(self, at: int) -> None:
        frame, element = self.frame, self.frame.element
        if not element.tokens:
            return
        if element.broken:
            self._leave_out(element, at)
            return
        if element.conditions and not element.loop:
            self.patch.insert(at, (" else " + PLACEHOLDER) * element.conditions)
        if frame.kind == "call":
            if element.keyword or element.star:
                frame.keyword_seen = frame.keyword_seen or element.keyword
            elif frame.keyword_seen and not element.loop:
                self._leave_out(element, at)
        elif frame.kind == "parameters":
            if element.star:
                frame.keyword_seen = False
            elif frame.keyword_seen and not element.keyword:
                self.patch.insert(at, "=" + PLACEHOLDER)
            frame.keyword_seen = frame.keyword_seen or element.keyword
        elif frame.kind == "braces":
            if element.colon:
                frame.pairs += 1
            elif frame.pairs and not element.star:
                self.patch.insert(at, ": " + PLACEHOLDER)

    def _leave_out(self, element: _Element, at: int) -> None:
        self.patch.blank(self.code, element.start if element.before is None else element.before, at)

    def _new_line(self, token: Token) -> None:
        """Ends brackets that a line inside them shows to be forgotten: it is indented like the line that opened them."""
        line_start = token.start
        while line_start > 0 and self.code[line_start - 1] not in "\r\n":
            line_start -= 1
        self.indent = indent_of(self.code, line_start)
        if self.previous is None or self.previous.text in {",", "(", "[", "{"}:
            return
        closer = token.text in _CLOSERS.values()
        forgotten = 0
        for frame in reversed(self.frames[1:]):
            if frame.indent < self.indent or (closer and frame.indent == self.indent):
                break
            forgotten += 1
        if forgotten < len(self.frames) - 1:
            for _ in range(forgotten):
                self._close_frame(self.here)

    def _end_header(self, at: int) -> None:
        self._end_element(at)
        if self.header == "for" and not self.loop_in:
            self.patch.insert(at, " in " + PLACEHOLDER)

    def _finish(self) -> None:
        self._fill(self.here)
        while len(self.frames) > 1:
            self._close_frame(self.tail)
        if self.header and not self.header_done:
            self._end_header(self.here)
            self.patch.insert(self.tail, ":")
        else:
            self._end_element(self.here)
