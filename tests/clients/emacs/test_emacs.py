"""A real Emacs with eglot and the configuration that we ship, driven in batch mode through everything a user sees."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.clients.driven import seen_by

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "tests" / "clients" / "emoji.py.txt"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What was on the screen."""
    program = shutil.which("emacs")
    if program is None:
        assert os.environ.get("FITLENS_CLIENTS") != "required", "no Emacs here, which .ci/run installs"
        pytest.skip("no Emacs here: Debian has emacs-nox, elpa-eglot and elpa-markdown-mode")
    directory = tmp_path_factory.mktemp("emacs")
    file = directory / "emoji.py"
    file.write_bytes(EXAMPLE.read_bytes())
    environment = {
        **os.environ,
        "FITLENS_CLIENT": str(ROOT / "client" / "emacs"),
        "FITLENS_COMMAND": json.dumps([sys.executable, "-m", "fitlens", "server"]),
        "FITLENS_FILE": str(file),
        "HOME": str(directory),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT / "server"),
    }
    command = [program, "--batch", "-l", str(Path(__file__).parent / "drive.el")]
    return seen_by(command, directory, environment)


def test_the_buffer_is_fitlens_s(seen):
    assert seen["buffer-belongs-to"] == "fitlens"


def test_diagnostics_lie_on_their_names_behind_an_emoji(seen):
    assert sorted(found["text"] for found in seen["diagnostics"]) == ["coef_", "kernal"]


def test_hovers_are_rendered(seen):
    assert "kernel · hyperparameter of SVC" in seen["hyperparameter"]
    assert "not there yet" in seen["learned"]


def test_a_keyword_leads_to_its_definition(seen):
    assert seen["definitions"] == 1


def test_a_call_that_is_not_closed_is_completed(seen):
    assert seen["completions"][0] == "kernel"
    assert seen["completed"] == 'print("📈", SVC(C=1, kernel='


def test_the_quick_fix_is_applied_and_its_diagnostic_goes(seen):
    assert seen["fixed"] == 'print("📈", SVC(kernel="linear").kernel)'
    assert [found["text"] for found in seen["left"]] == ["coef_"]
