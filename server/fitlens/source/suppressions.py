"""Comments that tell FitLens to be silent: `# fitlens: ignore[SKL203]`, `# fitlens: ignore-file`, `# noqa: SKL203`.

A comment at the end of a line is about the statement that the line belongs to, however many lines that has; one on a line
of its own is about the statement that it stands in, else about the next. Of a compound statement the header is meant.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from fitlens.nodes import children
from fitlens.record import NamedTuple
from fitlens.source.document import Document
from fitlens.source.tokens import TOKEN, open_string_end

_OURS: Final = re.compile(r"#[ \t]*fitlens[ \t]*:[ \t]*(?P<rest>[^#\r\n]*)", re.IGNORECASE)
_KIND: Final = re.compile(r"(?P<kind>ignore-file|ignore)(?![\w-])[ \t]*(?P<codes>\[(?P<list>[^\]]*)\])?", re.IGNORECASE)
_BARE: Final = re.compile(r"[=\s]*(?P<code>SKL\d+)\b", re.IGNORECASE)
_NOQA: Final = re.compile(r"#[ \t]*noqa[ \t]*:[ \t]*(?P<list>[A-Z]+\d*(?:[ \t]*[, \t][ \t]*[A-Z]+\d+)*)", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\s,]+")
_OUR_CODE: Final = re.compile(r"SKL\d+", re.IGNORECASE)


class Selector(NamedTuple):
    """One rule that a comment names."""

    text: str
    start: int
    """Offset of its first character."""
    end: int


class Suppression(NamedTuple):
    """One comment of this kind."""

    kind: Literal["statement", "file", "noqa"]
    start: int
    """Offset of its `#`."""
    end: int
    """Offset behind its last character; further words that give a reason belong to it."""
    selectors: tuple[Selector, ...] | None
    """The rules that it names, in a `noqa` those that may be ours; None where it means all."""
    list: tuple[int, int]
    """Offsets of the list of rules, without brackets; where there is none, both are those behind the last word."""
    first: int
    """First of the lines that it is about, 1-based."""
    last: int
    """Last of them; before the first where it is about nothing."""
    problem: str = ""
    """Why it cannot be understood: it then suppresses nothing."""


class Unit(NamedTuple):
    """A simple statement, or the header of a compound one, by its lines (1-based)."""

    first: int
    last: int
    """The last before the body, comments included."""
    code: int
    """The last with an expression of its own."""


def suppressions(document: Document) -> tuple[Suppression, ...]:
    """The comments in a document, in order."""
    lowered = document.text.lower()
    if "#" not in lowered or ("fitlens" not in lowered and "noqa" not in lowered):
        return ()
    comments = [each for each in _comments(document.code) if _OURS.search(*each) or _NOQA.search(*each)]
    if not comments:
        return ()
    statements = units(document)
    first = _first_statement(document)
    return tuple(each for comment in comments for each in _read(document, comment, statements, first))


def units(document: Document) -> list[Unit]:
    """The statements of a document, outer before inner, in the order of their lines."""
    found: list[Unit] = []
    _collect(document.tree.module.body, found)
    return sorted(found)


def lines_about(document: Document, offset: int, statements: Sequence[Unit]) -> tuple[int, int]:
    """The lines of the statement that an offset lies in; its own where it lies in none."""
    line = document.line_of(offset)
    around = [unit for unit in statements if unit.first <= line <= unit.last]
    return (min(unit.first for unit in around), max(unit.last for unit in around)) if around else (line, line)


def _comments(code: str) -> Iterator[tuple[str, int, int]]:
    """Text, start and end of each comment."""
    position, end = 0, len(code)
    while position < end:
        found = TOKEN.match(code, position, end)
        if found is None:
            return
        position = found.end()
        if found.lastgroup == "open":
            position = open_string_end(code, found, end)
        elif found.lastgroup == "comment":
            yield code, found.start(), found.end()


def _read(
    document: Document, comment: tuple[str, int, int], statements: Sequence[Unit], first: int
) -> Iterator[Suppression]:
    _, start, end = comment
    for found in _OURS.finditer(*comment):
        lines = _lines(document, start, statements)
        yield _ours(document, found, start, lines, first)
    noqa = _NOQA.search(document.code, start, end)
    if noqa is not None:
        ours = tuple(each for each in _selectors(document.code, *noqa.span("list")) if _OUR_CODE.fullmatch(each.text))
        if ours:
            line = document.line_of(start)
            around = lines_about(document, start, statements) if not _alone(document, start) else (line, line)
            yield Suppression("noqa", noqa.start(), noqa.end(), ours, noqa.span("list"), *around)


def _ours(document: Document, found: re.Match[str], comment: int, lines: tuple[int, int], first: int) -> Suppression:
    code = document.code
    end = found.start("rest") + len(found["rest"].rstrip())
    made = Suppression("statement", found.start(), end, None, (end, end), *lines)
    kind = _KIND.match(code, found.start("rest"), end)
    if kind is None:
        word = found["rest"].split("[")[0].split()
        what = f"`{word[0]}`" if word else "nothing"
        return made._replace(problem=f"{what} follows `fitlens:`, expected `ignore`, `ignore[...]` or `ignore-file`")
    in_file = kind["kind"].lower() == "ignore-file"
    made = made._replace(kind="file" if in_file else "statement", list=(kind.end("kind"), kind.end("kind")))
    if in_file:
        made = made._replace(first=1, last=len(document.lines.starts))
        if not _alone(document, comment) or document.line_of(comment) >= first:
            return made._replace(
                problem="`ignore-file` stands at the top of a file, on a line of its own, before any statement"
            )
    if kind["codes"] is None:
        if code.startswith("[", kind.end()):
            return made._replace(problem="the list of rules has no `]`")
        bare = _BARE.match(code, kind.end(), end)
        if bare is not None:
            # It would silence every rule, and reads as if it silenced one.
            return made._replace(problem=f"`{bare['code']}` stands without brackets: `{kind['kind']}[{bare['code']}]`")
        return made
    named = _selectors(code, *kind.span("list"))
    made = made._replace(list=kind.span("list"), selectors=named)
    return made if named else made._replace(problem="the list of rules is empty: name some, or leave the brackets out")


def _selectors(code: str, start: int, end: int) -> tuple[Selector, ...]:
    return tuple(Selector(word[0], *word.span()) for word in _WORD.finditer(code, start, end))


def _lines(document: Document, comment: int, statements: Sequence[Unit]) -> tuple[int, int]:
    """The lines that a comment is about."""
    if not _alone(document, comment):
        return lines_about(document, comment, statements)
    line = document.line_of(comment)
    inside = next((unit for unit in statements if unit.first < line <= unit.code), None)
    if inside is not None:
        return inside.first, inside.last
    following = next((unit for unit in statements if unit.first > line), None)
    if following is None or _cell(document, line) != _cell(document, following.first):
        return line, line - 1
    return lines_about(document, document.lines.starts[following.first - 1], statements)


def _alone(document: Document, comment: int) -> bool:
    start, _ = document.line_span(document.line_of(comment))
    return not document.code[start:comment].strip()


def _cell(document: Document, line: int) -> int | None:
    return document.location(document.lines.starts[line - 1]).cell


def _first_statement(document: Document) -> int:
    """Line of the first statement that is no docstring; behind the last line where there is none."""
    for statement in document.tree.module.body:
        value = statement.value if isinstance(statement, ast.Expr) else None
        if not (isinstance(value, ast.Constant) and isinstance(value.value, str)):
            return statement.lineno
    return len(document.lines.starts) + 1


def _collect(body: Sequence[ast.stmt], found: list[Unit]) -> None:
    for statement in body:
        blocks = list(_blocks(statement))
        first = _first_line(statement)
        if blocks:
            inner = min((_first_line(block[0]) for block in blocks if block), default=statement.lineno)
            own = [
                node
                for node in children(statement)
                if not isinstance(node, ast.stmt | ast.excepthandler | ast.match_case)
            ]
            code = max((_last_line(node) for node in own), default=statement.lineno)
            code = max(code, statement.lineno)
            found.append(Unit(first, max(code, inner - 1), code))
            for block in blocks:
                _collect(block, found)
        else:
            end = statement.end_lineno or statement.lineno
            found.append(Unit(first, end, end))


def _blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The statements within a compound one, block by block."""
    for name in ("body", "orelse", "finalbody"):
        block: list[ast.stmt] = getattr(statement, name, [])
        if block:
            yield block
    for name in ("handlers", "cases"):
        for part in getattr(statement, name, []):
            yield part.body


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(each.lineno for each in decorators)])


def _last_line(node: ast.AST) -> int:
    """Of a node or, where it has no place of its own, of what is in it."""
    end: int | None = getattr(node, "end_lineno", None)
    return end if end is not None else max((_last_line(each) for each in children(node)), default=0)
