"""The version that a program is judged by: who is asked, in which order, and what is made of the answer."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace

import pytest

from fitlens.catalog import store
from fitlens.environment import choice
from fitlens.environment.choice import Choice, Chooser

MINORS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9")
UV = '[[package]]\nname = "scikit-image"\nversion = "0.25"\n\n[[package]]\nname = "scikit-learn"\nversion = "{}"\n'


@pytest.fixture(autouse=True)
def catalogs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Catalogs of 1.2 to 1.9, no activated environment, and FitLens installed where there is no scikit-learn."""
    for module in (store, choice):
        monkeypatch.setattr(module, "versions", lambda directory="": MINORS)
    monkeypatch.setattr(store, "Catalog", lambda directory, minor: SimpleNamespace(version=minor))
    monkeypatch.setattr(store, "_opened", {})
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "nowhere"))
    monkeypatch.chdir(tmp_path)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text))
    return path


def environment(prefix: Path, version: str) -> Path:
    """A virtual environment with a scikit-learn, as far as directories go."""
    packages = prefix / "lib" / "python3.12" / "site-packages"
    write(packages / "sklearn" / "__init__.py", "")
    (packages / f"scikit_learn-{version}.dist-info").mkdir()
    write(prefix / "pyvenv.cfg", "home = /nowhere/bin\n")
    return prefix


def chosen(path: str = "program.py", *, target: str | None = None, python: str | None = None) -> Choice:
    return Chooser(target, python)(path)


def answer(made: Choice) -> tuple[str, str, bool, str]:
    return made.version, made.catalog.version, made.exact, made.source


