"""Makes a top-level block that Python refuses readable: each line by itself first, then how the lines are nested.

Order of preference for a line: as it is, completed, blanked (a `pass` in its place that keeps the names it mentions).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Literal

from fitlens.source.lines import LineIndex
from fitlens.source.patch import Patch
from fitlens.source.scan import LogicalLine, logical_lines
from fitlens.source.statement import HEADERS, complete
from fitlens.source.tokens import Token, indent_of, names_in, tokens_of
from fitlens.source.tree import PLACEHOLDER
from fitlens.source.trial import attempt, parses

_ROUNDS = 6
"""How many lines a block may lose to what only the whole block shows."""
_LONGEST_LINE = 20_000
"""Characters of a statement that is still completed; a longer one is data or noise."""

Kind = Literal["simple", "header", "decorator", "match", "case"]

# What a header must follow, at its own indentation.
_FOLLOWS = {
    "elif": {"if", "elif"},
    "else": {"if", "elif", "for", "while", "except"},
    "except": {"try", "except"},
    "finally": {"try", "except", "else of try"},
}
# What stands in for a header that makes no sense. It keeps how the body runs: always, perhaps, or in a scope of its own.
_STAND_INS = {
    "def": "def _():",
    "class": "class _:",
    "for": "for _ in _:",
    "while": "while _:",
    "with": "with _:",
    "elif": "elif _:",
    "else": "else:",
    "try": "try:",
    "except": "except:",
    "finally": "finally:",
    "case": "case _:",
}


@dataclass(slots=True)
class _Line:
    """One logical line of the block and what it was taken for."""

    where: LogicalLine
    kind: Kind
    word: str
    """The word it begins with, `async` left out."""
    inline: bool
    """A header with its body on the same line."""
    blanked: bool = False


class BlockRepair:
    """The repair of one block. Call it inside `quiet()`."""

    def __init__(self, code: str, lines: LineIndex, start: int, end: int) -> None:
        self._code = code
        self._lines = lines
        self._start = start
        self._end = end
        self.patch = Patch()
        self.holes: dict[int, frozenset[str]] = {}
        """Offset of a `pass` that stands for blanked code -> the names that the blanked code mentions."""

    @property
    def text(self) -> str:
        """The changed block."""
        return self.patch.render(self._code, self._start, self._end)[0]

    def run(self) -> None:
        """Changes the block so that it parses."""
        lines = self._logical_lines()
        for line in lines:
            self._mend(line)
        mended = self.patch
        for _ in range(_ROUNDS):
            # How lines are nested depends on what each became, so it is worked out anew.
            self.patch = Patch()
            self.patch.update(mended)
            _Nesting(self._code, lines, self.patch).run()
            answer = attempt(self.text)
            if isinstance(answer, ast.Module):
                return
            culprit = self._line_at(answer.line, lines)
            if culprit is None:
                break
            self._blank(culprit, mended)
        self.blank_all()

    def blank_all(self) -> None:
        """The whole block becomes one `pass`."""
        self.patch = Patch()
        self.holes.clear()
        self.patch.blank(self._code, self._start, self._end)
        first = self._start
        while first < self._end and self._code[first] in " \t\f\r\n":
            first += 1
        if first < self._end:
            line_start, _ = self._lines.span(self._lines.line_of(first))
            self.patch.insert(max(line_start, self._start), "pass")
            self.holes[first] = names_in(self._code, self._start, self._end)

    def _logical_lines(self) -> list[_Line]:
        found = logical_lines(self._code, self._start, self._end, lambda line: self._fits(self._line(line)))
        return [self._line(line) for line in found]

    def _line(self, where: LogicalLine) -> _Line:
        code = self._code
        word_end = where.start
        while word_end < where.end and (code[word_end].isalnum() or code[word_end] == "_"):
            word_end += 1
        word = code[where.start : word_end]
        if code[where.start] == "@":
            return _Line(where, "decorator", "@", inline=False)
        if word not in HEADERS and word not in {"match", "case"}:
            return _Line(where, "simple", word, inline=False)
        tokens = tokens_of(code, where.start, where.end)
        if word in {"match", "case"}:
            soft: Kind = "match" if word == "match" else "case"
            if len(tokens) > 2 and tokens[-1].text == ":" and tokens[1].text not in {"=", ".", ",", ":"}:
                return _Line(where, soft, word, inline=False)
            if word == "case" and len(tokens) > 3 and tokens[1].text not in {"=", ".", ",", ":", "("}:
                return _Line(where, "case", word, inline=True)
            return _Line(where, "simple", word, inline=False)
        if word == "async":
            word = tokens[1].text if len(tokens) > 1 else ""
            if word not in HEADERS:
                return _Line(where, "simple", word, inline=False)
        return _Line(where, "header", word, inline=_has_body(tokens))

    def _mend(self, line: _Line) -> None:
        """Changes the line where it does not parse by itself."""
        if self._fits(line):
            return
        where = line.where
        patch = complete(self._code, where.start, where.end) if where.end - where.start < _LONGEST_LINE else None
        if patch is not None:
            text, _ = patch.render(self._code, where.start, where.end)
            if self._fits(line, text):
                self.patch.update(patch)
                return
        self._blank(line, self.patch)

    def _fits(self, line: _Line, text: str | None = None) -> bool:
        """Whether the line parses where lines like it may stand."""
        if text is None:
            text = self._code[line.where.start : line.where.end]
        body = "" if line.inline else "\n pass"
        if line.kind == "simple":
            return parses(text)
        if line.kind == "decorator":
            return parses(text + "\ndef _(): pass")
        if line.kind == "match":
            return parses(text + "\n case _: pass")
        if line.kind == "case":
            return parses(f"match _:\n {text}{body and '  ' + body}" if line.inline else f"match _:\n {text}\n  pass")
        before = {"elif": "if _: pass\n", "else": "if _: pass\n", "except": "try: pass\n", "finally": "try: pass\n"}
        behind = "\nexcept: pass" if line.word == "try" else ""
        return parses(f"{before.get(line.word, '')}{text}{body}{behind}")

    def _blank(self, line: _Line, patch: Patch) -> None:
        """A `pass` in place of a statement, an empty header in place of a header."""
        where = line.where
        patch.forget(where.start, where.end)
        patch.blank(self._code, where.start, where.end)
        line.blanked = True
        if line.kind in {"simple", "decorator"}:
            line.kind, line.word = "simple", "pass"
            patch.insert(where.start, "pass")
            self.holes[where.start] = names_in(self._code, where.start, where.end)
        else:
            patch.insert(where.start, _STAND_INS.get(line.word, "if _:"))
            if line.kind == "match":
                line.kind, line.word = "header", "if"
            line.inline = False

    def _line_at(self, number: int | None, lines: list[_Line]) -> _Line | None:
        """The last logical line at or before a line of the block (1-based) that is not blanked yet."""
        if number is None:
            return None
        _, offset = self._lines.span(self._lines.line_of(self._start) + number - 1)
        return next((line for line in reversed(lines) if line.where.start <= offset and not line.blanked), None)


def _has_body(tokens: list[Token]) -> bool:
    """Whether a header's colon is followed by its body on the same line."""
    depth = lambdas = 0
    for index, token in enumerate(tokens):
        if token.kind == "bracket":
            depth += 1 if token.text in "([{" else -1
        elif token.text == "lambda":
            lambdas += 1
        elif token.text == ":" and depth <= 0:
            if lambdas:
                lambdas -= 1
            else:
                return index + 1 < len(tokens)
    return False


