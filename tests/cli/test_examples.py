"""The programs in examples/: the right ones run and pass, in the misused ones each mistake raises and is found."""

import ast
import json
import runpy
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Fitlens = Callable[..., subprocess.CompletedProcess[str]]

EXAMPLES = Path(__file__).parents[2] / "examples"
MISUSED = sorted(EXAMPLES.glob("*_misused.py"))
RIGHT = sorted({*EXAMPLES.glob("*.py")} - {*MISUSED})
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))
MISTAKES = [
    (path, node)
    for path in MISUSED
    for node in ast.parse(path.read_text("utf-8")).body
    if isinstance(node, ast.FunctionDef)
]


def found(fitlens: Fitlens, path: Path) -> list[dict[str, Any]]:
    return json.loads(fitlens("check", str(path), "--output-format", "json").stdout)


def test_the_textbook_one_learns_what_its_data_was_made_of() -> None:
    names = runpy.run_path(str(EXAMPLES / "linear_regression.py"))
    assert names["model"].intercept_ == pytest.approx(20)
    assert names["model"].coef_ == pytest.approx([3])
    assert 0 < names["ridge"].coef_[0] < 3
    assert 0 < names["lasso"].coef_[0] < 3
    assert names["regressor"].n_neighbors == 5


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_a_right_one_runs_and_passes(fitlens: Fitlens, path: Path) -> None:
    runpy.run_path(str(path))
    assert found(fitlens, path) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_passes(fitlens: Fitlens, path: Path) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert not any(cell["outputs"] for cell in cells)
    sources = ["".join(cell["source"]) for cell in cells]
    assert any("%time " in source for source in sources)
    names: dict[str, object] = {}
    for source in sources:
        exec(source.replace("%time ", ""), names)
    assert found(fitlens, path) == []


@pytest.mark.parametrize(("path", "mistake"), MISTAKES, ids=lambda part: getattr(part, "name", None))
def test_a_mistake_raises(path: Path, mistake: ast.FunctionDef) -> None:
    function = runpy.run_path(str(path))[mistake.name]
    with pytest.raises((AttributeError, TypeError, ValueError)):
        function()


@pytest.mark.parametrize("path", MISUSED, ids=lambda path: path.stem)
def test_each_mistake_is_found_and_nothing_else(fitlens: Fitlens, path: Path) -> None:
    findings = found(fitlens, path)
    assert all(finding["severity"] == "error" for finding in findings)
    rows = [finding["location"]["row"] for finding in findings]
    places = {
        row: mistake.name
        for of, mistake in MISTAKES
        if of == path
        for row in range(mistake.lineno, (mistake.end_lineno or mistake.lineno) + 1)
    }
    assert sorted({places.get(row, f"line {row}") for row in rows}) == sorted(set(places.values()))