class TestOrder:
    def test_each_source_gives_way_to_those_before_it(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        assert answer(chosen()) == ("1.9", "1.9", True, "")
        write(tmp_path / "setup.cfg", "[options]\ninstall_requires =\n    numpy\n    scikit-learn==1.2.2\n")
        assert answer(chosen()) == ("1.2.2", "1.2", True, "setup.cfg:4")
        write(tmp_path / "pyproject.toml", '[project]\ndependencies = [\n  "scikit-learn>=1.2,<1.4",\n]\n')
        assert answer(chosen()) == ("1.3", "1.3", True, "pyproject.toml:3")
        write(tmp_path / "requirements.txt", "pandas\nscikit_learn==1.4.2  # for the paper\n")
        assert answer(chosen()) == ("1.4.2", "1.4", True, "requirements.txt:2")
        write(tmp_path / "environment.yml", "dependencies:\n  - scikit-learn=1.5\n")
        assert answer(chosen()) == ("1.5", "1.5", True, "environment.yml:2")
        write(tmp_path / "uv.lock", "version = 1\n\n" + UV.format("1.6.1"))
        assert answer(chosen()) == ("1.6.1", "1.6", True, "uv.lock:8")
        environment(tmp_path / "activated", "1.7.2")
        monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "activated"))
        assert answer(chosen()) == ("1.7.2", "1.7", True, "VIRTUAL_ENV (activated)")
        environment(tmp_path / ".venv", "1.8.0")
        assert answer(chosen()) == ("1.8.0", "1.8", True, ".venv")
        environment(tmp_path / "other", "1.2.1")
        assert answer(chosen(python="other")) == ("1.2.1", "1.2", True, "--python other")
        write(tmp_path / "pyproject.toml", '[tool.fitlens]\ntarget-version = "1.3"\n')
        assert answer(chosen()) == ("1.3", "1.3", True, "pyproject.toml:2")
        assert answer(chosen(target="1.5", python="other")) == ("1.5", "1.5", True, "--target-version")

    def test_the_environment_of_fitlens_counts_where_nothing_else_does(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(sys, "prefix", str(environment(tmp_path / "tool", "1.4.0")))
        assert answer(chosen())[:3] == ("1.4.0", "1.4", True)
        write(tmp_path / "requirements.txt", "scikit-learn==1.5.2")
        assert answer(chosen())[:3] == ("1.5.2", "1.5", True)

    def test_a_lock_file_is_not_opened_once_the_environment_has_decided(self, tmp_path: Path):
        environment(tmp_path / ".venv", "1.8.0")
        write(tmp_path / "uv.lock", "no TOML")
        assert chosen().problems == ()

    def test_a_mention_without_a_version_says_nothing(self, tmp_path: Path):
        write(tmp_path / "requirements.txt", "scikit-learn\n")
        write(tmp_path / "pyproject.toml", '[project]\ndependencies = ["scikit-learn ~= 1.4.0"]\n')
        made = chosen()
        assert answer(made) == ("1.4", "1.4", True, "pyproject.toml:2")
        assert made.reason == "scikit-learn ~= 1.4.0, of which 1.4 is the newest covered"


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "text", "version"),
        [
            ("uv.lock", UV.format("1.5.2"), "1.5.2"),
            ("poetry.lock", UV.format("1.4.1.post1") + "\n[metadata]\nlock-version = '2.1'\n", "1.4.1.post1"),
            ("pdm.lock", UV.format("1.3.0"), "1.3.0"),
            ("pylock.toml", "[[packages]]\nname = 'scikit-learn'\nversion = '1.6.0'\n", "1.6.0"),
            ("uv.lock", UV.format("1.2.2") + UV.format("1.5.0"), "1.5.0"),
            ("uv.lock", "package = [{name = 'scikit-learn', version = '1.5.2'}]\n", "1.5.2"),
            ("Pipfile.lock", json.dumps({"default": {"scikit-learn": {"version": "==1.5.2"}}}), "1.5.2"),
            ("environment.yml", "name: x\ndependencies:\n- python=3.11\n- conda-forge::scikit-learn==1.5.2=py_0\n", "1.5.2"),
            ("environment.yml", "dependencies: [python, 'scikit-learn=1.5']  # here\n", "1.5"),
            ("environment.yaml", "dependencies:\n  - pip\n  - pip:\n      - scikit-learn<1.5\n  - scipy\n", "1.4"),
            ("environment.yml", 'dependencies:\n  - "scikit-learn >=1.3,<1.6"\nprefix: /x\n', "1.5"),
            ("environment.yml", "dependencies:\n  - scikit-learn 1.3.*|1.4.*\n", "1.4"),
            ("requirements.txt", "scikit-learn[plots] == 1.5.2 ; python_version > '3.8' \\\n  --hash=sha256:ab\n", "1.5.2"),
            ("requirements.txt", "scikit-learn==1.2.2; python_version<'3.9'\nscikit-learn==1.5.2\n", "1.5.2"),
            ("requirements.txt", "scikit-learn @ https://files/scikit_learn-1.4.2-cp311-cp311-linux.whl\n", "1.4.2"),
            ("requirements-dev.txt", "scikit-learn<1.4\n", "1.3"),
            ("requirements/base.txt", "Scikit.Learn<=1.5\n", "1.5"),
            ("pyproject.toml", '[dependency-groups]\na = [{include-group = "b"}]\nb = ["scikit-learn==1.3.1"]\n', "1.3.1"),
            ("pyproject.toml", '[project.optional-dependencies]\nml = ["scikit-learn<1.8"]\n', "1.7"),
            ("pyproject.toml", '[tool.poetry.dependencies]\nscikit-learn = "~1.4"\n', "1.4"),
            ("pyproject.toml", '[tool.poetry.group.x.dependencies]\nscikit-learn = {version = "1.4.2"}\n', "1.4.2"),
            ("pyproject.toml", '[tool.poetry.dependencies]\nscikit-learn = "<1.3 || ^1.5"\n', "1.9"),
            ("pyproject.toml", '[tool.pdm.dev-dependencies]\ntest = ["scikit-learn>=1.3,<1.6"]\n', "1.5"),
        ],
    )  # fmt: skip
    def test_what_a_file_asks_for(self, tmp_path: Path, name: str, text: str, version: str):
        write(tmp_path / name, text)
        (tmp_path / ".git").mkdir()
        made = chosen()
        assert (made.version, made.problems) == (version, ())
        assert made.origin == name
        line = (tmp_path / name).read_text().splitlines()[(made.line or 0) - 1]
        assert "scikit" in line.lower()

    def test_requirements_include_others_and_are_constrained(self, tmp_path: Path):
        write(tmp_path / "requirements.txt", "-r more/base.txt\n-c constraints.txt\n-r requirements.txt\n")
        write(tmp_path / "more" / "base.txt", "numpy\nscikit-learn>=1.2\n")
        write(tmp_path / "constraints.txt", "scikit-learn<1.5\n")
        assert answer(chosen()) == ("1.4", "1.4", True, "more/base.txt:2")
        write(tmp_path / "more" / "base.txt", "scikit-learn\n")
        assert answer(chosen()) == ("1.4", "1.4", True, "constraints.txt:1")

    def test_the_declared_minimum_is_kept_whatever_decides(self, tmp_path: Path):
        write(tmp_path / "pyproject.toml", '[project]\ndependencies = ["scikit-learn>=1.3,<2"]\n')
        write(tmp_path / "uv.lock", UV.format("1.6.1"))
        assert (chosen().version, chosen().declared_minimum) == ("1.6.1", "1.3")
        write(tmp_path / "pyproject.toml", '[project]\ndependencies = ["scikit-learn==1.5.2"]\n')
        assert chosen().declared_minimum is None


