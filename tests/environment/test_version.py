"""Version numbers and specifiers, held against the library that pip itself uses."""

from itertools import product

import pytest
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from fitlens.environment.specifiers import parse_specifiers
from fitlens.environment.version import parse_version

VERSIONS = [
    "1.5", "1.5.0", "1.5.2", "1.10", "1.9.1", "1.6rc1", "1.6.0a2", "1.6.0b1", "1.6.dev0", "1.6", "1.6.0.post1", "2.0",
    "1!1.5", "0.24.2", "1.5.2+cpu", "v1.5", "1.5-1", "1.6.0-rc.1", "1.5.2.post1.dev3",
]  # fmt: skip
SPECIFIERS = [
    "", "==1.5", "==1.5.*", "!=1.5.*", "!=1.5.2", "~=1.5", "~=1.5.0", ">=1.5", ">1.5", "<=1.5", "<1.6", "<1.6rc2", ">1.6.0",
    ">=1.3, <2", ">=1.2,!=1.6.*,<1.10", "== 1.6.0", ">1.5.2", "<2.0.0", "~=1.5.2",
]  # fmt: skip


def test_versions_are_ordered_as_pip_orders_them():
    for one, other in product(VERSIONS, repeat=2):
        mine = [version for text in (one, other) if (version := parse_version(text)) is not None]
        public = [Version(Version(text).public) for text in (one, other)]
        assert (mine[0].key < mine[1].key) == (public[0] < public[1]), (one, other)


@pytest.mark.parametrize("text", SPECIFIERS)
def test_specifiers_allow_what_pip_allows(text: str):
    specifiers = parse_specifiers(text)
    assert specifiers is not None
    for version in VERSIONS:
        mine = parse_version(version)
        assert mine is not None
        expected = SpecifierSet(text).contains(Version(version).public, prereleases=True)
        assert specifiers.allows(mine) == expected, version


@pytest.mark.parametrize("text", ["latset", "", "1.x", "1..2", "one", "1.5 or so", "==1.5"])
def test_what_is_no_version(text: str):
    assert parse_version(text) is None


@pytest.mark.parametrize("text", ["latset", ">=", "1.5", "^1.5", "~=1", "==1.5 <2", ">=1.x"])
def test_what_is_no_specifier(text: str):
    assert parse_specifiers(text) is None


@pytest.mark.parametrize(
    ("text", "newest"),
    [
        ("", "1.10"),
        ("<1.10", "1.9"),
        ("<1.9.1", "1.9"),
        ("<=1.5", "1.5"),
        ("~=1.4.0", "1.4"),
        ("~=1.4", "1.10"),
        ("==1.5.*", "1.5"),
        (">=1.3,<1.6,!=1.5.*", "1.4"),
        ("<1.0", None),
        (">=2", None),
    ],
)
def test_the_newest_minor_version_of_which_some_release_is_allowed(text: str, newest: str | None):
    specifiers = parse_specifiers(text)
    assert specifiers is not None
    assert specifiers.newest(["1.2", "1.4", "1.5", "1.9", "1.10"]) == newest
