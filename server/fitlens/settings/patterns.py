"""Patterns of paths as `.gitignore` writes them.

pathspec, the library for this, takes a quarter of a run's start-up to import; `tests/settings` holds this against git.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Final

from fitlens.record import NamedTuple

_MAGIC: Final = frozenset("*?[\\")
_CLASSES: Final = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": r" \t",
    "digit": "0-9",
    "lower": "a-z",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}


class _Entry(NamedTuple):
    place: int
    """Behind how many others it is written: the last that matches decides."""
    excludes: bool
    """Whether it leaves out, or takes back in (`!`)."""
    directories: bool
    """Whether it is about directories alone."""


class Patterns:
    """The patterns of one file or setting, and the directory that they are relative to."""

    __slots__ = ("_extensions", "_globs", "_names", "_paths", "_prefixes", "root")

    def __init__(self, root: str, lines: Iterable[str]) -> None:
        """root: absolute, or empty where the patterns hold anywhere. A line may be empty or a comment."""
        self.root = root
        # Most patterns are plain: those of one kind are looked up at once, however many there are.
        self._names: dict[str, list[_Entry]] = {}
        self._paths: dict[str, list[_Entry]] = {}
        self._extensions: dict[str, list[_Entry]] = {}
        self._prefixes: list[tuple[str, _Entry]] = []
        self._globs: list[tuple[re.Pattern[str], bool, _Entry]] = []
        for place, line in enumerate(lines):
            self._take(line, place)

    def __bool__(self) -> bool:
        return bool(self._names or self._paths or self._extensions or self._prefixes or self._globs)

    def match(self, path: str, *, directory: bool) -> bool | None:
        """Whether an absolute path is left out (True) or taken back in (False); None where no pattern is about it.

        What lies in a directory that is left out is for the caller to know.
        """
        relative = self._relative(path)
        if not relative:
            return None
        name = relative[relative.rfind("/") + 1 :]
        found = [*self._names.get(name, ()), *self._paths.get(relative, ())]
        if self._extensions:
            found += self._extensions.get(name[name.rfind(".") + 1 :] if "." in name else "/", ())
        found += [entry for prefix, entry in self._prefixes if name.startswith(prefix)]
        found += [
            entry for glob, anchored, entry in self._globs if glob.fullmatch(relative if anchored else name) is not None
        ]
        best = max((entry for entry in found if directory or not entry.directories), default=None)
        return None if best is None else best.excludes

    def covers(self, path: str, top: str = "", *, directory: bool = False) -> bool:
        """Whether an absolute path is left out, or lies in a directory that is; of those, the ones below `top` count."""
        relative = self._relative(path)
        if not relative:
            return False
        end = relative.find("/")
        while end >= 0:
            above = path[: len(path) - len(relative) + end]
            if len(above) > len(top) and self.match(above, directory=True):
                return True
            end = relative.find("/", end + 1)
        return bool(self.match(path, directory=directory))

    def _relative(self, path: str) -> str:
        """The path below the root, with slashes; empty for one that is not."""
        start = self.root if self.root.endswith(os.sep) or not self.root else self.root + os.sep
        return path[len(start) :].replace(os.sep, "/") if path.startswith(start) else ""

    def _take(self, line: str, place: int) -> None:
        text = _without_trailing_space(line.rstrip("\r\n"))
        if not text or text.startswith("#"):
            return
        excludes = not text.startswith("!")
        text = text if excludes else text[1:]
        directories = text.endswith("/")
        text = text.removesuffix("/")
        # No path ends in a slash.
        if not text or text.endswith("/"):
            return
        entry = _Entry(place, excludes, directories)
        anchored = "/" in text
        text = text.removeprefix("/")
        if _MAGIC.isdisjoint(text):
            (self._paths if anchored else self._names).setdefault(text, []).append(entry)
        elif not anchored and text.startswith("*.") and _MAGIC.isdisjoint(text[2:]) and "." not in text[2:]:
            self._extensions.setdefault(text[2:], []).append(entry)
        elif not anchored and text.endswith("*") and _MAGIC.isdisjoint(text[:-1]):
            self._prefixes.append((text[:-1], entry))
        elif anchored and text.startswith("**/") and "/" not in text[3:]:
            # At any depth, as if it had no slash.
            self._globs.append((re.compile(_regex(text[3:]), re.DOTALL), False, entry))
        else:
            self._globs.append((re.compile(_regex(text), re.DOTALL), anchored, entry))


def alternatives(pattern: str) -> list[str]:
    """`{a,b}/*.py` as `a/*.py` and `b/*.py`, as shells and other tools' settings write it."""
    start = pattern.find("{")
    end = pattern.find("}", start)
    if start < 0 or end < 0 or "," not in pattern[start:end]:
        return [pattern]
    inner = pattern[start + 1 : end].split(",")
    return [each for part in inner for each in alternatives(pattern[:start] + part + pattern[end + 1 :])]


def _without_trailing_space(text: str) -> str:
    stripped = text.rstrip(" ")
    escaped = (len(stripped) - len(stripped.rstrip("\\"))) % 2 == 1 and stripped != text
    return stripped + " " if escaped else stripped


def _regex(text: str) -> str:
    """A regular expression for a whole path, or for a name."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        if text.startswith("**/", at) and (at == 0 or text[at - 1] == "/"):
            parts.append("(?:[^/]+/)*")
            at += 3
        elif text.startswith("**", at) and at + 2 == len(text) and at and text[at - 1] == "/":
            parts.append(".+")
            at += 2
        elif text[at] == "*":
            parts.append("[^/]*")
            at += 1
        elif text[at] == "?":
            parts.append("[^/]")
            at += 1
        elif text[at] == "[":
            found, at = _bracket(text, at)
            parts.append(found)
        elif text[at] == "\\" and at + 1 < len(text):
            parts.append(re.escape(text[at + 1]))
            at += 2
        else:
            parts.append(re.escape(text[at]))
            at += 1
    return "".join(parts)


def _bracket(text: str, start: int) -> tuple[str, int]:
    """The regular expression of `[...]` at an offset, and where it ends; git never matches one that is not closed."""
    at = start + 1
    negated = text[at : at + 1] in ("!", "^")
    at += negated
    inner: list[str] = []
    first = True
    while at < len(text) and (first or text[at] != "]"):
        first = False
        named = re.match(r"\[:(\w+):\]", text[at:])
        if named is not None:
            inner.append(_CLASSES.get(named[1], ""))
            at += named.end()
            continue
        if text[at] == "\\" and at + 1 < len(text):
            at += 1
        low = text[at]
        at += 1
        if text[at : at + 1] == "-" and text[at + 1 : at + 2] not in ("", "]"):
            high = text[at + 1]
            at += 2
            if high == "\\" and at < len(text):
                high = text[at]
                at += 1
            if low <= high:
                inner.append(f"{re.escape(low)}-{re.escape(high)}")
        else:
            inner.append(re.escape(low))
    if at >= len(text):
        return "(?!)", len(text)
    body = "".join(inner)
    if not body:
        return ("[^/]" if negated else "(?!)"), at + 1
    return (f"[^/{body}]" if negated else f"(?!/)[{body}]"), at + 1
