"""One thing that may be written, and all of them for one place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from fitlens.analysis.facts import Span

ItemKind = Literal[
    "hyperparameter", "argument", "learned", "method", "value", "step", "class", "function", "module", "setting"
]


@dataclass(frozen=True, slots=True)
class Subject:
    """What an item stands for, by which its documentation is found when it is asked for."""

    path: str
    """Of a class or function."""
    member: str = ""
    """Its hyperparameter, argument, learned parameter or method; empty where it is meant itself."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """Text that is added elsewhere in the document: the import that a name needs."""

    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that may be written."""

    label: str
    kind: ItemKind
    detail: str
    """In a line: what it is."""
    insert: str = ""
    """What is written, where that is not the label."""
    brief: str = ""
    """One or two words that tell it from what other servers offer."""
    choices: tuple[str, ...] = ()
    """Behind what is inserted, one of these may stand, the first most likely."""
    deprecated: bool = False
    subject: Subject | None = None
    also: tuple[Insertion, ...] = ()
    last: bool = False
    """What other servers offer at such a place is likelier."""


@dataclass(frozen=True, slots=True)
class Completions:
    """All that may stand at one place, the most likely first."""

    span: Span
    """What they replace: from where the word begins until where it ends."""
    items: tuple[Item, ...] = field(default=())
    incomplete: bool = False
    """With more letters there may be others."""
