"""What other tools read of this repository: the pre-commit hook, the GitHub Action, the snippets of docs/ci.md."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WRONG = "from sklearn.linear_model import Ridge\n\nmodel = Ridge(alhpa=1.0)\n"


def loaded(text: str) -> Any:
    return yaml.safe_load(text)


ACTION: dict[str, Any] = loaded((ROOT / "action.yml").read_text())
STEPS: dict[str, dict[str, Any]] = {step["id"]: step for step in ACTION["runs"]["steps"] if "id" in step}
SNIPPETS = dict(re.findall(r"```yaml\n# (\S+)\n(.*?)```", (ROOT / "docs" / "ci.md").read_text(), re.DOTALL))


def git(repository: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    done = subprocess.run(["git", *identity, *arguments], cwd=repository, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def committed(repository: Path) -> str:
    git(repository, "init", "--quiet")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--no-verify", "--message", "All")
    return git(repository, "rev-parse", "HEAD")


def validate(name: str, path: Path) -> None:
    """Against the schema of that name that check-jsonschema carries."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{name}", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


class TestPreCommit:
    @pytest.fixture
    def hook(self, tmp_path: Path) -> Path:
        """A repository with the hook in its configuration.

        The hook runs in the environment of the tests: pre-commit would make one from the package registry, and the
        tests need no network.
        """
        tool, user = tmp_path / "tool", tmp_path / "user"
        tool.mkdir()
        user.mkdir()
        shutil.copy(ROOT / ".pre-commit-hooks.yaml", tool)
        here = {"id": "fitlens", "language": "system", "entry": f"{sys.executable} -m fitlens check"}
        uses = {"repos": [{"repo": str(tool), "rev": committed(tool), "hooks": [here]}]}
        (user / ".pre-commit-config.yaml").write_text(json.dumps(uses))
        (user / "readme.md").write_text("Ridge(alhpa=1.0)\n")
        committed(user)
        return user

    def test_a_commit_with_an_error_is_refused(self, hook: Path) -> None:
        environment = {**os.environ, "PRE_COMMIT_HOME": str(hook.parent / "cache"), "GITHUB_ACTIONS": ""}

        def run() -> subprocess.CompletedProcess[str]:
            git(hook, "add", "--all")
            command = [sys.executable, "-m", "pre_commit", "run"]
            return subprocess.run(command, cwd=hook, env=environment, capture_output=True, text=True, check=False)

        skipped = run()
        assert (skipped.returncode, "(no files to check)" in skipped.stdout) == (0, True), skipped.stdout
        (hook / "parts.py").write_text("from sklearn.linear_model import Ridge\n")
        (hook / "model.py").write_text("from parts import Ridge\n\nRidge(alhpa=1.0)\n")
        refused = run()
        assert refused.returncode == 1, refused.stdout
        assert "model.py:3:7: SKL101 " in refused.stdout
        assert "Found 1 error in 1 of 2 files" in refused.stdout
        (hook / "model.py").write_text("from parts import Ridge\n\nRidge(alpha=1.0)\n")
        assert run().returncode == 0


class TestAction:
    def test_it_is_valid(self) -> None:
        validate("github-actions", ROOT / "action.yml")

    @pytest.mark.parametrize("upload", ["true", "false"])
    def test_its_check_reports_and_tells_the_exit_code(self, tmp_path: Path, upload: str) -> None:
        command = tmp_path / "fitlens"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m fitlens "$@"\n')
        command.chmod(0o755)
        (tmp_path / "src").mkdir()
        (tmp_path / "src" / "wrong.py").write_text(WRONG)
        told = tmp_path / "told"
        environment = {
            **os.environ,
            "FITLENS": str(command),
            "PATHS": "src",
            "ARGS": "--target-version 1.9 --select SKL101",
            "SARIF": "out.sarif",
            "UPLOAD": upload,
            "GITHUB_OUTPUT": str(told),
        }
        # As GitHub runs `shell: bash`.
        script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS["check"]["run"]]
        done = subprocess.run(script, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert told.read_text() == "exit-code=1\nsarif-file=out.sarif\n"
        assert json.loads((tmp_path / "out.sarif").read_text())["runs"][0]["results"][0]["ruleId"] == "SKL101"
        # An alert of code scanning annotates the line already.
        assert done.stdout.startswith("src/wrong.py:3:15:" if upload == "true" else "::error ")

    def test_what_it_gives_to_its_scripts_is_there(self) -> None:
        assert set(STEPS["check"]["env"]) <= set(re.findall(r"\$(\w+)", STEPS["check"]["run"]))
        named = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text()))
        assert named == set(ACTION["inputs"])
        # An expression within a script would let an input write commands.
        assert all("${{" not in step.get("run", "") for step in ACTION["runs"]["steps"])


class TestSnippets:
    def test_gitlab(self, tmp_path: Path) -> None:
        (tmp_path / ".gitlab-ci.yml").write_text(SNIPPETS[".gitlab-ci.yml"])
        validate("gitlab-ci", tmp_path / ".gitlab-ci.yml")

    def test_github(self, tmp_path: Path) -> None:
        workflow = tmp_path / "fitlens.yml"
        workflow.write_text(SNIPPETS[".github/workflows/fitlens.yml"])
        validate("github-workflows", workflow)
        step = loaded(workflow.read_text())["jobs"]["fitlens"]["steps"][1]
        assert set(step["with"]) <= set(ACTION["inputs"])

    def test_pre_commit(self) -> None:
        (repository,) = loaded(SNIPPETS[".pre-commit-config.yaml"])["repos"]
        hooks = {hook["id"] for hook in loaded((ROOT / ".pre-commit-hooks.yaml").read_text())}
        assert {hook["id"] for hook in repository["hooks"]} <= hooks
