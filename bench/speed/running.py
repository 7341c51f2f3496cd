"""Commands run to their end, with what they took; several take turns, so that a slow moment of the machine meets all of them."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Run:
    """What one run took, or the medians of several."""

    wall: float
    """Seconds by the clock."""
    cpu: float
    """Seconds of user and system time, of all its processes."""
    memory: float
    """MB that the largest of its processes held at most; no less than this process held when it began."""


def run(command: Sequence[str], folder: str | None = None) -> Run:
    """One run of a command; findings (exit code 1) are no failure. Raises SystemExit where it fails."""
    # Modules are compiled once, as where a program is installed, even if this environment says otherwise.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            errors.seek(0)
            said = errors.read().decode(errors="replace")[-2000:]
            raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}\n{said}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def alternating(commands: Mapping[str, Sequence[str]], runs: int, folder: str | None = None) -> dict[str, Run]:
    """Medians for each command, after a first run of each that does not count."""
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            taken = run(command, folder)
            if turn:
                found[name].append(taken)
    return {
        name: Run(median(r.wall for r in taken), median(r.cpu for r in taken), median(r.memory for r in taken))
        for name, taken in found.items()
    }
