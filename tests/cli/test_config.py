"""`fitlens config`, and the version that other commands judge by."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from fitlens.catalog.store import open_catalog, versions

Fitlens = Callable[..., subprocess.CompletedProcess[str]]

NEWEST = versions()[-1]
UNSET = {"VIRTUAL_ENV": "", "CONDA_PREFIX": ""}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that pins the newest covered version, with a program that is wrong."""
    (tmp_path / "requirements.txt").write_text(f"numpy\nscikit-learn=={NEWEST}.0\n")
    (tmp_path / "wrong.py").write_text("from sklearn.linear_model import Ridge\n\nmodel = Ridge(alhpa=1.0)\n")
    return tmp_path


def test_the_choice_and_every_source_are_shown(fitlens: Fitlens, project: Path) -> None:
    (project / "pyproject.toml").write_text('[project]\ndependencies = ["scikit-learn>=1.2"]\n')
    shown = fitlens("config", **UNSET).stdout.splitlines()
    assert shown[0] == f"scikit-learn {NEWEST}.0, from requirements.txt:2"
    assert f"  judged by the catalog of {NEWEST}" in shown
    assert "  the project says that it works with 1.2 and newer" in shown
    looked = [re.split(r"\s{2,}", line.strip(), maxsplit=1) for line in shown]
    places = [line[0].removeprefix("-> ") for line in looked]
    assert (
        places.index("requirements.txt:2")
        < places.index("pyproject.toml:2")
        < places.index("the environment of fitlens")
    )
    assert [line for line in shown if "-> " in line] == [
        f"  -> requirements.txt:2          scikit-learn=={NEWEST}.0",
    ]


def test_json_says_the_same(fitlens: Fitlens, project: Path) -> None:
    record = json.loads(fitlens("config", "wrong.py", "--output-format", "json", **UNSET).stdout)
    chosen = (record["version"], record["catalog"], record["exact"], record["source"], record["line"])
    assert chosen == (f"{NEWEST}.0", NEWEST, True, "requirements.txt", 2)
    assert record["project"] == str(project)
    assert [(source["source"], source["decides"]) for source in record["sources"]] == [
        ("requirements.txt", True),
        ("the environment of fitlens", False),
    ]


def test_packages_with_estimators_are_counted_and_broken_ones_told(fitlens: Fitlens, tmp_path: Path) -> None:
    packages = tmp_path / ".venv" / "lib" / "python3.12" / "site-packages"
    for name in ("sklearn", "good", "bad", "other"):
        (packages / name).mkdir(parents=True)
        (packages / name / "__init__.py").write_text("import sys\n")
        (packages / f"{name}-1.0.dist-info").mkdir()
        (packages / f"{name}-1.0.dist-info" / "METADATA").write_text(f"Name: {name}\n\n")
    (packages / "scikit_learn-1.9.1.dist-info").mkdir()
    estimator = "from sklearn.base import BaseEstimator\nclass {}(BaseEstimator): ...\n"
    (packages / "good" / "__init__.py").write_text(estimator.format("A") + estimator.format("B"))
    (packages / "bad" / "__init__.py").write_text("import sklearn\nfrom ._broken import A\n")
    (packages / "bad" / "_broken.py").write_text("class A(:\n")
    done = fitlens("config")
    listed = done.stdout.partition("Other packages with estimators\n")[2].splitlines()
    assert [line.strip() for line in listed[::2]] == ["bad 1.0 (bad): 0 estimators", "good 1.0 (good): 2 estimators"]
    assert re.fullmatch(r"   ! \S+/bad/_broken\.py: does not parse as Python: line 1: .+", listed[1])
    assert done.returncode == 0


def test_a_path_that_is_not_there(fitlens: Fitlens) -> None:
    done = fitlens("config", "missing")
    assert (done.returncode, done.stderr) == (2, "fitlens: missing: no such file or directory; check the path\n")


class TestCheck:
    def test_the_summary_says_by_what(self, fitlens: Fitlens, project: Path) -> None:
        summary = fitlens("check", ".", **UNSET).stdout.splitlines()[-1]
        assert (
            summary
            == f"Found 1 error in 1 of 1 file (1 fixable with --fix), judged by scikit-learn {NEWEST} from requirements.txt."
        )

    def test_each_project_is_judged_by_its_own(self, fitlens: Fitlens, project: Path) -> None:
        (project / "old").mkdir()
        (project / "old" / "requirements.txt").write_text("scikit-learn==0.1.0\n")
        (project / "old" / "wrong.py").write_text((project / "wrong.py").read_text())
        done = fitlens("check", ".", "--output-format", "concise", **UNSET)
        oldest = versions()[0]
        assert done.stdout.endswith(
            f"judged by scikit-learn {oldest}, nearest to 0.1.0 from old/requirements.txt"
            f" and {NEWEST} from requirements.txt.\n"
        )
        assert done.stderr.startswith("fitlens: old/requirements.txt:1: scikit-learn 0.1.0 is not covered, ")
        assert done.stderr.endswith(f"; judged by {oldest}, the nearest\n")

    @pytest.mark.parametrize(
        ("flags", "message"),
        [
            (("--target-version", "0.1"), "--target-version: scikit-learn 0.1 is not covered, "),
            (("--target-version", "2.0"), "--target-version: scikit-learn 2.0 is not covered, "),
            (
                ("--target-version", "latset"),
                "--target-version: 'latset' is no version: expected one such as 1.9; judged by ",
            ),
            (("--python", "bare"), "--python bare: has no scikit-learn; judged by "),
            (("--python", "missing"), "--python missing: does not exist; judged by "),
        ],
    )
    def test_what_a_flag_names_and_cannot_be_had_is_told_once(
        self, fitlens: Fitlens, project: Path, flags: tuple[str, ...], message: str
    ) -> None:
        (project / "bare").mkdir()
        done = fitlens("check", ".", *flags, "--output-format", "json", **UNSET)
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"fitlens: {message}")
        assert "judged by" in line
        assert (done.returncode, len(json.loads(done.stdout))) == (1, 1)

    def test_a_broken_lock_file_is_told_and_passed_over(self, fitlens: Fitlens, project: Path) -> None:
        (project / "uv.lock").write_text("version = 1\n[[package]\n")
        done = fitlens("check", ".", "--quiet", **UNSET)
        assert done.stderr.startswith("fitlens: uv.lock:2: is not TOML: ")
        assert done.stderr.endswith(f"; judged by scikit-learn {NEWEST} from requirements.txt:2\n")


def test_show_is_of_the_chosen_version(fitlens: Fitlens, project: Path) -> None:
    oldest = open_catalog(versions()[0])
    shown = fitlens("show", "Ridge", "--target-version", oldest.patch).stdout
    assert f"scikit-learn {oldest.version}\n" in shown
