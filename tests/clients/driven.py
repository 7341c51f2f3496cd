"""An editor run to its end by a script of its own, which prints what it saw as one line of JSON."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def seen_by(command: Sequence[str], directory: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    """What the script tells, which must not be a problem."""
    run = subprocess.run(
        command,
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,  # what went wrong is in its last line
    )
    lines = [line for line in run.stdout.splitlines() if line.startswith("{")]
    assert lines, run.stdout + run.stderr
    result: dict[str, Any] = json.loads(lines[-1])
    assert "problem" not in result, result["problem"]
    return result
