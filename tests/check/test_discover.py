"""Which files a run is about."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fitlens.check.discover import discover


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Creates empty files below the current directory."""
    monkeypatch.chdir(tmp_path)

    def create(*paths: str) -> None:
        for path in paths:
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).touch()

    return create


def test_scripts_and_notebooks_are_found_sorted_and_once(tree: Callable[..., None]) -> None:
    tree("b.py", "a/z.ipynb", "a/c.py", "a/c.pyi", "a/data.csv", "README.md")
    assert discover([".", "a", "b.py", "./b.py"]).files == ("a/c.py", "a/z.ipynb", "b.py")


def test_what_is_not_the_users_own_source_is_left_out(tree: Callable[..., None]) -> None:
    tree(
        "kept.py",
        ".git/x.py",
        ".ipynb_checkpoints/n.ipynb",
        ".hidden.py",
        "venv/x.py",
        "my-env/pyvenv.cfg",
        "my-env/lib/x.py",
        "node_modules/x.py",
        "lib/site-packages/x.py",
        "__pycache__/x.py",
        "build/x.py",
        "dist/x.py",
    )
    assert discover(["."]).files == ("kept.py",)


def test_a_path_that_is_named_is_always_taken(tree: Callable[..., None]) -> None:
    tree("build/x.py", "script", ".hidden.py")
    assert discover(["build", "script", ".hidden.py"]).files == (".hidden.py", "build/x.py", "script")


def test_loops_and_dangling_links_lead_nowhere(tree: Callable[..., None], tmp_path: Path) -> None:
    tree("a/b/x.py")
    (tmp_path / "a/b/loop").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "a/self.py").symlink_to("self.py")
    (tmp_path / "a/lost.py").symlink_to("nowhere.py")
    (tmp_path / "a/linked.py").symlink_to("b/x.py")
    os.mkfifo(tmp_path / "a/pipe.py")
    assert discover(["a"]).files == ("a/b/x.py", "a/linked.py")


def test_a_directory_that_cannot_be_listed_is_told(tree: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    tree("open/x.py", "shut/y.py")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if os.path.basename(path) == "shut":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    # Root, who runs the tests in CI, may list everything.
    monkeypatch.setattr(os, "scandir", refuse)
    found = discover(["."])
    assert found.files == ("open/x.py",)
    assert [str(problem) for problem in found.problems] == ["shut: permission denied; allow this user to list it"]
