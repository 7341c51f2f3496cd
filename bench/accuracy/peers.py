"""The other checkers: each run over a folder of programs, its errors in the form of FitLens's, kept for the next run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.accuracy.kept import Kept, installed
from bench.accuracy.program import Program

REQUIREMENTS = ("pyright[nodejs]", "ty", "pyrefly", "pylint", "mypy", "ruff")
_BATCH = 100
"""So many programs are in a folder that a checker is run over."""
_SETTINGS = 1
"""Counted up where something below changes what a checker is asked."""
_CONCISE = re.compile(r"^(?P<path>.+?):(?P<row>\d+):\d+: error\[(?P<code>[^\]]+)\] (?P<message>.*)$")


@dataclass(frozen=True)
class Error:
    """What a checker calls an error; FitLens is asked for its warnings as well."""

    program: int
    """Position of the program among those that were checked."""
    file: str
    row: int
    code: str
    message: str
    severity: str = "error"
    """Of FitLens, `warning` too: what ran, but not as it was meant."""


@dataclass(frozen=True)
class Tools:
    """Where things are: the environment that the programs run in, the one that holds the other checkers, what is known."""

    python: str
    peers: str
    kept: Kept


def write(programs: Sequence[Program], folder: str, *, notebooks: bool) -> None:
    """Each program in a folder of its own, named by its position."""
    for number, program in enumerate(programs):
        program.write(os.path.join(folder, f"p{number:05d}"), notebooks=notebooks)


def place(folder: str, path: str) -> tuple[int, str]:
    """The position of the program that a path belongs to, and its file there."""
    number, _, file = os.path.relpath(os.path.realpath(path), os.path.realpath(folder)).partition(os.sep)
    return int(number[1:]), file


def errors_of(checker: str, programs: Sequence[Program], tools: Tools) -> Iterator[Error]:
    """The errors of a checker, in order of programs."""
    world = [checker, _SETTINGS, version(checker, tools), installed(tools.python)]
    asked = [[world, dict(program.files)] for program in programs]
    unknown = [number for number, each in enumerate(asked) if tools.kept.get(each) is None]
    for first in range(0, len(unknown), _BATCH):
        batch = unknown[first : first + _BATCH]
        with tempfile.TemporaryDirectory(prefix="fitlens-bench-") as folder:
            write([programs[number] for number in batch], folder, notebooks=False)
            errors: list[list[tuple[str, int, str, str]]] = [[] for _ in batch]
            for each in _RUNS[checker](folder, tools):
                errors[each.program].append((each.file, each.row, each.code, each.message))
        for number, found in zip(batch, errors, strict=True):
            tools.kept.put(asked[number], found)
    for number, each in enumerate(asked):
        for file, row, code, message in tools.kept.get(each):
            yield Error(number, file, row, code, message)


def version(checker: str, tools: Tools) -> str:
    """The version of a checker that is installed."""
    names = (name.removesuffix(".dist-info").rpartition("-") for name in installed(_bin(tools, "python")))
    return next((number for name, _, number in names if name == checker), "")


def _pyright(folder: str, tools: Tools) -> Iterator[Error]:
    # Its own defaults, but for what is no error of the program's: stubs that are not installed.
    settings = {"include": ["."], "reportMissingModuleSource": "none"}
    Path(folder, "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [_bin(tools, "pyright"), "--outputjson", "--pythonpath", tools.python, "--project", folder]
    for each in json.loads(_output(command, folder))["generalDiagnostics"]:
        if each["severity"] == "error":
            number, file = place(folder, each["file"])
            row = each["range"]["start"]["line"] + 1
            yield Error(number, file, row, each.get("rule", "error"), each["message"])


def _ty(folder: str, tools: Tools) -> Iterator[Error]:
    command = [_bin(tools, "ty"), "check", "--no-progress", "--no-respect-ignore-files"]
    command += ["--output-format", "concise", "--python", tools.python, folder]
    for line in _output(command, folder).splitlines():
        found = _CONCISE.match(line)
        if found is not None:
            number, file = place(folder, os.path.join(folder, found["path"]))
            yield Error(number, file, int(found["row"]), found["code"], found["message"])


def _pyrefly(folder: str, tools: Tools) -> Iterator[Error]:
    command = [_bin(tools, "pyrefly"), "check", "--output-format", "json"]
    command += ["--python-interpreter-path", tools.python, "--enable-fallback-search-path", folder]
    for each in json.loads(_output(command, folder))["errors"]:
        if each.get("severity", "error") == "error":
            number, file = place(folder, os.path.join(folder, each["path"]))
            yield Error(number, file, each["line"], each["name"], each["description"])


def _pylint(folder: str, tools: Tools) -> Iterator[Error]:
    # It has no option for another interpreter: what is installed there is put before it.
    packages = next(Path(tools.python).absolute().parent.parent.glob("lib/python3*/site-packages"))
    command = [_bin(tools, "pylint"), "--errors-only", "--output-format", "json2", "--recursive", "y", "."]
    for each in json.loads(_output(command, folder, PYTHONPATH=str(packages)))["messages"]:
        number, file = place(folder, os.path.join(folder, each["path"]))
        yield Error(number, file, each["line"], each["symbol"], each["message"])


def _mypy(folder: str, tools: Tools) -> Iterator[Error]:
    # Made to read scikit-learn, which has no marker of types, and bodies of functions without annotations. That
    # programs lie in one folder each, and not in one of their own, is no error of theirs.
    command = [_bin(tools, "mypy"), "--python-executable", tools.python, "--follow-untyped-imports"]
    command += ["--check-untyped-defs", "--explicit-package-bases", "--namespace-packages", "--output", "json"]
    command += ["--disable-error-code", "import-not-found", "--disable-error-code", "import-untyped"]
    command += ["--cache-dir", os.path.join(tools.peers, "mypy_cache"), "."]
    for line in _output(command, folder).splitlines():
        each = json.loads(line)
        if each["severity"] == "error":
            path = os.path.join(folder, each["file"])
            if os.path.realpath(path).startswith(os.path.realpath(folder)):
                number, file = place(folder, path)
                yield Error(number, file, each["line"], each["code"] or "error", each["message"])


def _ruff(folder: str, tools: Tools) -> Iterator[Error]:
    # It tells no errors from other findings: these rules are those about what cannot run.
    command = [_bin(tools, "ruff"), "check", "--isolated", "--no-cache", "--select", "E9,F7,F82,PLE"]
    for each in json.loads(_output([*command, "--output-format", "json", "."], folder)):
        number, file = place(folder, each["filename"])
        yield Error(number, file, each["location"]["row"], each["code"] or "syntax", each["message"])


_RUNS: Mapping[str, Callable[[str, Tools], Iterator[Error]]] = {
    "pyright": _pyright,
    "ty": _ty,
    "pyrefly": _pyrefly,
    "pylint": _pylint,
    "mypy": _mypy,
    "ruff": _ruff,
}
PEERS = tuple(_RUNS)


def _bin(tools: Tools, name: str) -> str:
    return os.path.join(tools.peers, "bin", name)


def _output(command: Sequence[str], folder: str, **variables: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1) and not command[0].endswith("pylint"):  # whose exit code says what it found
        raise SystemExit(
            f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return done.stdout
