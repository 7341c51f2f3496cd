"""A program that is measured: its files as Python sees them, and as they are written where it is a notebook."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

_LINE_MAGIC = re.compile(r"^%\w+ (?=\S)")


@dataclass(frozen=True)
class Cell:
    """One code cell of a notebook, as rows of the program that its cells make together."""

    number: int
    """1-based, among all cells."""
    first: int
    """1-based row of the program."""
    rows: int


@dataclass(frozen=True)
class Notebook:
    """What a program loses of its notebook."""

    content: str
    """The file."""
    cells: tuple[Cell, ...]
    magics: Mapping[int, tuple[str, str]]
    """Row of the program -> how it begins in the notebook, and in the program: of the same length."""


@dataclass(frozen=True)
class Program:
    """Python files, one of which is run."""

    name: str
    group: str
    """Where it comes from."""
    files: Mapping[str, str]
    """Relative path -> text."""
    main: str
    notebook: Notebook | None = None
    """Where `main` is one: `files` has it as a script."""

    def changed(self, file: str, text: str) -> Program:
        """The program with one of its files changed, row by row as it was."""
        return replace(self, files={**self.files, file: text})

    def write(self, directory: str, *, notebooks: bool) -> None:
        """Writes its files, a notebook as one where that is asked for."""
        for name, text in self.files.items():
            path = Path(directory, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            if notebooks and self.notebook is not None and name == self.main:
                path.with_suffix(".ipynb").write_text(_as_notebook(self.notebook, text), encoding="utf-8")
            else:
                path.write_text(text, encoding="utf-8")

    def row(self, cell: int | None, row: int) -> int:
        """The row of the program at which a row of a cell stands."""
        if cell is None or self.notebook is None:
            return row
        return next(each.first for each in self.notebook.cells if each.number == cell) + row - 1


def read_notebook(name: str, group: str, content: str) -> Program:
    """A notebook as a program: its cells in order, `%time x` as `x`, other lines of IPython's as comments."""
    cells: list[Cell] = []
    rows: list[str] = []
    magics: dict[int, tuple[str, str]] = {}
    for number, cell in enumerate(json.loads(content)["cells"], 1):
        if cell["cell_type"] != "code":
            continue
        lines = "".join(cell["source"]).split("\n")
        cells.append(Cell(number, len(rows) + 1, len(lines)))
        for line in lines:
            as_python = _python(line)
            if as_python != line:
                magics[len(rows) + 1] = line[: _changed(line, as_python)], as_python[: _changed(line, as_python)]
            rows.append(as_python)
    main = name.rpartition("/")[2].removesuffix(".ipynb") + ".py"
    return Program(name, group, {main: "\n".join(rows) + "\n"}, main, Notebook(content, tuple(cells), magics))


def _python(line: str) -> str:
    if line.startswith(("%%", "!")):
        return "#" + line[1:]
    magic = _LINE_MAGIC.match(line)
    if magic is not None and magic[0] in ("%time ", "%timeit "):
        return "True;".ljust(len(magic[0])) + line[magic.end() :]
    return "#" + line[1:] if line.startswith("%") else line


def _changed(line: str, other: str) -> int:
    return max(column for column, (a, b) in enumerate(zip(line, other, strict=True), 1) if a != b)


def _as_notebook(notebook: Notebook, text: str) -> str:
    content: dict[str, Any] = json.loads(notebook.content)
    rows = text.split("\n")
    for row, (written, shown) in notebook.magics.items():
        if rows[row - 1].startswith(shown):
            rows[row - 1] = written + rows[row - 1][len(shown) :]
    for cell in notebook.cells:
        lines = rows[cell.first - 1 : cell.first - 1 + cell.rows]
        content["cells"][cell.number - 1]["source"] = [line + "\n" for line in lines[:-1]] + lines[-1:]
    return json.dumps(content, indent=1)
