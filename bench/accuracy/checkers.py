"""What FitLens says of programs, and which errors it and the other checkers have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from bench.accuracy.origins import ROOT
from bench.accuracy.peers import PEERS, Error, Tools, errors_of, place, write
from bench.accuracy.program import Program

CHECKERS = ("fitlens", *PEERS)


def check(checker: str, folder: str, programs: Sequence[Program], tools: Tools) -> list[Error]:
    """The errors of a checker, of FitLens its warnings too: it is run over a folder, in which the programs then are."""
    if checker != "fitlens":
        return list(errors_of(checker, programs, tools))
    write(programs, folder, notebooks=True)
    return [
        _in_program(folder, each, programs)
        for each in json.loads(_output(_fitlens("check", folder, tools), folder))
        if each["severity"] in ("error", "warning")
    ]


def sites(folder: str, programs: Sequence[Program], tools: Tools) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """What `fitlens inspect` says: (position of the program, file, site as JSON with the rows of the program)."""
    for site in json.loads(_output(_fitlens("inspect", folder, tools), folder)):
        number, file = place(folder, os.path.join(folder, site["filename"]))
        program = programs[number]
        if program.notebook is not None and file.endswith(".ipynb"):
            file = program.main
            for end in ("location", "end_location"):
                site[end]["row"] = program.row(site["cell"], site[end]["row"])
        yield number, file, site


def _in_program(folder: str, found: dict[str, Any], programs: Sequence[Program]) -> Error:
    number, file = place(folder, os.path.join(folder, found["filename"]))
    row = found["location"]["row"]
    if found["cell"] is not None:
        file, row = programs[number].main, programs[number].row(found["cell"], row)
    return Error(number, file, row, found["code"], found["message"], found["severity"])


def _fitlens(command: str, folder: str, tools: Tools) -> list[str]:
    return [sys.executable, "-m", "fitlens", command, "--output-format", "json", "--python", tools.python, folder]


def _output(command: Sequence[str], folder: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(
            f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return done.stdout
