"""Data as a value: which rows it holds, which part of a split they are, and what estimators made of them on the way.

Who the rows are matters, and not what is in them: two arrays are of the same rows where they were loaded, split or computed
together. What is not surely so has rows of its own, or is UNKNOWN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fitlens.analysis.values import Value
from fitlens.record import NamedTuple

if TYPE_CHECKING:
    from fitlens.analysis.facts import Span
    from fitlens.analysis.values import Instance
    from fitlens.catalog.model import ClassEntry, FunctionEntry

Side = Literal["train", "test"]
Kind = Literal["loaded", "array", "target", "labels", "scores"]
"""loaded: what a loader gives, a Bunch or (X, y); array: features, or not known which; labels: what `predict` gave; scores: what
other methods for predictions gave."""


class Split:
    """One call that splits rows in two."""

    __slots__ = ("span",)

    def __init__(self, span: Span) -> None:
        self.span = span


class Repeats(NamedTuple):
    """One call that gives rows more than once, or makes new ones between those there are."""

    by: str
    """The name of the function or class."""
    span: Span


class Rows:
    """Some rows; of a split, one side of what was split.

    `repeats`: the call that put in copies, or what resembles others. `loader`: the function that gave them, as they are in
    some collection of data.
    """

    __slots__ = ("loader", "of", "repeats", "side", "split")

    def __init__(
        self,
        of: Rows | None = None,
        split: Split | None = None,
        side: Side | None = None,
        repeats: Repeats | None = None,
        loader: FunctionEntry | None = None,
    ) -> None:
        self.loader = loader
        self.of = of
        self.repeats = repeats
        self.split = split
        self.side: Side | None = side

    def are_within(self, others: Rows) -> bool:
        """Whether all of them are among the others."""
        rows: Rows | None = self
        while rows is not None:
            if rows is others:
                return True
            rows = rows.of
        return False


class Made(NamedTuple):
    """One estimator that made data of data, row by row."""

    by: Instance
    parts: tuple[ClassEntry, ...]
    """Its class, or those of all estimators inside it; empty where they are not known."""
    learned: Rows | None
    """The rows that it was fitted on."""
    fit: Span | None
    """The call that fitted it."""


class Data(Value):
    """An array, table or list with one item for each row, or what a loader gives."""

    __slots__ = ("kind", "made", "rows")

    def __init__(self, rows: Rows, kind: Kind = "array", made: tuple[Made, ...] = ()) -> None:
        self.rows = rows
        self.kind: Kind = kind
        self.made = made

    def is_same(self, other: Value) -> bool:
        """Whether both are the same rows, and the same was made of them."""
        return (
            isinstance(other, Data)
            and self.rows is other.rows
            and self.kind == other.kind
            and len(self.made) == len(other.made)
            and all(a.by is b.by and a.learned is b.learned for a, b in zip(self.made, other.made, strict=True))
        )


class Indices(Value):
    """The numbers of the rows on one side of a split, as splitters give them."""

    __slots__ = ("rows",)

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def is_same(self, other: Value) -> bool:
        """Whether both are the same side of the same split."""
        return isinstance(other, Indices) and self.rows is other.rows


class Fit(NamedTuple):
    """What an estimator was fitted on last."""

    data: Data
    span: Span
