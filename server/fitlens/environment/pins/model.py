"""One statement about scikit-learn's version in a project's file, and the requirement lines that make them."""

from __future__ import annotations

import re
from typing import Final

from fitlens.environment.specifiers import Specifiers, exactly, parse_specifiers
from fitlens.environment.version import parse_version
from fitlens.record import NamedTuple

NAME: Final = "scikit-learn"
_SEPARATORS: Final = re.compile(r"[-_.]+")
_REQUIREMENT: Final = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(?P<rest>(?:@|[(<>=!~;]).*)?", re.DOTALL
)
_ABOUT: Final = re.compile(r"\s*scikit[-_.]+learn\s*(?![\w.-])", re.IGNORECASE)
_WHEEL: Final = re.compile(r"scikit[-_]learn-(?P<version>[^-/]+?)(?:-[^/]*\.whl|\.tar\.gz|\.zip)\b", re.IGNORECASE)


class Broken(Exception):
    """A file that cannot be read as what it is called. The message says why; `line` is 1-based, None where unknown."""

    def __init__(self, path: str, line: int | None, message: str) -> None:
        super().__init__(path, line, message)
        self.path = path
        self.line = line
        self.message = message


class Said(NamedTuple):
    """What one line of a file asks of scikit-learn."""

    path: str
    """Absolute path of the file."""
    line: int | None
    """1-based; None where the place could not be told."""
    text: str
    """As it is written there, or nearly: `scikit-learn==1.5.2`."""
    specifiers: Specifiers
    """Empty for a mention without a version."""


def is_scikit_learn(name: str) -> bool:
    """Whether a distribution's name, however it is spelt, is scikit-learn's."""
    return _SEPARATORS.sub("-", name.strip()).lower() == NAME


def mentions(text: str) -> bool:
    """Whether a text may speak of scikit-learn at all: what does not is never parsed."""
    return re.search(r"scikit[-_.]+learn", text, re.IGNORECASE) is not None


def required(requirement: str) -> Specifiers | None:
    """What a PEP 508 requirement asks of scikit-learn; None where it is another package's, or cannot be understood.

    Its environment marker is not evaluated: which Python and system the program runs on is not known.
    """
    match = _REQUIREMENT.fullmatch(requirement.strip())
    if match is None or not is_scikit_learn(match["name"]):
        return None
    rest = (match["rest"] or "").strip()
    if rest.startswith("@"):
        wheel = _WHEEL.search(rest)
        version = parse_version(wheel["version"]) if wheel is not None else None
        return exactly(version) if version is not None else Specifiers()
    return parse_specifiers(rest.partition(";")[0])


def stated(path: str, line: int | None, requirement: str) -> Said | None:
    """What a PEP 508 requirement in a file asks of scikit-learn; None where it is another package's.

    Raises Broken where it is scikit-learn's and asks what no version could be.
    """
    specifiers = required(requirement)
    if specifiers is not None:
        return Said(path, line, requirement, specifiers)
    if _ABOUT.match(requirement):
        raise Broken(path, line, f"{requirement!r} asks for no version: expected one such as '{NAME}>=1.3'")
    return None


def line_of(text: str, pattern: str) -> int | None:
    """The 1-based line of the first match of a regular expression, or of its first group. Only to tell where something
    stands that was read properly.
    """
    match = re.search(pattern, text, re.MULTILINE | re.IGNORECASE)
    return None if match is None else text.count("\n", 0, match.start(match.re.groups and 1)) + 1
