"""What is checked: programs as users write them, the sources of libraries, and very many generated files."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from bench.accuracy.origins import documented
from bench.speed.generated import ordinary

PACKAGES = ("sklearn", "imblearn", "skrub", "sktime", "mlxtend", "feature_engine")
REQUIREMENTS = (
    "scikit-learn",
    "imbalanced-learn",
    "skrub",
    "sktime",
    "mlxtend",
    "feature-engine",
    "matplotlib",
    "pandas",
)
PROGRAMS = 300
_TOGETHER = 100
"""Generated files in one folder."""
_USING = 20
"""One generated file in so many uses scikit-learn."""
_OTHER = '''\
"""Rows of table {n}, as they came from the instrument."""

import csv
from pathlib import Path


class Table{n}:
    def __init__(self, path, columns=("length", "width")):
        self.path = Path(path)
        self.columns = list(columns)
        self.rows = []

    def read(self):
        with self.path.open(newline="") as file:
            for number, row in enumerate(csv.DictReader(file)):
                if number > {n}:
                    break
                self.rows.append([float(row[name]) for name in self.columns])
        return self


def total_{n}(table):
    return sum(sum(row) for row in table.rows) / (len(table.rows) or 1)


if __name__ == "__main__":
    print(total_{n}(Table{n}("table_{n}.csv").read()))
'''


def user_programs(folder: Path, python: str) -> str:
    """The docstring examples of the installed scikit-learn, side by side; says what there is."""
    programs = documented(python, ["sklearn"], PROGRAMS)
    folder.mkdir(parents=True)
    for number, program in enumerate(programs):
        (folder / f"program_{number:03}.py").write_text(program.files[program.main], encoding="utf-8")
    return f"{len(programs)} programs made of the docstring examples of scikit-learn, {_lines(folder):,} lines"


def libraries(folder: Path, python: str) -> str:
    """All Python files of the installed packages, each package in a folder of its own as in its repository."""
    asked = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    installed = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True).stdout.strip()
    for package in PACKAGES:
        for path in sorted(Path(installed, package).rglob("*.py")):
            to = folder / package / path.relative_to(installed)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)
    files = sum(1 for _ in folder.rglob("*.py"))
    return f"all {files:,} Python files of {', '.join(PACKAGES)}, {_lines(folder):,} lines"


def generated(folder: Path, files: int) -> None:
    """Very many small files, no two alike."""
    program = ordinary(60)
    for first in range(0, files, _TOGETHER):
        inside = folder / f"part_{first // _TOGETHER:04}"
        inside.mkdir(parents=True)
        for n in range(first, min(first + _TOGETHER, files)):
            text = _OTHER.format(n=n) if n % _USING else f"{program}\nprint({n})\n"
            (inside / f"file_{n:06}.py").write_text(text, encoding="utf-8")


def _lines(folder: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.py"))
