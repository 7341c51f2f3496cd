"""IPython syntax in notebook cells, blanked so that Python is left and every offset stays.

IPython's own transformers move text. Here a statement that a magic runs keeps its columns, and a magic that stands for
a statement becomes `0`, so that the body of an `if` is not empty.
"""

from __future__ import annotations

import re

from fitlens.source.tokens import TOKEN

# A cell has IPython syntax only if one of these is in it; most cells have none.
_SIGNS = re.compile(
    r"^[ \t]*(?:[%!?,;/]|(?:pip3?|conda|mamba|micromamba|uv|cd)[ \t]+[\w.~/-])|=[ \t]*[%!]|\?[ \t]*(?:#.*)?$|\A(?:[ \t]*\r?\n)*[ \t]+\S",
    re.MULTILINE,
)
_CELL_MAGIC = re.compile(r"[ \t]*%%([^\s%]\S*)")
# These run the rest of the cell as Python in the notebook's own process; any other gives it to something else.
_RUNS_CELL = frozenset(
    {
        "capture",
        "debug",
        "heat",
        "ipytest",
        "lprun",
        "memit",
        "mprun",
        "prun",
        "pyinstrument",
        "snakeviz",
        "time",
        "timeit",
    }
)
# Options that have a value, of the line magics that run a statement.
_RUNS_LINE = {
    "time": "",
    "timeit": "nrpv",
    "prun": "lsTD",
    "lprun": "fmTDsu",
    "memit": "rti",
    "mprun": "fT",
    "snakeviz": "fn",
    "pyinstrument": "",
}
_LINE_MAGIC = re.compile(r"%{1,2}[ \t]*([A-Za-z_][\w.]*)")
_ASSIGNED = re.compile(r"[ \t]*(?:!|%[ \t]*[A-Za-z_])")
_HELP = re.compile(r"\?{1,2}[ \t]*;?[ \t]*(?:#[^\r\n]*)?$", re.MULTILINE)
_COMPOUND = re.compile(r"(?:for|if|while|with|try|def|class|async)\b|@")
# Automagic: shell habits that IPython accepts without a sign, and that are never Python.
_AUTOMAGIC = re.compile(
    r"(?:(?:pip3?|conda|mamba|micromamba|uv)[ \t]+[a-z]|cd[ \t]+(?:\.|~|/|\w+[ \t]*(?:$|/)))", re.MULTILINE
)
_CONTINUED_LINE = re.compile(r"(?:[^\r\n\\]++|\\(?:\r\n|\n|\r)|\\)*+")
_BREAK = re.compile(r"\r\n|\n|\r")
_SPACE = re.compile(r"[ \t\f]*")
_BRACKET_GOES_ON = re.compile(r"[ \t]*+(?:[^\w@%!\s]|$)")


def blank_magics(cell: str) -> str:
    """The cell's text with IPython syntax replaced at equal length. Never raises."""
    if not _SIGNS.search(cell):
        return cell
    return _Cell(cell).blanked()


def _blank(text: str) -> str:
    """White space in place of a text, line breaks kept."""
    return re.sub(r"[^\r\n]", " ", text)


def _zero(text: str) -> str:
    """The smallest statement in place of a text."""
    return "0" + _blank(text[1:])


def _setup(line: str) -> str:
    """A cell magic in its line: only `%%timeit` has a statement there that runs before the cell's body."""
    sign = line.find("%%timeit")
    code = _statement_start(line[sign + 1 :]) if sign >= 0 else None
    if code is None or _COMPOUND.match(line, sign + 1 + code):
        return _blank(line)
    code += sign + 1
    return _blank(line[:sign]) + "0" + _blank(line[sign + 1 : code - 1]) + ";" + line[code:]


