"""What holds at one point of the program: what names are bound to, what objects hold, which estimators are fitted.

A state is a layer over its parent: a branch writes to a layer of its own, and joining branches looks only at what they wrote.
So the cost of a branch is what it does, not the size of the program before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from fitlens.analysis.rows import Fit
from fitlens.analysis.values import (
    UNKNOWN,
    Collection,
    Constant,
    Instance,
    OneOf,
    UserFunction,
    UserObject,
    Value,
    join,
    one_of,
)
from fitlens.record import NamedTuple

MOST_CALLS = 16
"""A program that fits one estimator a thousand times need not remember each."""
MOST_ITEMS = 200
"""A collection of more items is remembered without them."""

Fitted = Literal["unfitted", "fitted", "maybe"]


class Record(NamedTuple):
    """What is known of one estimator instance."""

    fitted: Fitted = "unfitted"
    parameters: Mapping[str, Value] = MappingProxyType({})
    """Hyperparameters given or set, by name."""
    open: bool = False
    """Others may have been set as well: what is not in `parameters` need not have its default."""
    assigned: frozenset[str] = frozenset()
    """Attributes set by hand."""
    fits: tuple[int, ...] = ()
    """Offsets of the calls that fitted it, the latest MOST_CALLS."""
    copies: tuple[int, ...] = ()
    """Offsets of the calls that fitted a copy of it, as many."""
    late: frozenset[str] = frozenset()
    """Hyperparameters set when it, or a copy, may have been fitted: that fit saw another value."""
    exposed: bool = False
    """Code that is not known may have set any hyperparameter."""
    seen: Fit | None = None
    """The data of the last fit; None where that is not known."""


class Items(NamedTuple):
    """What a collection holds. For a dict, `keys` beside `values`."""

    values: tuple[Value, ...] = ()
    exact: bool = True
    """These and no others, in this order; else: any number of them, in any order."""
    keys: tuple[Value, ...] = ()
    open: bool = False
    """Others, of which nothing is known, may be there as well."""
    placed: int = 0
    """Where not exact: so many of the first values are surely there, each at its place or under its key."""


Content = Value | Record | Items
Key = tuple[int, str] | tuple[UserObject | Instance, str] | Instance | OneOf | Collection | UserFunction
"""A variable (scope, name), an attribute of an object, or the object whose content it is; a function that was handed out."""


class State:
    """One layer. `dead`: no execution reaches this point."""

    __slots__ = ("beneath", "cells", "dead", "parent")

    def __init__(self, parent: State | None = None) -> None:
        self.parent = parent
        self.beneath = parent
        """The next layer to look into: a layer is written only while none stands on it, so those that are empty stay so."""
        if parent is not None and not parent.cells and parent.beneath is not None:
            self.beneath = parent.beneath
        self.cells: dict[Key, Content] = {}
        self.dead = False

    def get(self, key: Key) -> Content | None:
        """The content of a cell, from the nearest layer that wrote it."""
        layer: State | None = self
        while layer is not None:
            found = layer.cells.get(key)
            if found is not None:
                return found
            layer = layer.beneath
        return None

    def value(self, key: Key) -> Value | None:
        """The content of a variable or attribute."""
        layer: State | None = self
        while layer is not None:
            found = layer.cells.get(key)
            if found is not None:
                return found if isinstance(found, Value) else None
            layer = layer.beneath
        return None

    def record(self, instance: Instance | OneOf) -> Record:
        """What is known of an instance; of one of several, what is known of all, or what happened through the choice itself."""
        found = self.get(instance)
        if isinstance(found, Record):
            return found
        if isinstance(instance, OneOf):
            records = [self.record(m) for m in instance.members if isinstance(m, Instance)]
            if records:
                result = records[0]
                for record in records[1:]:
                    result = join_records(result, record)
                return result
        return Record(fitted="maybe", open=True)

    def items(self, collection: Collection) -> Items:
        """What a collection holds."""
        found = self.get(collection)
        return found if isinstance(found, Items) else Items(exact=False)

    def set(self, key: Key, content: Content) -> None:
        """Write a cell of this layer."""
        self.cells[key] = content

    def since(self, base: State) -> dict[Key, Content]:
        """What was written in the layers above `base`."""
        layers: list[State] = []
        layer: State | None = self
        while layer is not None and layer is not base:
            layers.append(layer)
            layer = layer.parent
        written: dict[Key, Content] = {}
        for layer in reversed(layers):
            written.update(layer.cells)
        return written

    def merge(self, branches: Iterable[Mapping[Key, Content]]) -> None:
        """Continue from this layer where any of the branches, each given by what it wrote, may have been taken."""
        alternatives = list(branches)
        if len(alternatives) == 1:
            self.cells.update(alternatives[0])
            return
        lost: list[Value] = []
        found: dict[Key, list[Content]] = {}
        for written in alternatives:
            for key, content in written.items():
                contents = found.get(key)
                if contents is None:
                    found[key] = [content]
                else:
                    contents.append(content)
        # on other ways nothing may have been done through a choice that was there before
        choices: dict[Key, Record] = {
            key: self.record(key) for key in found if isinstance(key, OneOf) and self._is_known(key)
        }
        for key, contents in found.items():
            if len(contents) < len(alternatives):
                before = self.get(key) or choices.get(key)
                if before is not None:
                    contents.insert(next(at for at, written in enumerate(alternatives) if key not in written), before)
                elif isinstance(key, UserFunction):
                    continue  # not handed out on every way
            joined = self.cells[key] = join_contents(contents)
            if joined is UNKNOWN:
                lost.extend(c for c in contents if isinstance(c, Value) and c is not UNKNOWN)
        for value in lost:
            self.lose(value)

    def _is_known(self, choice: OneOf) -> bool:
        return any(self.get(member) is not None for member in choice.members if isinstance(member, Instance))

    def lose(self, value: Value, level: int = 0) -> None:
        """From here on the value is one of several that are not known: what is done to them may be done to it."""
        if isinstance(value, Instance):
            record = self.record(value)
            if record.fitted == "unfitted" or record.seen is not None:
                fitted = "maybe" if record.fitted == "unfitted" else record.fitted
                self.cells[value] = record._replace(fitted=fitted, seen=None)
        elif isinstance(value, OneOf):
            for member in value.members:
                self.lose(member, level)
        elif isinstance(value, Collection) and level < 3:
            for each in self.items(value).values:
                self.lose(each, level + 1)


def join_contents(contents: list[Content]) -> Content:
    """What holds of a cell whose content may be any of these."""
    first = contents[0]
    for other in contents[1:]:
        if first is other:
            continue
        if isinstance(first, Record) and isinstance(other, Record):
            first = join_records(first, other)
        elif isinstance(first, Items) and isinstance(other, Items):
            first = join_items(first, other)
        elif isinstance(first, Value) and isinstance(other, Value):
            first = join(first, other)
        else:
            return UNKNOWN
    return first


def join_records(a: Record, b: Record) -> Record:
    """What is known of an instance that came through either of two ways."""
    if a is b:
        return a
    parameters = dict(a.parameters)
    for name in dict.fromkeys((*a.parameters, *b.parameters)):
        mine, other = a.parameters.get(name), b.parameters.get(name)
        parameters[name] = UNKNOWN if mine is None or other is None else join(mine, other)
    return Record(
        fitted=a.fitted if a.fitted == b.fitted else "maybe",
        parameters=parameters,
        open=a.open or b.open,
        assigned=a.assigned | b.assigned,
        fits=with_calls(a.fits, b.fits),
        copies=with_calls(a.copies, b.copies),
        late=a.late | b.late,
        exposed=a.exposed or b.exposed,
        seen=a.seen if a.seen is not None and b.seen is not None and a.seen.data is b.seen.data else None,
    )


def with_calls(known: tuple[int, ...], more: tuple[int, ...]) -> tuple[int, ...]:
    """Calls, and further ones behind them; those in code that is not of the document are not remembered."""
    return (*known, *(offset for offset in more if offset >= 0 and offset not in known))[-MOST_CALLS:]


def join_items(a: Items, b: Items) -> Items:
    """What a collection holds that came through either of two ways."""
    if a is b:
        return a
    if a.exact and b.exact and len(a.values) == len(b.values) and not a.keys and not b.keys:
        return Items(tuple(join(x, y) for x, y in zip(a.values, b.values, strict=True)))
    open_ = a.open or b.open
    if a.keys or b.keys:
        entries = _joined_entries(a, b)
        if len(entries) > MOST_ITEMS:
            return Items(exact=False, open=True)
        return Items(tuple(v for _, v in entries), exact=False, keys=tuple(k for k, _ in entries), open=open_)
    values = tuple(dict.fromkeys((*a.values, *b.values)))
    return Items(values, exact=False, open=open_) if len(values) <= MOST_ITEMS else Items(exact=False, open=True)


def _joined_entries(a: Items, b: Items) -> list[tuple[Value, Value]]:
    """Entries of either dict; under one constant key, what may stand there."""
    known: dict[object, int] = {}
    entries: list[tuple[Value, Value]] = []
    for key, value in (*zip(a.keys, a.values, strict=True), *zip(b.keys, b.values, strict=True)):
        mark = (type(key.value), key.value) if isinstance(key, Constant) else key
        at = known.get(mark)
        if at is None:
            known[mark] = len(entries)
            entries.append((key, value))
        else:
            entries[at] = (entries[at][0], join(entries[at][1], value))
    return entries


def item(items: Items) -> Value:
    """Any one item."""
    return UNKNOWN if items.open else one_of(items.values)


def changed(record: Record, name: str, value: Value) -> Record:
    """The record after a hyperparameter was set."""
    late = record.late | {name} if record.fitted != "unfitted" or record.copies else record.late
    return record._replace(parameters={**record.parameters, name: value}, late=late)
