"""FitLens and the type checkers, each run once over a folder of programs; their errors in one form."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.accuracy.origins import ROOT
from bench.accuracy.program import Program

PEERS = ("pyright", "ty", "pyrefly")
CHECKERS = ("fitlens", *PEERS)
_CONCISE = re.compile(r"^(?P<path>.+?):(?P<row>\d+):\d+: error\[(?P<code>[^\]]+)\] (?P<message>.*)$")


@dataclass(frozen=True)
class Error:
    """What a checker calls an error."""

    program: int
    """Position of the program among those that were checked."""
    file: str
    row: int
    code: str
    message: str


@dataclass(frozen=True)
class Tools:
    """Where things are: the environment that the programs run in, and the one that holds the type checkers."""

    python: str
    peers: str


def write(programs: Sequence[Program], folder: str, *, notebooks: bool) -> None:
    """Each program in a folder of its own, named by its position."""
    for number, program in enumerate(programs):
        program.write(os.path.join(folder, f"p{number:05d}"), notebooks=notebooks)


def check(checker: str, folder: str, programs: Sequence[Program], tools: Tools) -> list[Error]:
    """The errors of a checker in a folder that `write` made, for FitLens with notebooks, for the others without."""
    found = [error for error in _RUNS[checker](folder, tools) if error is not None]
    if checker == "fitlens":
        return [_in_program(error, programs[error[0].program]) for error in found]
    return [error for error, _ in found]


def sites(folder: str, programs: Sequence[Program], tools: Tools) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """What `fitlens inspect` says: (position of the program, file, site as JSON with the rows of the program)."""
    for site in json.loads(_output(_fitlens("inspect", folder, tools), folder)):
        number, file = _place(folder, os.path.join(folder, site["filename"]))
        program = programs[number]
        if program.notebook is not None and file.endswith(".ipynb"):
            file = program.main
            for end in ("location", "end_location"):
                site[end]["row"] = program.row(site["cell"], site[end]["row"])
        yield number, file, site


Raw = tuple[Error, int | None]
"""An error and the cell it stands in."""


def _in_program(raw: Raw, program: Program) -> Error:
    error, cell = raw
    if cell is None:
        return error
    return Error(error.program, program.main, program.row(cell, error.row), error.code, error.message)


def _run_fitlens(folder: str, tools: Tools) -> Iterator[Raw]:
    for each in json.loads(_output(_fitlens("check", folder, tools), folder)):
        if each["severity"] == "error":
            number, file = _place(folder, os.path.join(folder, each["filename"]))
            row = each["location"]["row"]
            yield Error(number, file, row, each["code"], each["message"]), each["cell"]


def _fitlens(command: str, folder: str, tools: Tools) -> list[str]:
    return [sys.executable, "-m", "fitlens", command, "--output-format", "json", "--python", tools.python, folder]


def _run_pyright(folder: str, tools: Tools) -> Iterator[Raw]:
    # Its own defaults, but for what is no error of the program's: stubs that are not installed.
    settings = {"include": ["."], "reportMissingModuleSource": "none"}
    Path(folder, "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [_peer(tools, "pyright"), "--outputjson", "--pythonpath", tools.python, "--project", folder]
    for each in json.loads(_output(command, folder))["generalDiagnostics"]:
        if each["severity"] == "error":
            number, file = _place(folder, each["file"])
            row = each["range"]["start"]["line"] + 1
            yield Error(number, file, row, each.get("rule", "error"), each["message"]), None


def _run_ty(folder: str, tools: Tools) -> Iterator[Raw]:
    command = [_peer(tools, "ty"), "check", "--no-progress", "--no-respect-ignore-files"]
    command += ["--output-format", "concise", "--python", tools.python, folder]
    for line in _output(command, folder).splitlines():
        found = _CONCISE.match(line)
        if found is not None:
            number, file = _place(folder, os.path.join(folder, found["path"]))
            yield Error(number, file, int(found["row"]), found["code"], found["message"]), None


def _run_pyrefly(folder: str, tools: Tools) -> Iterator[Raw]:
    command = [_peer(tools, "pyrefly"), "check", "--output-format", "json"]
    command += ["--python-interpreter-path", tools.python, "--enable-fallback-search-path", folder]
    for each in json.loads(_output(command, folder))["errors"]:
        if each.get("severity", "error") == "error":
            number, file = _place(folder, os.path.join(folder, each["path"]))
            yield Error(number, file, each["line"], each["name"], each["description"]), None


_RUNS: Mapping[str, Callable[[str, Tools], Iterator[Raw]]] = {
    "fitlens": _run_fitlens,
    "pyright": _run_pyright,
    "ty": _run_ty,
    "pyrefly": _run_pyrefly,
}


def _peer(tools: Tools, name: str) -> str:
    return os.path.join(tools.peers, "bin", name)


def _output(command: Sequence[str], folder: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")} if command[0] == sys.executable else None
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(
            f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return done.stdout


def _place(folder: str, path: str) -> tuple[int, str]:
    """The position of the program that a path belongs to, and its file there."""
    number, _, file = os.path.relpath(os.path.realpath(path), os.path.realpath(folder)).partition(os.sep)
    return int(number[1:]), file
