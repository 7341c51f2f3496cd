"""The virtual environments that the measurement needs, made once in a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence


def environment(folder: str, name: str, requirements: Sequence[str]) -> str:
    """The directory of an environment with these packages; kept, and made anew where other ones are asked for."""
    directory = os.path.join(os.path.abspath(folder), name)
    mark = os.path.join(directory, "requirements.txt")
    wanted = "\n".join(requirements) + "\n"
    if os.path.exists(mark):
        with open(mark, encoding="utf-8") as file:
            if file.read() == wanted:
                return directory
    uv = os.path.join(os.path.dirname(sys.executable), "uv")
    _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, directory])
    _run([uv, "pip", "install", "--quiet", "--python", python_of(directory), *requirements])
    with open(mark, "w", encoding="utf-8") as file:
        file.write(wanted)
    return directory


def python_of(directory: str) -> str:
    """The interpreter of an environment."""
    return os.path.join(directory, "bin", "python")


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr}")
