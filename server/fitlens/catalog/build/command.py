"""Builds the catalog of one installed scikit-learn: starts the probe in its interpreter and writes what it says."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, TextIO

from fitlens.catalog.build.docstrings import documented_names
from fitlens.catalog.build.interpreter import command_for, environment, failure
from fitlens.catalog.build.writing import Written, write
from fitlens.catalog.store import DATA, EVIDENCE, CatalogError


def build(python: str, output: Path = Path(DATA)) -> Written:
    """Asks the scikit-learn that the interpreter `python` has and writes its catalog into the directory `output`.

    The same scikit-learn gives the same bytes. Takes a few minutes. Raises CatalogError where the interpreter cannot be
    started or has no scikit-learn, where numpydoc is missing here, or where the output cannot be written.
    """
    documented_names("")
    return write(ask(python), output)


def check(python: str, directory: Path = Path(DATA)) -> tuple[Path, ...]:
    """The files of a catalog that building them again would change; empty where they are current.

    Takes as long and raises as `build`.
    """
    with tempfile.TemporaryDirectory() as scratch:
        for file in directory.iterdir():
            shutil.copy(file, scratch)
        written = build(python, Path(scratch))
        return tuple(
            current
            for fresh in (written.index, written.entries, written.entries.with_name(EVIDENCE))
            if not (current := directory / fresh.name).exists() or current.read_bytes() != fresh.read_bytes()
        )


def ask(python: str) -> dict[str, Any]:
    """What the probe says, as `probe/main.py` writes it."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
        try:
            process = subprocess.Popen(
                command_for(python, "main"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
                encoding="utf-8",
                env=environment(),
            )
        except OSError as error:
            raise CatalogError(f"--python {python}: cannot be started: {error.strerror}") from error
        with process:
            assert process.stdin is not None
            assert process.stdout is not None
            docstrings = _hear(process.stdout)
            if docstrings is not None:
                names = {path: documented_names(text) for path, text in docstrings.items()}
                process.stdin.write(json.dumps(names) + "\n")
                process.stdin.flush()
                answer = _hear(process.stdout)
                if answer is not None:
                    return answer
        complaints.seek(0)
        raise failure(f"--python {python}", complaints.read(), "could not be asked")


def _hear(stream: TextIO | Any) -> dict[str, Any] | None:
    """One line of JSON; None where the other side died before it."""
    line = stream.readline()
    return json.loads(line) if line.endswith("\n") else None