@dataclass(slots=True)
class _Level:
    """One indentation that is open."""

    column: int
    text: str
    """The white space."""
    last: str = ""
    """The word of the last compound statement at it."""
    opened_try: _Line | None = None
    """A `try` that has no handler yet."""
    decorator: _Line | None = None
    match: bool = False
    """The body of a `match`."""


class _Nesting:
    """Checks how lines are nested, once each of them makes sense, and changes what does not fit."""

    def __init__(self, code: str, lines: list[_Line], patch: Patch) -> None:
        self._code = code
        self._lines = lines
        self._patch = patch
        self._levels = [_Level(0, "")]
        self._waiting: _Line | None = None
        """A header whose body must come next."""

    def run(self) -> None:
        for line in self._lines:
            self._place(line)
        if self._waiting is not None:
            self._add_body(self._waiting)
        while self._levels:
            self._end_level()

    def _place(self, line: _Line) -> None:
        column = indent_of(self._code, line.where.indent_start)
        text = self._code[line.where.indent_start : line.where.start]
        waiting, self._waiting = self._waiting, None
        outer = self._levels[-1]
        if waiting is not None and column > outer.column:
            if waiting.kind == "match" and line.kind != "case":
                self._make_condition(waiting)
            # Tabs and spaces that do not compare are an error to Python.
            inner = _Level(column, text if text.startswith(outer.text) else outer.text + " ")
            inner.match = waiting.kind == "match" and line.kind == "case"
            self._levels.append(inner)
        else:
            if waiting is not None:
                self._add_body(waiting)
            while column < self._levels[-1].column:
                self._end_level()
        if text != self._levels[-1].text:
            self._indent_like(line, self._levels[-1])
        if self._levels[-1].match and line.kind != "case":
            self._make_case(line)
            return
        self._follow(line, self._levels[-1])
        if line.kind not in {"simple", "decorator"} and not line.inline:
            self._waiting = line

    def _follow(self, line: _Line, level: _Level) -> None:
        """Checks what stands before the line at its level."""
        word = line.word
        if level.decorator is not None and word not in {"@", "def", "class"}:
            self._no_decorator(level)
        if level.opened_try is not None and word not in {"except", "finally"}:
            self._no_try(level)
        allowed = _FOLLOWS.get(word)
        orphan = allowed is not None and level.last not in allowed
        if orphan or (line.kind == "case" and not level.match):
            self._make_condition(line)
            word = "if"
        if word in {"except", "finally"}:
            level.opened_try = None
        if word == "try":
            level.opened_try = line
        level.decorator = line if line.kind == "decorator" else None
        if line.kind in {"simple", "decorator"}:
            level.last = ""
        elif word == "else":
            level.last = "else of try" if level.last == "except" else "else"
        else:
            level.last = word

    def _end_level(self) -> None:
        level = self._levels.pop()
        if level.decorator is not None:
            self._no_decorator(level)
        if level.opened_try is not None:
            self._no_try(level)

    def _no_try(self, level: _Level) -> None:
        line = level.opened_try
        level.opened_try = None
        if line is not None:
            self._make_condition(line)
            level.last = "if"

    def _no_decorator(self, level: _Level) -> None:
        """A decorator of nothing becomes an expression: the sign in its place changes no position."""
        if level.decorator is not None:
            self._patch.put(level.decorator.where.start, "+")
            level.decorator = None

    def _make_condition(self, line: _Line) -> None:
        """An `if` in place of a header that belongs to none, or that has not what belongs to it."""
        where = line.where
        if line.word == "elif" and not line.blanked:
            self._patch.put(where.start, "if  ")
            return
        colon = None if line.blanked else self._colon(line)
        stop = where.end if colon is None else colon
        self._patch.forget(where.start, stop)
        self._patch.blank(self._code, where.start, where.end if colon is None else colon)
        self._patch.insert(where.start, f"if {PLACEHOLDER}:" if colon is None else f"if {PLACEHOLDER}")

    def _make_case(self, line: _Line) -> None:
        """A case in place of what is none, directly in a `match`."""
        where = line.where
        self._patch.forget(where.start, where.end)
        self._patch.blank(self._code, where.start, where.end)
        self._patch.insert(where.start, f"case {PLACEHOLDER}: pass")

    def _colon(self, line: _Line) -> int | None:
        """Offset of the colon that ends a header, if it is there."""
        tokens = tokens_of(self._code, line.where.start, line.where.end)
        if line.inline:
            return next((token.start for token in tokens if token.text == ":"), None)
        return tokens[-1].start if tokens[-1].text == ":" else None

    def _indent_like(self, line: _Line, level: _Level) -> None:
        """Gives an indented line the indentation of a level: a form feed sets Python's count of columns back to 0."""
        start, stop = line.where.indent_start, line.where.start
        if start == stop:
            return
        self._patch.put(start, " " * (stop - start))
        if level.text:
            self._patch.insert(stop - 1, "\f" + level.text[:-1])
            self._patch.put(stop - 1, level.text[-1])
        else:
            self._patch.put(stop - 1, "\f")

    def _add_body(self, line: _Line) -> None:
        where = line.where
        tokens = tokens_of(self._code, where.start, where.end)
        last = tokens[-1].end if tokens else where.end
        at = last if "#" in self._code[last : where.end] else where.end
        self._patch.insert(at, f" case {PLACEHOLDER}: pass" if line.kind == "match" else " pass")