class TestProjects:
    def test_each_project_has_its_own_and_is_decided_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        write(tmp_path / "old" / "requirements.txt", "scikit-learn==1.2.2")
        write(tmp_path / "new" / "requirements.txt", "scikit-learn==1.8.0")
        chooser = Chooser()
        made = [chooser(path) for path in ("old/a.py", "old/deep/er/b.py", "new/c.py", "alone.py")]
        assert [(each.catalog.version, each.source) for each in made] == [
            ("1.2", "old/requirements.txt:1"),
            ("1.2", "old/requirements.txt:1"),
            ("1.8", "new/requirements.txt:1"),
            ("1.9", ""),
        ]
        assert made[0] is made[1]
        write(tmp_path / "old" / "requirements.txt", "scikit-learn==1.3.0")
        assert chooser("old/a.py") is made[0]
        chooser.forget()
        assert chooser("old/a.py").version == "1.3.0"

    def test_a_member_of_a_workspace_shares_the_repositorys_lock_file_and_environment(self, tmp_path: Path):
        (tmp_path / ".git").mkdir()
        write(tmp_path / "uv.lock", UV.format("1.6.1"))
        write(tmp_path / "packages" / "member" / "pyproject.toml", '[project]\ndependencies = ["scikit-learn>=1.3"]\n')
        assert answer(chosen("packages/member/src/a.py")) == ("1.6.1", "1.6", True, "uv.lock:6")
        environment(tmp_path / ".venv", "1.7.0")
        assert chosen("packages/member/src/a.py").version == "1.7.0"

    def test_outside_of_a_repository_the_nearest_directory_speaks_alone_unless_an_editor_opened_more(
        self, tmp_path: Path
    ):
        environment(tmp_path / ".venv", "1.7.0")
        write(tmp_path / "inner" / "pyproject.toml", "")
        assert chosen("inner/a.py").version == "1.9"
        assert Chooser(workspaces=[str(tmp_path)])("inner/a.py").version == "1.7.0"

    def test_documentation_is_that_of_the_chosen_version_or_none(self, tmp_path: Path):
        environment(tmp_path / ".venv", "1.7.2")
        assert chosen(target="1.5").documented is None
        assert chosen(target="1.7").documented == chosen().installation


