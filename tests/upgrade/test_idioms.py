"""Everything that went of scikit-learn since 0.20, as far as a small program can use it: found, and mended where that is safe.

Each program fails with the scikit-learn that is installed. What is mended runs, and prints what it printed with the version
that it was written for, where that is there (FITLENS_ENVIRONMENTS).
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import sklearn

from fitlens.cli.main import main
from tests.upgrade.idioms import idioms

HERE = sklearn.__version__.rpartition(".")[0]
IDIOMS = idioms()
NOT_FOUND = 2
"""Programs in which nothing is found: one turns on how many classes the data has, one on a class that is no estimator."""

RUNNER = """
import contextlib, io, json, sys, warnings
import matplotlib
matplotlib.use("Agg")
warnings.simplefilter("ignore")
told = []
for program in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as output, contextlib.redirect_stderr(io.StringIO()):
        try:
            exec(compile(program, "program.py", "exec"), {"__name__": "__main__"})
        except Exception as error:
            told.append([type(error).__name__, ""])
        else:
            told.append([None, output.getvalue()])
json.dump(told, sys.stdout)
"""


def ran(programs: list[str], python: str = sys.executable) -> list[tuple[str | None, str]]:
    """What each raises, and prints."""
    runner = RUNNER if python == sys.executable else RUNNER.replace('import matplotlib\nmatplotlib.use("Agg")\n', "")
    command = [python, "-W", "ignore", "-c", runner]
    done = subprocess.run(command, input=json.dumps(programs), capture_output=True, text=True, check=True)
    return [(error, output) for error, output in json.loads(done.stdout)]


@dataclass(frozen=True)
class Run:
    """What one run over all programs comes to."""

    fixed: list[str]
    """What each is afterwards."""
    silent: list[str]
    """Those in which nothing was changed, nor anything found."""
    now: list[tuple[str | None, str]]
    """What each raises then, and prints."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("idioms")
    paths = [folder / f"p{number:04}.py" for number in range(len(IDIOMS))]
    for path, idiom in zip(paths, IDIOMS, strict=True):
        path.write_text(idiom.program)
    flags = ["--fix", "--isolated", "--no-cache", "--target-version", HERE, "-o", "json"]
    with contextlib.redirect_stdout(io.StringIO()) as output:
        assert main(["check", str(folder), *flags]) == 1
    fixed = [path.read_text() for path in paths]
    left = {Path(each["filename"]).name for each in json.loads(output.getvalue())}
    silent = [
        idiom.title
        for path, idiom, text in zip(paths, IDIOMS, fixed, strict=True)
        if text == idiom.program and path.name not in left
    ]
    return Run(fixed, silent, ran(fixed))


def of(outcome: str) -> list[int]:
    return [number for number, idiom in enumerate(IDIOMS) if idiom.outcome == outcome]


def test_what_is_changed_is_what_is_said_to_be(run: Run) -> None:
    changed = [number for number, idiom in enumerate(IDIOMS) if run.fixed[number] != idiom.program]
    assert [IDIOMS[number].title for number in changed] == [IDIOMS[number].title for number in of("mended")]


def test_something_is_found_in_nearly_all(run: Run) -> None:
    assert len(run.silent) <= NOT_FOUND, run.silent


def test_what_is_mended_failed_and_runs_and_what_is_left_fails_as_before(run: Run) -> None:
    before = ran([IDIOMS[number].program for number in of("mended")])
    assert [
        IDIOMS[number].title for number, (error, _) in zip(of("mended"), before, strict=True) if error is None
    ] == []
    assert [IDIOMS[number].title for number in of("mended") if run.now[number][0] is not None] == []
    assert [IDIOMS[number].title for number in of("left") if run.now[number][0] is None] == []


def test_it_prints_what_it_printed(run: Run) -> None:
    folder = os.environ.get("FITLENS_ENVIRONMENTS")
    if not folder:
        pytest.skip("no older scikit-learn is there")
    different: list[str] = []
    for version in sorted({idiom.version for idiom in IDIOMS}):
        pythons = sorted(Path(folder).glob(f"{version}.*/bin/python"))
        numbers = [number for number in of("mended") if IDIOMS[number].version == version]
        if pythons and numbers:
            then = ran([IDIOMS[number].program for number in numbers], str(pythons[-1]))
            different += [
                f"{version}: {IDIOMS[number].title}"
                for number, printed in zip(numbers, then, strict=True)
                if printed != run.now[number]
            ]
    assert different == []