class _Cell:
    """One pass over a cell, statement by statement."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[str] = []
        self._done = 0
        self._cell_indent = ""

    def blanked(self) -> str:
        position = self._cell_magics()
        if position is None:
            return _blank(self._text)
        # IPython takes away the indentation that a whole cell has.
        first = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*([ \t]*)").match(self._text, position)
        self._cell_indent = first[1] if first else ""
        while position < len(self._text):
            position = self._statement(position)
        self._pieces.append(self._text[self._done :])
        return "".join(self._pieces)

    def _cell_magics(self) -> int | None:
        """Blanks the cell magics on top; returns where the Python begins, None where there is none."""
        position = 0
        while True:
            begin = position
            while (empty := re.compile(r"[ \t]*(?:\r\n|\n|\r)").match(self._text, begin)) is not None:
                begin = empty.end()
            found = _CELL_MAGIC.match(self._text, begin)
            if found is None:
                return position
            if found[1] not in _RUNS_CELL:
                return None
            end = _end_of_line(self._text, begin)
            self._replace(begin, end, _setup(self._text[begin:end]))
            position = end

    def _replace(self, start: int, end: int, text: str) -> None:
        self._pieces.append(self._text[self._done : start])
        self._pieces.append(text)
        self._done = end

    def _statement(self, position: int) -> int:
        """Treats the statement (or empty line) that begins at an offset; returns where the next begins."""
        text = self._text
        space = _SPACE.match(text, position)
        start = space.end() if space else position
        if self._cell_indent and text.startswith(self._cell_indent, position) and start < len(text):
            # White space up to a form feed does not indent.
            width = len(self._cell_indent)
            self._replace(position, position + width, " " * (width - 1) + "\f")
        if start >= len(text):
            return len(text)
        if text[start] in "%!?" or (text[start] in ",;/" and text[start + 1 : start + 2].strip()):
            return self._line_magic(start)
        if _AUTOMAGIC.match(text, start):
            return self._whole_line(start)
        return self._python(start)

    def _whole_line(self, start: int) -> int:
        end = _end_of_line(self._text, start)
        self._replace(start, end, _zero(self._text[start:end]))
        return _behind_break(self._text, end)

    def _line_magic(self, start: int) -> int:
        end = _end_of_line(self._text, start)
        self._replace(start, end, self._without_magic(start, end, assigned=False))
        return _behind_break(self._text, end)

    def _without_magic(self, start: int, end: int, *, assigned: bool) -> str:
        """What a magic becomes: `0`, with the statement behind it that it runs."""
        line = self._text[start:end]
        code = _statement_start(line)
        if code is None:
            return _zero(line)
        if not _COMPOUND.match(line, code):
            return "0" + _blank(line[1 : code - 1]) + ";" + line[code:]
        if assigned:
            return _zero(line)
        # A compound statement cannot follow a semicolon: it moves to the indentation of the magic instead.
        line_start = max(self._text.rfind("\n", 0, start), self._text.rfind("\r", 0, start)) + 1
        indent = self._text[line_start:start].removeprefix(self._cell_indent)
        if code < len(indent) + 1:
            return _zero(line)
        return " " * (code - 1 - len(indent)) + "\f" + indent + line[code:]

    def _python(self, start: int) -> int:
        """Passes over a statement, up to where IPython's syntax may be in it; returns where the next begins."""
        text, position, depth = self._text, start, 0
        first_break: int | None = None
        while position < len(text):
            found = TOKEN.match(text, position)
            if found is None:
                break
            kind, sign = found.lastgroup, found[0]
            if kind == "newline":
                if depth == 0:
                    return found.end()
                # Where a bracket is never closed, the statement ends at the first line that may begin another.
                if first_break is None and not _BRACKET_GOES_ON.match(text, found.end()):
                    first_break = found.end()
            elif kind == "bracket":
                depth = depth + 1 if sign in "([{" else max(0, depth - 1)
            elif sign == "=" and depth == 0 and _ASSIGNED.match(text, found.end()):
                return self._assigned_magic(found.end())
            elif sign == "?" and depth == 0 and _HELP.match(text, found.start()):
                end = _end_of_line(text, found.start())
                self._replace(start, end, _zero(text[start:end]))
                return _behind_break(text, end)
            position = found.end()
        return first_break if depth > 0 and first_break is not None else len(text)

    def _assigned_magic(self, position: int) -> int:
        """`x = !ls` and `x = %magic`."""
        space = _SPACE.match(self._text, position)
        start = space.end() if space else position
        end = _end_of_line(self._text, start)
        self._replace(start, end, self._without_magic(start, end, assigned=True))
        return _behind_break(self._text, end)


def _statement_start(line: str) -> int | None:
    """Where in a line that begins with a magic the statement begins that it runs, or None."""
    magic = _LINE_MAGIC.match(line)
    if magic is None or line.startswith("%%") or magic[1] not in _RUNS_LINE:
        return None
    valued = _RUNS_LINE[magic[1]]
    option = re.compile(rf"[ \t]+(?:-[{valued or '-'}][ \t]*[^\s-]\S*|--?[A-Za-z][\w-]*)(?=[ \t])")
    position = magic.end()
    while (found := option.match(line, position)) is not None:
        position = found.end()
    space = _SPACE.match(line, position)
    start = space.end() if space else position
    if start == position or start >= len(line) or line[start] in "%!?#\\":
        return None
    return start


def _end_of_line(text: str, position: int) -> int:
    """The end of the line at an offset, its break excluded; a backslash at its end joins the next."""
    found = _CONTINUED_LINE.match(text, position)
    return found.end() if found else len(text)


def _behind_break(text: str, position: int) -> int:
    found = _BREAK.match(text, position)
    return found.end() if found else len(text)
