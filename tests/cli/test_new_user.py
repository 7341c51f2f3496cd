"""The path that the README describes, walked in an environment that has the wheel and what it declares, and nothing else."""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAM = """\
from sklearn.datasets import load_iris
from sklearn.model_selection import cross_val_score
from sklearn.svm import SVC

X, y = load_iris(return_X_y=True)

clf = SVC(kernel="linear")
scores = cross_val_score(clf, X, y)
print(clf.coef_)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an environment has its commands elsewhere there")

Run = Callable[..., subprocess.CompletedProcess[str]]


def declared(name: str) -> Iterator[importlib.metadata.Distribution]:
    """What a distribution needs here, and what that needs."""
    for text in importlib.metadata.distribution(name).requires or ():
        needed = Requirement(text)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            yield importlib.metadata.distribution(needed.name)
            yield from declared(needed.name)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made without a network: the wheel is built with what is here, and what it needs is copied from where the tests run."""
    place = tmp_path_factory.mktemp("new")
    building = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place / "dist"), str(ROOT)]
    built = subprocess.run(building, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = (place / "dist").glob("*.whl")
    venv.create(place / "env", symlinks=True)
    packages = next((place / "env" / "lib").glob("python*/site-packages"))
    for each in {found.name: found for found in declared("fitlens")}.values():
        for file in each.files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                (packages / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(Path(str(each.locate_file(file))), packages / file)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(place / "env" / "bin" / "python"),
        "--isolated",
        "--no-cache-dir",
    ]
    for arguments in (["install", "--no-index", "--quiet", str(wheel)], ["check"]):
        done = subprocess.run([*pip, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    assert not list(packages.glob("sklearn*"))
    return place / "env"


@pytest.fixture
def run(environment: Path, tmp_path: Path) -> Run:
    """Runs a command of the environment in a project with one program, with nothing of the tests' own about it."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "model.py").write_text(PROGRAM)
    kept = {"HOME": str(tmp_path), "PATH": f"{environment / 'bin'}:{os.environ['PATH']}", "LANG": "C.UTF-8"}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command, cwd=tmp_path, env=kept, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
        )
        assert "Traceback" not in done.stdout + done.stderr
        return done

    return run


def test_a_finding_is_read_and_looked_up(run: Run) -> None:
    found = run("fitlens", "check", "src")
    assert (found.returncode, found.stderr) == (1, "")
    assert "src/model.py:9:11: SKL201 `coef_` does not exist yet: `clf` is not fitted\n" in found.stdout
    # What the README shows is what is printed, but for the place of the program.
    shown = re.search(r"    model\.py:8:11: (SKL201 .*?)\n\n", README, re.DOTALL)
    assert shown is not None
    for line in shown[1].splitlines():
        words = line.partition("|")[2].strip() or line.strip()
        assert not words or words in found.stdout or "line 7" in words
    explained = run("fitlens", "rule", "SKL201")
    assert (explained.returncode, explained.stderr) == (0, "")
    assert "before" in explained.stdout
    assert run("fitlens", "show", "SVC").stdout.startswith("sklearn.svm.SVC")


def test_it_is_repaired_silenced_or_kept_in_a_baseline(run: Run, tmp_path: Path) -> None:
    program = tmp_path / "src" / "model.py"
    program.write_text(PROGRAM + "SVC(kernl='rbf')\n")
    assert run("fitlens", "check", "--diff", "src").returncode == 1
    assert run("fitlens", "check", "--fix", "src").returncode == 1
    assert program.read_text() == PROGRAM + "SVC(kernel='rbf')\n"
    baseline = ("--baseline", "fitlens-baseline.json")
    assert run("fitlens", "check", *baseline, "--write-baseline", "src").returncode == 0
    assert run("fitlens", "check", *baseline, "--locked-baseline", "src").returncode == 0
    assert run("fitlens", "check", "--add-ignore", "src").returncode == 0
    assert "print(clf.coef_)  # fitlens: ignore[SKL201]\n" in program.read_text()
    assert run("fitlens", "check", "src").returncode == 0
    pruned = run("fitlens", "check", *baseline, "--prune-baseline", "src")
    assert (pruned.returncode, json.loads((tmp_path / "fitlens-baseline.json").read_text())["findings"]) == (0, {})


def test_the_hook_refuses_the_commit(run: Run, environment: Path, tmp_path: Path) -> None:
    """The hook runs the command that is installed: pre-commit would make an environment from the package registry."""
    tool = tmp_path / "tool"
    tool.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", tool)
    (tmp_path / ".gitignore").write_text("tool\n.cache\n")

    def git(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run("git", "-C", str(place), "-c", "user.name=New", "-c", "user.email=new@example.org", *arguments)

    for place in (tool, tmp_path):
        assert git(place, "init", "--quiet").returncode == 0
    git(tool, "add", "--all")
    git(tool, "commit", "--quiet", "--message", "Hooks")
    revision = git(tool, "rev-parse", "HEAD").stdout.strip()
    hook = {"id": "fitlens", "language": "system"}
    uses = {"repos": [{"repo": str(tool), "rev": revision, "hooks": [hook]}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(json.dumps(uses))
    installed = run(sys.executable, "-m", "pre_commit", "install")
    assert installed.returncode == 0, installed.stdout
    git(tmp_path, "add", "--all")
    refused = git(tmp_path, "commit", "--message", "First")
    assert refused.returncode == 1
    assert "src/model.py:9:11: SKL201 " in refused.stdout + refused.stderr
    assert run("fitlens", "check", "--add-ignore", "src").returncode == 0
    git(tmp_path, "add", "--all")
    accepted = git(tmp_path, "commit", "--message", "First")
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr


def test_the_readme_names_what_was_walked() -> None:
    for command in ("pip install .", "fitlens check --fix", "fitlens rule SKL201", "--add-ignore", "--write-baseline"):
        assert command in README
    assert "pre-commit" in README
