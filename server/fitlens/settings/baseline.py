"""Findings that are known and not reported: what a baseline file holds, and which findings are in it.

A finding is known by its file, its rule and the text of its statement, never by a line's number: code may move. How often
the same is found is counted.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast

from fitlens.environment.step import shown
from fitlens.record import NamedTuple
from fitlens.rules.model import Finding
from fitlens.settings.layer import SettingsError
from fitlens.source.document import Document
from fitlens.source.suppressions import Unit, lines_about, units
from fitlens.source.tokens import tokens_of

VERSION: Final = 1
_LONGEST: Final = 160


class Key(NamedTuple):
    """What findings have in common that one entry of a baseline is about."""

    path: str
    """Relative to the baseline's directory, with slashes."""
    code: str
    statement: str
    """Its tokens, so that neither layout nor comments matter."""


class Sorted(NamedTuple):
    """The findings of one document against a baseline."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    left: Mapping[Key, int]
    """Entries of the document's that nothing was found for, and how many of each."""


class Baseline:
    """The entries of one file."""

    def __init__(self, path: str, entries: Mapping[Key, int] | None = None) -> None:
        """path: absolute; what the entries' paths are relative to lies beside it."""
        self.path = path
        self.entries = dict(entries or {})
        self._of_path: dict[str, dict[Key, int]] = {}
        for key, count in self.entries.items():
            self._of_path.setdefault(key.path, {})[key] = count

    def name(self, path: str) -> str:
        """How a file is named in the baseline."""
        return os.path.relpath(os.path.abspath(path), os.path.dirname(self.path)).replace(os.sep, "/")

    def sort(self, document: Document, findings: Sequence[Finding]) -> Sorted:
        """Which findings are known, the first of those that are alike, and which entries are left."""
        name = self.name(document.path)
        left = Counter(self._of_path.get(name, {}))
        if not left:
            return Sorted(tuple(findings), (), {})
        new: list[Finding] = []
        known: list[Finding] = []
        for finding, key in zip(findings, keys(document, findings, name), strict=True):
            (known if left[key] > 0 else new).append(finding)
            left[key] -= 1
        return Sorted(tuple(new), tuple(known), +left)


def keys(document: Document, findings: Iterable[Finding], name: str) -> list[Key]:
    """The key of each finding. name: how the document is named in the baseline."""
    statements = units(document)
    return [Key(name, finding.code, _statement(document, finding, statements)) for finding in findings]


def read_baseline(path: str) -> Baseline:
    """The baseline in a file (absolute). Raises SettingsError."""
    try:
        with open(path, encoding="utf-8") as file:
            data: object = json.load(file)
    except FileNotFoundError:
        hint = "write it with --write-baseline, or check the path"
        raise SettingsError(f"{shown(path)}: no such baseline; {hint}") from None
    except OSError as error:
        raise SettingsError(f"{shown(path)}: the baseline cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise SettingsError(f"{shown(path)}: is no baseline: invalid JSON: {error}") from error
    try:
        return Baseline(path, _entries(data))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        expected = f'expected what --write-baseline writes, with "version": {VERSION}'
        raise SettingsError(f"{shown(path)}: is no baseline: {expected}") from error


def _entries(data: object) -> dict[Key, int]:
    content = cast("dict[str, Any]", data)
    if content["version"] != VERSION:
        raise ValueError(content["version"])
    found: dict[Key, int] = {}
    for path, listed in content["findings"].items():
        for each in listed:
            key = Key(str(path), str(each["rule"]), str(each["statement"]))
            found[key] = found.get(key, 0) + int(each.get("count", 1))
    return found


def text_of(entries: Mapping[Key, int]) -> str:
    """What a file holds that has these entries: sorted, so that a change of it reads well in a review."""
    by_path: dict[str, list[dict[str, object]]] = {}
    for key, count in sorted(entries.items()):
        entry: dict[str, object] = {"rule": key.code, "statement": key.statement}
        by_path.setdefault(key.path, []).append(entry if count == 1 else {**entry, "count": count})
    return json.dumps({"version": VERSION, "findings": by_path}, indent=2, ensure_ascii=False) + "\n"


def _statement(document: Document, finding: Finding, statements: Sequence[Unit]) -> str:
    first, last = lines_about(document, finding.span.start, statements)
    start, end = document.line_span(first)[0], document.line_span(last)[1]
    text = " ".join(token.text for token in tokens_of(document.code, start, end))
    if len(text) <= _LONGEST:
        return text
    import hashlib

    return f"{text[:_LONGEST]} … {hashlib.sha256(text.encode()).hexdigest()[:12]}"
