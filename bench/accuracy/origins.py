"""Where the programs come from: written for this, or the docstring examples and the tests of installed packages."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.accuracy.program import Program, read_notebook

WRITTEN = Path(__file__).parent / "programs"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Origin:
    """Packages in one environment whose examples and tests are programs."""

    environment: str
    packages: tuple[str, ...]
    requirements: tuple[str, ...] = ()
    """What is installed there; empty: what FitLens is developed with."""


ORIGINS = (
    Origin("own", ("sklearn",)),
    Origin(
        "companions",
        ("imblearn", "skrub", "mlxtend", "feature_engine"),
        ("imbalanced-learn", "skrub", "mlxtend", "feature-engine"),
    ),
    Origin("sktime", ("sktime",), ("sktime",)),
)


def written() -> list[Program]:
    """The programs in `programs/`: scripts, notebooks, and folders whose `main.py` is run."""
    found: list[Program] = []
    for path in sorted(WRITTEN.iterdir()):
        if path.suffix == ".ipynb":
            found.append(read_notebook(path.name, "written", path.read_text(encoding="utf-8")))
        elif path.suffix == ".py":
            found.append(Program(path.name, "written", {path.name: path.read_text(encoding="utf-8")}, path.name))
        elif (path / "main.py").exists():
            files = {
                each.relative_to(path).as_posix(): each.read_text(encoding="utf-8")
                for each in sorted(path.rglob("*.py"))
            }
            found.append(Program(path.name, "written", files, "main.py"))
    return found


def documented(python: str, packages: Sequence[str], most: int) -> list[Program]:
    """The docstring examples of packages, at most so many of each, the same ones every time."""
    done = subprocess.run(
        [python, "-m", "bench.accuracy.observing.docstrings", *packages],
        env={**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{python}: the docstrings of {', '.join(packages)} cannot be read:\n{done.stderr}")
    found: list[Program] = []
    for package, examples in json.loads(done.stdout).items():
        using = [each for each in examples if package == "sklearn" or "fit" in each[1]]
        chosen = using if len(using) <= most else sorted(random.Random(package).sample(using, most))
        found += [Program(name, package, {"example.py": text}, "example.py") for name, text in chosen]
    return found


def test_modules(python: str, package: str, most: int) -> list[tuple[str, str]]:
    """The modules of an installed package's tests that mention scikit-learn, as (path, root): the same ones every time."""
    asked = f"import importlib.util as u; print(u.find_spec({package!r}).submodule_search_locations[0])"
    done = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True)
    folder = Path(done.stdout.strip())
    paths = [
        str(path)
        for path in sorted(folder.rglob("test_*.py"))
        if "sklearn" in (text := path.read_text(encoding="utf-8", errors="replace")) and ".fit(" in text
    ]
    chosen = paths if len(paths) <= most else sorted(random.Random(package).sample(paths, most))
    return [(path, str(folder.parent)) for path in chosen]
