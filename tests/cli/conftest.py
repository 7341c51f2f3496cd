"""The command as a user runs it: another process, in a directory of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

Fitlens: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def fitlens(tmp_path: Path) -> Fitlens:
    """Runs `python -m fitlens` in `tmp_path`; whatever it is given, there is no traceback."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "fitlens", *arguments],
            cwd=tmp_path,
            # A width comes from the test, never from what runs it.
            env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": "", **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr + done.stdout
        return done

    return run
