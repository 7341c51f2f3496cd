"""What is kept of the files of one directory, as it stands on disk: a digest, and the JSON that it is of."""

from __future__ import annotations

import json
from typing import Any, cast

from fitlens.analysis.facts import Span
from fitlens.check.cache.digest import digest
from fitlens.record import NamedTuple
from fitlens.rules.model import Edit, Finding, Fix, Related

Stamp = tuple[str, int, int]
"""A file with its time of change and size."""


class Kept(NamedTuple):
    """What was found in one file."""

    key: str
    """Of all that it rests on but what follows."""
    estimators: int
    findings: tuple[Finding, ...]
    declared: tuple[str | None, ...] = ()
    """The lowest version that the project said it works with, where that was asked."""
    stamps: tuple[Stamp, ...] = ()
    """Files of other packages."""


def encoded(entries: dict[str, Kept]) -> bytes:
    """The bytes of a file with these entries, by the names of the files that they are about."""
    every = sorted({stamp for kept in entries.values() for stamp in kept.stamps})
    stamps = {stamp: index for index, stamp in enumerate(every)}
    content = [
        every,
        {name: [*kept[:4], sorted(stamps[stamp] for stamp in kept.stamps)] for name, kept in sorted(entries.items())},
    ]
    body = json.dumps(content, separators=(",", ":")).encode()
    return digest(body).hex().encode() + b"\n" + body


def decoded(data: bytes | None) -> dict[str, Kept]:
    """The entries in such a file; none where it is not as it was written."""
    if data is None:
        return {}
    name, _, body = data.partition(b"\n")
    if digest(body).hex().encode() != name:
        return {}
    try:
        content: object = json.loads(body)
        listed, entries = cast("tuple[list[Any], dict[str, Any]]", content)
        stamps = [cast("Stamp", tuple(stamp)) for stamp in listed]
        return {path: _kept(entry, stamps) for path, entry in entries.items()}
    except (AttributeError, IndexError, TypeError, ValueError):
        return {}


def _kept(entry: list[Any], stamps: list[Stamp]) -> Kept:
    key, estimators, findings, declared, indexes = entry
    found = tuple(_finding(each) for each in cast("list[list[Any]]", findings))
    return Kept(key, estimators, found, tuple(declared), tuple(stamps[index] for index in cast("list[int]", indexes)))


def _finding(fields: list[Any]) -> Finding:
    code, name, severity, message, span, label, help_, fix, related = fields
    places: list[tuple[list[int], str]] = related
    return Finding(
        code,
        name,
        severity,
        message,
        Span(*span),
        label,
        help_,
        None if fix is None else _fix(*fix),
        tuple(Related(Span(*where), text) for where, text in places),
    )


def _fix(title: str, edits: list[tuple[list[int], str]], safe: bool) -> Fix:
    return Fix(title, tuple(Edit(Span(*where), text) for where, text in edits), safe)