class TestBadInput:
    @pytest.mark.parametrize(
        ("asked", "judged"),
        [("0.19", "1.2"), ("2.0", "1.9"), ("1.10.dev0", "1.9"), ("1.9.7", "1.9"), ("1.2rc1", "1.2")],
    )
    def test_a_version_that_is_not_covered_is_judged_by_the_nearest(self, asked: str, judged: str):
        made = chosen(target=asked)
        assert made.catalog.version == judged
        covered_itself = asked.startswith(judged)
        assert made.exact == covered_itself
        message = (
            f"--target-version: scikit-learn {asked} is not covered, 1.2 to 1.9 are; judged by {judged}, the nearest"
        )
        assert made.problems == (() if covered_itself else (message,))

    def test_a_range_in_which_nothing_is_covered(self, tmp_path: Path):
        write(tmp_path / "requirements.txt", "scikit-learn>=0.18,<0.22\n")
        made = chosen()
        assert (made.catalog.version, made.exact) == ("1.2", False)
        assert made.problems[0].startswith("requirements.txt:1: what 'scikit-learn>=0.18,<0.22' allows is not covered")

    @pytest.mark.parametrize(
        ("name", "text", "message"),
        [
            ("uv.lock", "version = 1\n[[package]\n", "uv.lock:2: is not TOML: "),
            ("uv.lock", UV.format("1.5.2") + "<<<<<<< ours\n", "uv.lock:8: is not TOML: "),
            ("poetry.lock", UV.format("1.5.2").replace('"1.5', "1.5"), "poetry.lock:7: is not TOML: "),
            ("Pipfile.lock", '{\n"default": {\n', "Pipfile.lock:3: is not JSON: "),
            ("environment.yml", "dependencies:\n\t- scikit-learn=1.5\n", "environment.yml:2: is not YAML: a tab"),
            ("environment.yml", "dependencies\n  - scikit-learn=1.5\n", "environment.yml:1: is not YAML "),
            ("environment.yml", "dependencies:\n  - python\n - scikit-learn=1.5\n", "environment.yml:3: is not YAML "),
            ("environment.yml", "dependencies:\n  - scikit-learn=latset\n", "environment.yml:2: 'scikit-learn=latset' asks"),
            ("requirements.txt", "-r missing.txt\n", "requirements.txt:1: includes missing.txt, which does not exist"),
            ("requirements.txt", "\nscikit-learn==latset\n", "requirements.txt:2: 'scikit-learn==latset' asks for no version"),
            ("pyproject.toml", "[project]\nname = scikit-learn\n", "pyproject.toml:2: is not TOML: "),
            ("pyproject.toml", '[tool.fitlens]\ntarget-version = "latset"\n', "pyproject.toml:2: target-version = 'latset'"),
            ("pyproject.toml", "[tool.fitlens]\ntarget-version = 1.5\n", "pyproject.toml:2: target-version = 1.5 is no"),
            ("setup.cfg", "[options\ninstall_requires = scikit-learn\n", "setup.cfg:1: is not an INI file"),
        ],
    )  # fmt: skip
    def test_a_broken_file_is_named_with_its_line_and_the_next_source_asked(
        self, tmp_path: Path, name: str, text: str, message: str
    ):
        write(tmp_path / name, text)
        (problem,) = chosen().problems
        assert problem.startswith(message)
        assert problem.endswith("; judged by scikit-learn 1.9, the newest covered")

    def test_files_of_windows_and_files_that_are_none(self, tmp_path: Path):
        (tmp_path / "requirements.txt").write_bytes("numpy\r\nscikit-learn==1.5.2\r\n".encode("utf-16"))
        assert answer(chosen()) == ("1.5.2", "1.5", True, "requirements.txt:2")
        os.mkfifo(tmp_path / "uv.lock")
        assert chosen().problems[0].startswith("uv.lock: is not a regular file; ")

    def test_an_interpreter_without_scikit_learn(self, tmp_path: Path):
        write(tmp_path / "bare" / "pyvenv.cfg", "")
        write(tmp_path / "requirements.txt", "scikit-learn==1.5.2\n")
        made = chosen(python="bare")
        assert made.problems == (
            "--python bare: has no scikit-learn; judged by scikit-learn 1.5 from requirements.txt:1",
        )
        assert chosen(python="missing/python").problems[0].startswith("--python missing/python: does not exist; ")


def test_every_source_can_be_listed_with_what_it_says(tmp_path: Path):
    write(tmp_path / "pyproject.toml", '[project]\ndependencies = ["scikit-learn>=1.3"]\n')
    environment(tmp_path / ".venv", "1.8.0")
    write(tmp_path / "uv.lock", "no TOML")
    steps = [(step.place, step.says, step.broken) for step in chosen(target="1.5").steps()]
    assert steps[:3] == [
        ("--target-version", "is 1.5", False),
        ("pyproject.toml", "has no [tool.fitlens] target-version", False),
        (".venv", "has scikit-learn 1.8.0 installed", False),
    ]
    assert steps[3][0] == "uv.lock:1"
    assert steps[3][2]
    assert steps[4] == ("pyproject.toml:2", "scikit-learn>=1.3", False)
