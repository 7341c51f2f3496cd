"""FitLens and the tools beside it: how each is run over a folder, and which version it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.accuracy.environments import environment, python_of

REQUIREMENTS = ("ruff", "ty", "pyrefly", "pyright[nodejs]")
PEERS = ("ruff", "ty", "pyrefly", "pyright")
FITLENS = (sys.executable, "-m", "fitlens")


def commands(folder: Path, python: str, cache: str, peers: Sequence[str], build: str) -> dict[str, list[str]]:
    """How each tool checks the folder; python: the interpreter whose packages the files import."""
    environment_of_peers = environment(build, "tools", REQUIREMENTS) if peers else ""

    def tool(name: str) -> str:
        return os.path.join(environment_of_peers, "bin", name)

    settings = folder / "pyrightconfig.json"
    settings.write_text(json.dumps({"include": ["."], "reportMissingModuleSource": "none"}), encoding="utf-8")
    place = str(folder)
    check = [*FITLENS, "check", "--quiet", "--isolated", "--python", python]
    every = {
        "fitlens cold": [*check, "--no-cache", place],
        "fitlens warm": [*check, "--cache-dir", cache, place],
        "ruff": [tool("ruff"), "check", "--quiet", "--isolated", "--no-cache", place],
        "ty": [tool("ty"), "check", "--no-progress", "--output-format", "concise", "--python", python, place],
        "pyrefly": [tool("pyrefly"), "check", "--python-interpreter-path", python, place],
        "pyright": [tool("pyright"), "--pythonpath", python, "--project", place],
    }
    return {name: command for name, command in every.items() if name.startswith("fitlens") or name in peers}


def alone(folder: Path, python: str) -> list[str]:
    """FitLens in one process, without a cache: what its work costs."""
    return [*FITLENS, "check", "--quiet", "--isolated", "--no-cache", "--jobs", "1", "--python", python, str(folder)]


def versions(peers: Sequence[str], build: str) -> dict[str, str]:
    """What each tool says that it is."""
    paths = {name: os.path.join(environment(build, "tools", REQUIREMENTS), "bin", name) for name in peers}
    asked = {"fitlens": [*FITLENS, "--version"], **{name: [path, "--version"] for name, path in paths.items()}}
    return {name: _said(command) for name, command in asked.items()}


def interpreter(build: str, requirements: Sequence[str]) -> str:
    """The interpreter of an environment with the packages that the files import."""
    return python_of(environment(build, "packages", requirements))


def _said(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip().splitlines()[-1].split()[1]
