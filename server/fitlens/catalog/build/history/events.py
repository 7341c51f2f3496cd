"""What a comparison of two neighbouring versions says, before it is told as lives of names."""

from __future__ import annotations

from typing import Literal, NamedTuple

from fitlens.catalog.history import ChangeKind


class Subject(NamedTuple):
    """What something happened to; fields as in `Change`."""

    target: str
    kind: ChangeKind
    member: str | None = None
    value: str | None = None


class Event(NamedTuple):
    """One thing that happened to it in one version."""

    version: str
    what: Literal["added", "deprecated", "removed", "changed"]
    subject: Subject
    old: str | None = None
    """changed: the default before."""
    new: str | None = None
    renamed: str | None = None
    """removed, deprecated: the path at which the same thing stands now."""
    announced: str | None = None
    """deprecated: the version that it is to be removed in."""
    positional: tuple[str, ...] = ()
    """removed, of a way to call: the arguments that may still be given by position."""
