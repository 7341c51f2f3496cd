"""A real VS Code with the .vsix that we ship, its tests inside of the extension host: client/vscode/test/*.ts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clients.vscode.served import ROOT, environment, served

SOURCES = ROOT / "client" / "vscode" / "test"
NAMES = [
    name
    for file in sorted(SOURCES.glob("*.test.ts"))
    for name in re.findall(r'^  test\("(.*)",', file.read_text(), re.MULTILINE)
]
SECONDS = 420


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    """What became of each test by its name: None, or what was wrong."""
    directory = tmp_path_factory.mktemp("vscode")
    folder = directory / "añejo und schön 日本"
    folder.mkdir()
    told = directory / "results.jsonl"
    env = {**environment(directory, sys.executable), "FITLENS_TEST_RESULTS": str(told)}
    with served(directory, env) as port:
        run = subprocess.run(
            ["node", str(Path(__file__).with_name("run.mjs")), str(port), str(folder), str(SECONDS)],
            env=env,
            capture_output=True,
            text=True,
            timeout=SECONDS + 60,
            check=False,
        )
    assert told.exists(), run.stdout + run.stderr
    outcomes = [json.loads(line) for line in told.read_text().splitlines()]
    for name, problem, milliseconds in outcomes:
        print(f"{'ok' if problem is None else 'FAILED'} {milliseconds} ms: {name}")
    return {name: problem for name, problem, _ in outcomes}


@pytest.mark.parametrize("name", NAMES)
def test_in_vs_code(name: str, results: dict[str, str | None]) -> None:
    assert name in results, f"it did not come to it; before it: {list(results)[-1]}"
    assert results[name] is None, results[name]


def test_the_manifest_has_the_settings_of_the_server() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "client" / "vscode" / "manifest.py"), "--check"],
        env={"PYTHONPATH": str(ROOT / "server")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
