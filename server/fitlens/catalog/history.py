"""What became of scikit-learn's names: added, deprecated, renamed, removed, default changed, by minor version.

The history is one file for all versions, `data/history.jsonl`: a line for each public path that anything happened to,
sorted, which a look-up bisects. `build/history` writes it.
"""

from __future__ import annotations

import json
import os
from typing import Any, Literal, cast

from fitlens.catalog.store import DATA, CatalogError
from fitlens.record import NamedTuple

HISTORY = "history.jsonl"

ChangeKind = Literal[
    "module",
    "class",
    "function",
    "constant",
    "parameter",  # a hyperparameter, or an argument of a function or of a class that is no estimator
    "argument",  # an argument of a method: `member` is `predict.sample_weight`
    "method",
    "attribute",  # learned parameters among them
    "value",  # one value of the parameter `member`
    "default",  # the default of the parameter or argument `member`
    "keyword-only",  # what may be given by position to the callable, or to its method `member`
    "scoring",  # a name that `scoring=` takes
    "behavior",  # what no name or value stands for: `member` says it in words
]
State = Literal["not yet", "present", "deprecated", "removed"]


class Change(NamedTuple):
    """One name's life, or one change of a default; versions are minor versions as text (`1.2`).

    None for `added` means that it is as old as the history, for `deprecated` and `removed` that it never was.
    """

    target: str
    """Public path of the module, class, function or constant."""
    kind: ChangeKind
    member: str | None = None
    value: str | None = None
    """value: as source text (`'auto'`, `None`)."""
    added: str | None = None
    deprecated: str | None = None
    removed: str | None = None
    """The first version without it. Where `announced`, that it will be is all that is known."""
    announced: bool = False
    renamed: str | None = None
    """The name, path or value (as source text) that takes its place as it is."""
    replacement: str | None = None
    """What to use where a new name alone is not enough, as source text or a few words."""
    changed: str | None = None
    """default: the first version with the new one."""
    old: str | None = None
    """default: as source text; None where the argument had to be given."""
    new: str | None = None
    """default: as source text; None where the argument has to be given."""
    positional: tuple[str, ...] = ()
    """keyword-only: the arguments that may still be given by position."""

    def state(self, version: str) -> State:
        """What it is in a version; of a default the new one is meant. Raises ValueError for text that is no version."""
        at = numbers(version)
        if self.removed is not None and not self.announced and at >= numbers(self.removed):
            return "removed"
        if self.deprecated is not None and at >= numbers(self.deprecated):
            return "deprecated"
        since = self.added or self.changed
        return "not yet" if since is not None and at < numbers(since) else "present"


class History:
    """All that changed. Get it from `open_history`."""

    def __init__(self, directory: str) -> None:
        self._file = os.path.join(directory, HISTORY)
        self._records = _read(self._file)
        self._known: dict[str, tuple[Change, ...]] = {}
        self._along: dict[str, tuple[Change, ...]] = {}
        self._members: dict[str, dict[str, tuple[Change, ...]]] = {}

    def of(self, path: str) -> tuple[Change, ...]:
        """Every change of a module, class, function or constant and of what belongs to it, oldest first for one name."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._look_up(path)
        return known

    def module(self, path: str) -> Change | None:
        """The life of a module (`sklearn.cross_validation`), None where nothing is told of it."""
        return next((each for each in self.of(path) if each.kind == "module"), None)

    def entry(self, path: str) -> Change | None:
        """The life of a class, function or constant itself; the last one, where it came back."""
        lives = [each for each in self.of(path) if each.kind in ("class", "function", "constant")]
        return lives[-1] if lives else None

    def along(self, path: str) -> tuple[Change, ...]:
        """The lives of the modules that a dotted path goes through, outermost first, and of what it leads to.

        Of `sklearn.cross_validation.KFold` that of the module, for it went with all that was in it.
        """
        known = self._along.get(path)
        if known is None:
            parts = path.split(".")
            outer = (self.module(".".join(parts[:length])) for length in range(1, len(parts)))
            found = (*outer, self.module(path) or self.entry(path))
            known = self._along[path] = tuple(each for each in found if each is not None)
        return known

    def member(self, path: str, name: str) -> tuple[Change, ...]:
        """Every change of a hyperparameter, argument, method or attribute, and of its values and default."""
        members = self._members.get(path)
        if members is None:
            members = self._members[path] = {}
            for each in self.of(path):
                if each.member is not None and each.kind != "behavior":
                    members[each.member] = (*members.get(each.member, ()), each)
        return members.get(name, ())

    def value(self, path: str, parameter: str, value: str) -> Change | None:
        """The life of one value of a parameter, given as source text (`'auto'`); the last one, where it came back."""
        lives = [each for each in self.member(path, parameter) if each.kind == "value" and each.value == value]
        return lives[-1] if lives else None

    def paths(self) -> tuple[str, ...]:
        """Every path that anything is told of, sorted."""
        start = len(_HEAD)
        return tuple(line[start : line.index(b'"', start)].decode() for line in self._records.splitlines())

    def _look_up(self, path: str) -> tuple[Change, ...]:
        line = _line_of(self._records, _HEAD + path.encode() + b'"')
        if line is None:
            return ()
        try:
            return tuple(decode(path, written) for written in json.loads(line)["changes"])
        except (KeyError, TypeError, ValueError) as error:
            raise _damaged(self._file) from error


def open_history(directory: str = DATA) -> History:
    """The shipped history; opened once per process. Raises CatalogError where its file is missing or damaged."""
    known = _opened.get(directory)
    if known is None:
        known = _opened[directory] = History(directory)
    return known


def encode(change: Change) -> dict[str, Any]:
    """The record of a change, without its target and what has its default."""
    fields: dict[str, Any] = change._asdict()
    written = {
        name: value for name, value in fields.items() if name != "target" and value != Change._field_defaults.get(name)
    }
    if change.kind == "keyword-only":
        written["positional"] = change.positional
    return written


def decode(target: str, written: dict[str, Any]) -> Change:
    """The change of a record. Raises KeyError or TypeError where it is not one that `encode` wrote."""
    if "positional" in written:
        written = {**written, "positional": tuple(cast("list[str]", written["positional"]))}
    return Change(target, **written)


def numbers(version: str) -> tuple[int, ...]:
    """`1.10` -> (1, 10), so that versions compare as they follow each other; of a patch version its minor one."""
    return tuple(int(part) for part in version.split(".")[:2])


_HEAD = b'{"path":"'
_opened: dict[str, History] = {}


def _read(file: str) -> bytes:
    """What was cut off is noticed here, not at a look-up."""
    try:
        with open(file, "rb") as stream:
            records = stream.read()
    except OSError as error:
        raise _damaged(file) from error
    if not records.startswith(_HEAD) or not records.endswith(b"]}\n"):
        raise _damaged(file)
    return records


def _damaged(file: str) -> CatalogError:
    return CatalogError(f"{file}: the history is damaged; reinstall fitlens")


def _line_of(records: bytes, head: bytes) -> bytes | None:
    """The line that begins with `head`, None where there is none."""
    low, high = 0, len(records)
    while low < high:
        start = records.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = records.find(b"\n", start)
        found = records[start : start + len(head)]
        if found == head:
            return records[start:end]
        if found < head:
            low = end + 1
        else:
            high = start
    return None
