"""Patterns mean what they mean to git."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fitlens.check.discover import discover
from fitlens.settings.configuration import Configuration, Given
from fitlens.settings.layer import FLAGS, Layer
from fitlens.settings.patterns import Patterns, alternatives
from tests.settings.conftest import WRONG, Check, Write

# Git counts bytes where a character is meant; these are all of one.
PATHS = ["a.py", "b.txt", "d/a.py", "d/b.py", "d/e/a.py", "d/e/f.py", "e/a.py", "[x].py", "a b.py", "#a.py", "!a"]
PIECES = st.sampled_from([*"abde?/!# [\\", "/", ".py", "*", "**", "[ab]", "[!a]", "[^d]", "[a-e]", "[[:alpha:]]"])


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q"], cwd=directory, check=True)
    for path in PATHS:
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).touch()
    return directory


def ignored_by_git(directory: Path, lines: list[str]) -> set[str]:
    (directory / ".gitignore").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = ["git", "-c", "core.excludesFile=", "check-ignore", "-z", "--no-index", "--stdin"]
    asked = "\0".join(PATHS).encode()
    done = subprocess.run(command, cwd=directory, input=asked, capture_output=True, check=False)
    return {name.decode() for name in done.stdout.split(b"\0") if name}


def ignored_by_us(directory: Path, lines: list[str]) -> set[str]:
    patterns = Patterns(str(directory), lines)
    return {path for path in PATHS if patterns.covers(str(directory / path))}


@pytest.mark.parametrize(
    "lines",
    [
        ["*.py", "!a.py"],
        ["d/", "!d/a.py"],
        ["/a.py", "e/*.py"],
        ["**/e/*", "!**/f.py"],
        ["d/**/a.py"],
        ["d/**"],
        ["\\#a.py", "\\!a", "\\[x].py"],
        ["a.py   ", "a\\ b.py"],
        ["# a.py", "", "b.txt/"],
        ["[a-c].*", "[!a].py"],
        ["?.py", "d*"],
    ],
)
def test_as_git_reads_them(repository: Path, lines: list[str]) -> None:
    assert ignored_by_us(repository, lines) == ignored_by_git(repository, lines)


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.lists(PIECES, min_size=1, max_size=6).map("".join), min_size=1, max_size=4))
def test_as_git_reads_whatever_is_written(repository: Path, lines: list[str]) -> None:
    assert ignored_by_us(repository, lines) == ignored_by_git(repository, lines)


def test_braces_are_written_out() -> None:
    assert alternatives("{a,b}/*.{py,ipynb}") == ["a/*.py", "a/*.ipynb", "b/*.py", "b/*.ipynb"]
    assert alternatives("a{b}") == ["a{b}"]


def names(*paths: str, config: tuple[str, ...] = (), **flags: object) -> list[str]:
    layer = Layer(FLAGS, "", **flags)  # pyright: ignore[reportArgumentType]
    return list(discover(paths or (".",), Configuration(Given(config, flags=layer)).of_directory).files)


class TestFiles:
    def test_exclude_replaces_the_usual_names_and_extend_exclude_adds(self, write: Write) -> None:
        write(dict.fromkeys(("a.py", "build/b.py", "old/c.py", "x/old/d.py"), WRONG))
        assert names() == ["a.py", "old/c.py", "x/old/d.py"]
        assert names(extend_exclude=("/old",)) == ["a.py", "x/old/d.py"]
        assert names(exclude=("old/",)) == ["a.py", "build/b.py"]
        write({"fitlens.toml": 'extend-exclude = ["x/**"]\n'})
        assert names() == ["a.py", "old/c.py"]

    def test_what_is_named_is_taken_unless_exclusion_is_forced(self, write: Write) -> None:
        write(dict.fromkeys(("old/c.py", "old/deep/d.py", "a.py"), WRONG))
        write({"fitlens.toml": 'extend-exclude = ["old/"]\n'})
        assert names("old", "old/c.py") == ["old/c.py", "old/deep/d.py"]
        assert names("old", "old/c.py", "old/deep/d.py", "a.py", force_exclude=True) == ["a.py"]

    def test_nested_settings_exclude_where_they_are(self, write: Write) -> None:
        write(dict.fromkeys(("a/x.py", "a/y.py", "b/x.py"), WRONG))
        write({"a/fitlens.toml": 'extend-exclude = ["x.py"]\n'})
        assert names() == ["a/y.py", "b/x.py"]

    def test_gitignore_files_of_every_level_count(self, write: Write, check: Check) -> None:
        write(dict.fromkeys(("a.py", "gen/b.py", "sub/c.py", "sub/d.py", "sub/keep.py"), WRONG))
        write({".gitignore": "gen/\nkeep.py\n", "sub/.gitignore": "c.py\n!keep.py\n"})
        assert names() == ["a.py", "sub/d.py", "sub/keep.py"]
        # Without a repository nothing says that what lies further up is meant.
        assert names("sub") == ["sub/d.py", "sub/keep.py"]
        assert names(config=("respect-gitignore = false",)) == [
            "a.py",
            "gen/b.py",
            "sub/c.py",
            "sub/d.py",
            "sub/keep.py",
        ]

    def test_gitignore_files_above_count_within_a_repository(self, write: Write) -> None:
        write({"sub/a.py": WRONG, "sub/b.py": WRONG, "sub/c.py": WRONG, ".gitignore": "/sub/a.py\n"})
        write({".git/info/exclude": "c.py\n"})
        assert names("sub") == ["sub/b.py"]
