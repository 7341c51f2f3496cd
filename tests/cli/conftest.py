"""The command as a user runs it: another process, in a directory of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

Fitlens: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]

_UNSET = dict.fromkeys(("CI", "COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "NO_COLOR"), "")


@pytest.fixture(autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test has found must not be known to the next, nor to the user who runs them."""
    monkeypatch.setenv("FITLENS_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def fitlens(tmp_path: Path) -> Fitlens:
    """Runs `python -m fitlens` in `tmp_path`; whatever it is given, there is no traceback.

    Keywords are variables of the environment; `given` is what stands on standard input.
    """

    def run(*arguments: str, given: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "fitlens", *arguments],
            cwd=tmp_path,
            # Width, colours and format come from the test, never from what runs it.
            env={**os.environ, **_UNSET, "PYTHONUTF8": "1", **environment},
            # Nothing is there to read unless a test gives it.
            input=given or "",
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr + done.stdout
        return done

    return run
