"""Finding the user's scikit-learn by looking at directories."""

import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

from fitlens.environment.discover import Candidate, candidates
from fitlens.environment.installed import Installation, find_scikit_learn


def environment(prefix: Path, version: str | None, packages: str = "lib/python3.12/site-packages") -> Path:
    """A virtual environment as far as directories go; gives the directory of its packages."""
    directory = prefix / packages
    directory.mkdir(parents=True)
    (prefix / "bin").mkdir(exist_ok=True)
    (prefix / "bin" / "python").touch()
    (prefix / "pyvenv.cfg").write_text("home = /nowhere/bin\ninclude-system-site-packages = false\n")
    if version is not None:
        (directory / "sklearn").mkdir()
        (directory / "sklearn" / "__init__.py").touch()
        (directory / f"scikit_learn-{version}.dist-info").mkdir()
    return directory


@pytest.fixture(autouse=True)
def no_activated_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    monkeypatch.delenv("CONDA_PREFIX", raising=False)


def test_the_workspace_comes_before_the_activated_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    own = environment(tmp_path / "project" / ".venv", "1.7.2")
    activated = environment(tmp_path / "activated", "1.5.0")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "activated"))
    assert find_scikit_learn(workspace=str(tmp_path / "project")) == Installation(str(own), "1.7.2")
    assert find_scikit_learn(workspace=str(tmp_path)) == Installation(str(activated), "1.5.0")


def test_an_environment_without_scikit_learn_does_not_end_the_search(tmp_path: Path):
    environment(tmp_path / ".venv", None)
    directory = environment(tmp_path / "venv", "1.9.1")
    assert find_scikit_learn(workspace=str(tmp_path)) == Installation(str(directory), "1.9.1")


def test_the_last_resort_is_the_interpreter_that_runs_us(tmp_path: Path):
    installed = distribution("scikit-learn")
    found = find_scikit_learn(workspace=str(tmp_path))
    assert found == Installation(str(installed.locate_file("")), installed.version)


def test_a_given_interpreter_is_the_only_one_looked_at(tmp_path: Path):
    environment(tmp_path / "bare", None)
    assert find_scikit_learn(str(tmp_path / "bare" / "bin" / "python"), workspace=sys.prefix) is None
    directory = environment(tmp_path / "windows", "1.8.0", "Lib/site-packages")
    (tmp_path / "windows" / "Scripts").mkdir()
    python = tmp_path / "windows" / "Scripts" / "python.exe"
    python.touch()
    assert find_scikit_learn(str(python)) == Installation(str(directory), "1.8.0")


def test_packages_shared_with_the_base_installation_count(tmp_path: Path):
    base = environment(tmp_path / "base", "1.6.1")
    environment(tmp_path / ".venv", None)
    (tmp_path / ".venv" / "pyvenv.cfg").write_text(
        f"home = {tmp_path / 'base' / 'bin'}\ninclude-system-site-packages = true\n"
    )
    assert find_scikit_learn(workspace=str(tmp_path)) == Installation(str(base), "1.6.1")


def test_what_a_user_may_choose_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Environments of any name; none of their interpreters is started, which here are empty files."""
    project, home = tmp_path / "project", tmp_path / "home"
    for prefix, version in {
        "project/.venv": "1.9.1",
        "project/py312": None,
        "conda": "1.5.0",
        "on_path": "1.3.2",
    }.items():
        environment(tmp_path / prefix, version)
    (tmp_path / "conda" / "conda-meta").mkdir()
    (project / "src").mkdir()
    (home / ".conda").mkdir(parents=True)
    (home / ".conda" / "environments.txt").write_text(f"{tmp_path / 'conda'}\n{tmp_path / 'gone'}\n")
    python = tmp_path / "on_path" / "bin" / "python"
    python.chmod(0o755)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("PATH", str(python.parent))
    monkeypatch.setenv("VIRTUAL_ENV", str(project / ".venv"))  # it is listed once
    assert candidates([str(project)]) == [
        Candidate(str(project / ".venv"), "workspace", "1.9.1"),
        Candidate(str(project / "py312"), "workspace", None),
        Candidate(str(tmp_path / "conda"), "conda", "1.5.0"),
        Candidate(str(python), "PATH", "1.3.2"),
    ]
