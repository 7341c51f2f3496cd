"""Calls of the document's functions that were followed before with the same values: result and effects are taken from then.

A body whose outcome hangs on its arguments and on names that always mean the same need not be gone through again. What it hangs
on is watched while it is gone through: names of scopes around it are noted with what they were bound to; values that change
over time (a list, an object, another estimator than those that were passed) make its outcome good for this one call.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fitlens.analysis.arguments import Arguments
from fitlens.analysis.state import Content, Key, Record, State
from fitlens.analysis.values import (
    UNKNOWN,
    Class,
    Constant,
    External,
    Function,
    Instance,
    Module,
    OneOf,
    Release,
    UserFunction,
    Value,
    members,
    same,
)

if TYPE_CHECKING:
    from fitlens.analysis.context import Context

MOST = 8
"""Outcomes that are kept of one function with one choice of arguments."""
_PLAIN = frozenset({Constant, External, Function, Module, Release, UserFunction, type(UNKNOWN)})
"""Values of which nothing can change."""


class Trace:
    """What the code of one call hangs on, noted while it is interpreted."""

    __slots__ = ("cut", "first", "last", "level", "reads", "spoilt")

    def __init__(self, first: int, level: int) -> None:
        self.first = first
        """Scopes from this number on are its own."""
        self.level = level
        """How many calls were followed around it."""
        self.reads: dict[Key, Content | None] = {}
        self.last = -1
        """The latest of the scopes that it looked into."""
        self.cut = False
        """A call within was not followed, since too many were around it."""
        self.spoilt = False
        """It hangs on something that may change."""

    def read(self, key: Key, found: Content | None) -> None:
        """A cell was looked at."""
        if self.spoilt:
            return
        if isinstance(key, tuple) and isinstance(key[0], int):
            if key[0] >= self.first:
                return
            self.last = max(self.last, key[0])
        self.reads.setdefault(key, found)
        self.spoilt = found is not None and not is_plain(found)

    def contain(self, inner: Mapping[Key, Content | None], last: int, *, cut: bool, spoilt: bool) -> None:
        """It has another call within, which hangs on this."""
        self.cut = self.cut or cut
        self.spoilt = self.spoilt or spoilt
        if self.spoilt:
            return
        if last < self.first:
            self.last = max(self.last, last)
            self.reads = {**inner, **self.reads}
            return
        for key, found in inner.items():
            self.read(key, found)


class Outcome:
    """What came of a call."""

    __slots__ = ("cut", "depth", "last", "reads", "records", "result", "seen", "written")

    def __init__(
        self,
        result: Value,
        written: dict[Key, Content],
        records: tuple[Record | None, ...],
        trace: Trace,
        remaining: int,
        seen: int,
    ) -> None:
        self.result = result
        self.written = written
        self.records = records
        """Of the arguments that are estimators: what was known of them before."""
        self.reads: Mapping[Key, Content | None] = trace.reads
        self.last = trace.last
        self.cut = trace.cut
        self.depth = remaining
        """How many calls could be followed within."""
        self.seen = seen
        """The `Context.epoch` in which all that was looked at was as it had been."""


def is_plain(value: Content) -> bool:
    """Whether nothing about a value can change."""
    kind = type(value)
    if kind in _PLAIN:
        return True
    if isinstance(value, OneOf):
        return all(is_plain(member) for member in value.members)
    return isinstance(value, Class) and value.user is None


def question(context: Context, function: UserFunction, arguments: Arguments) -> tuple[object, ...] | None:
    """What is asked by a call: the function, what it is given, and how its code is gone through; None where it may change."""
    given: list[object] = [function.node, function.scope]
    named: list[object] = []
    for _, value in arguments.positional:
        mark = _mark(value)
        if mark is None:
            return None
        given.append(mark)
    for name, value in arguments.by_name().items():
        mark = _mark(value)
        if mark is None:
            return None
        named.append((name, mark))
    recorder = context.recorder
    return (
        *given,
        None,
        *named,
        arguments.starred,
        arguments.unknown,
        context.guards,
        context.dry,
        context.in_order,
        context.turns,
        context.labelled,
        recorder.recording,
        recorder.doubtful,
    )


def _mark(value: Value) -> object | None:
    """By what a value is told from others; None where it may change otherwise than by being fitted or set."""
    if isinstance(value, Constant):
        return Constant, type(value.value), repr(value.value)
    if isinstance(value, Instance):
        return value if value.user is None and not value.entry.compositions else None
    if isinstance(value, (External, Module)):
        return type(value), value.path
    if isinstance(value, Class) and value.user is None:
        return Class, id(value.entry)
    if isinstance(value, Function):
        return Function, id(value.entry)
    return value if is_plain(value) and not isinstance(value, OneOf) else None


def records_of(state: State, arguments: Arguments) -> tuple[Record | None, ...] | None:
    """What is known of the arguments that are estimators; None where they hold what may change."""
    found: list[Record | None] = []
    for value in arguments.values():
        if isinstance(value, Instance):
            record = state.record(value)
            if not all(is_plain(each) for each in record.parameters.values()):
                return None
            found.append(record)
    return tuple(found)


def known(context: Context, kept: list[Outcome], records: tuple[Record | None, ...], remaining: int) -> Outcome | None:
    """The outcome that holds now as well, if there is one."""
    get = context.state.get
    for outcome in kept:
        if (outcome.cut and outcome.depth < remaining) or outcome.records != records:
            continue
        if outcome.seen == context.epoch and outcome.last <= context.home:
            return outcome
        if all(_unchanged(before, get(key)) for key, before in outcome.reads.items()):
            outcome.seen = context.epoch
            return outcome
    return None


def _unchanged(before: Content | None, now: Content | None) -> bool:
    if before is now:
        return True
    return isinstance(before, Value) and isinstance(now, Value) and same(before, now)


def outcome(
    context: Context,
    trace: Trace,
    arguments: Arguments,
    before: tuple[tuple[Record | None, ...], int, int],
    result: Value,
    written: Mapping[Key, Content],
) -> Outcome | None:
    """What came of a call, where it will come again; None where something new was made that goes on living, or that hangs on more."""
    records, made, remaining = before
    if trace.spoilt:
        return None
    passed = {value for value in arguments.values() if isinstance(value, Instance)}
    if not (_outlives(result, trace.first) or result in passed):
        return None
    own = set(context.instances[made:])
    kept: dict[Key, Content] = {}
    for key, content in written.items():
        if isinstance(key, tuple):
            if not isinstance(key[0], int) or key[0] < trace.first:
                return None
        elif isinstance(key, UserFunction):
            kept[key] = content
        elif key in passed:
            if not isinstance(content, Record):
                return None
            if not all(_outlives(each, trace.first) for each in content.parameters.values()):
                return None
            kept[key] = content
        elif isinstance(key, Instance) and key not in own:
            return None
    return Outcome(result, kept, records, trace, remaining, context.epoch)


def _outlives(value: Value, first: int) -> bool:
    """Whether a value means the same whichever call gave it: nothing about it can change, nor is it a function made within."""
    return is_plain(value) and all(not isinstance(m, UserFunction) or m.scope < first for m in members(value))
