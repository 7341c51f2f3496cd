"""The facts about an estimator class that the document defines: where it keeps to what scikit-learn asks of estimators, and where not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fitlens.catalog.model import ClassEntry
from fitlens.record import NamedTuple

if TYPE_CHECKING:
    from fitlens.analysis.facts import Span


class Mark(NamedTuple):
    """A name of the class, at a place of its source."""

    name: str
    span: Span


class Insertion(NamedTuple):
    """A line that could stand in the source, and where it would go."""

    offset: int
    before: str
    """What goes before the line's own text: a line break and the indentation."""


class Forgotten(NamedTuple):
    """An argument of the constructor that no attribute of its name keeps."""

    name: str
    span: Span
    """The argument."""
    used: bool
    """The constructor does something else with it."""
    store: Insertion | None
    """Where it could be kept; None where that is not plain."""
    this: str
    """What the constructor calls its instance."""


class Changed(NamedTuple):
    """An argument of the constructor that is kept as another object than the one given."""

    name: str
    span: Span
    """What is kept instead."""
    how: Literal["made anew", "made anew when empty", "dropped"]
    """When another object is kept: always; where it is left at its default; and whatever is given, it is lost."""


class Derived(NamedTuple):
    """An attribute that the constructor makes of hyperparameters, and the other methods read."""

    name: str
    span: Span
    hyperparameters: tuple[str, ...]


class Returned(NamedTuple):
    """A way out of `fit` on which it does not return its instance."""

    span: Span
    how: Literal["end", "nothing", "other"]
    """The body comes to its end; `return` or `return None`; another value."""
    text: str
    """The other value, as it is written."""
    mend: tuple[Span, str] | None = None
    """The edit that makes it return its instance; None where it returns something."""


class Overwritten(NamedTuple):
    """A hyperparameter that is set while the estimator is fitted."""

    name: str
    span: Span
    method: str
    """The one that sets it."""
    fitting: str
    """The public one that calls it: `fit`, or itself."""


class Unchecked(NamedTuple):
    """A method that reads a learned parameter and does not ask before whether there was a fit."""

    method: str
    learned: str
    span: Span


class Misplaced(NamedTuple):
    """Bases that stand behind `BaseEstimator`, which hides what they say about the class."""

    span: Span
    """The base, as it is written, that brings `BaseEstimator`."""
    hidden: tuple[ClassEntry, ...]
    asks: tuple[str, ...]
    """Functions of scikit-learn that answer otherwise because of it: `is_classifier`."""
    swap: tuple[tuple[Span, str], ...]
    """The edits that put the bases in order; none where more than scikit-learn's own bases would change places."""


class Definition(NamedTuple):
    """A class statement of the document that makes an estimator. What could not be known is not in it."""

    span: Span
    """The class's name."""
    entry: ClassEntry
    guards: frozenset[str]
    trusted: bool
    variadic: Mark | None = None
    """The constructor's `*args`."""
    forgotten: tuple[Forgotten, ...] = ()
    changed: tuple[Changed, ...] = ()
    derived: tuple[Derived, ...] = ()
    early: tuple[Mark, ...] = ()
    """Learned parameters that the constructor sets."""
    returned: tuple[Returned, ...] = ()
    unlearned: Span | None = None
    """The name of its `fit`, where that surely sets no learned parameter, and nothing says that it need not."""
    overwritten: tuple[Overwritten, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    misplaced: Misplaced | None = None
