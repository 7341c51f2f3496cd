"""The kinds of data that estimators are fitted on, each in several sizes that cannot be taken for one another.

An axis of a learned array is read back from its length: `n_features` is 5 in the first size, 7 in the second and 11 in the
third, and no other size is a 5, a 7 and an 11.
"""

# ruff: noqa: N803, N806 - X is what scikit-learn calls it

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the data is."""

    n_samples: int
    n_features: int
    n_classes: int
    n_outputs: int


SIZES = (Sizes(43, 5, 3, 2), Sizes(53, 7, 5, 3), Sizes(61, 11, 4, 6))
"""The first is the one that everything is tried on."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """What fit is given."""

    kind: str
    """The word by which the catalog names it (`multiclass`, `text` ...)."""
    X: Any
    y: Any = None
    unseen: Any = None
    """Rows of the same form that fit does not see."""
    symbols: Mapping[str, int] = field(default_factory=dict[str, int])
    """The sizes that its axes can have, by the names that shapes are written in."""
    named: bool = False
    """The same numbers as another kind, with names for the columns."""
    square: bool = False
    """A kernel or distances between rows: to whatever takes any table it is just one more."""
    harsh: bool = False
    """Only there to let an effect show that tame data would hide; no shape is read from it."""

    def fresh(self) -> Sample:
        """The same with arrays of its own: what is told not to copy its data spoils it."""
        return replace(self, X=_copy(self.X), y=_copy(self.y), unseen=_copy(self.unseen))


@cache
def make_samples(sizes: Sizes = SIZES[0]) -> tuple[Sample, ...]:
    """All kinds, the usual ones first. Always the same numbers."""
    return tuple(_samples(sizes))


def _samples(sizes: Sizes) -> Iterator[Sample]:
    numpy: Any = importlib.import_module("numpy")
    random = numpy.random.RandomState(0)
    n, width = sizes.n_samples, sizes.n_features
    classes = random.permutation(numpy.arange(n) % sizes.n_classes)
    binary = random.permutation(numpy.arange(n) % 2)
    X = random.normal(size=(n, width))
    X[:, 0] += classes
    X[:, 1] += 1.5 * binary
    X[:, -1] *= 3
    target = X @ numpy.linspace(1, -1, width) + 0.3 * X[:, 0] ** 2 + 0.3 * random.normal(size=n)
    targets = X @ random.normal(size=(width, sizes.n_outputs)) + 0.3 * random.normal(size=(n, sizes.n_outputs))
    labels = (X @ random.normal(size=(width, sizes.n_outputs)) > 0).astype(int)
    many = (numpy.arange(n)[:, None] + labels + numpy.arange(sizes.n_outputs)) % 3
    unseen = 1.7 * X[::-1] - 0.4
    holes = X.copy()
    holes[::7, 1] = holes[1::9, 2] = numpy.nan
    counts = random.poisson(2.0, size=(n, width))
    words = numpy.array([[f"word{row % (3 + column)}" for column in range(width)] for row in range(n)], dtype=object)
    spoken = [" ".join((*row, "Été" if at % 2 else "été", "a, b.")) for at, row in enumerate(words)]
    strange = words.copy()
    strange[::3, 0] = "never seen"
    distances = numpy.sqrt(((X[:, None] - X[None]) ** 2).sum(axis=2))
    partly = classes.copy()
    partly[::4] = -1

    rows = {"n_samples": n}
    table = {**rows, "n_features": width}
    of_classes = {**table, "n_classes": sizes.n_classes}
    of_outputs = {**table, "n_outputs": sizes.n_outputs}
    square = {**rows, "n_features": n}
    square_classes = {**square, "n_classes": sizes.n_classes}

    yield Sample("multiclass", X, classes, unseen, of_classes)
    yield Sample("binary", X, binary, unseen, {**table, "n_classes": 2})
    yield Sample("regression", X, target, unseen, table)
    yield Sample("multi-output", X, targets, unseen, of_outputs)
    yield Sample("multilabel", X, labels, unseen, of_outputs)
    yield Sample("multiclass-multioutput", X, many, unseen, of_outputs)
    yield Sample("no y", X, None, unseen, table)
    yield Sample("non-negative", numpy.abs(X), classes, numpy.abs(unseen), of_classes)
    yield Sample("positive target", numpy.abs(X), numpy.abs(target) + 0.1, numpy.abs(unseen), table)
    yield Sample("counts", counts, classes, counts[::-1] + 1, of_classes)
    more_holes = holes[::-1].copy()
    more_holes[::5, 0] = numpy.nan
    yield Sample("missing values", holes, classes, more_holes, of_classes)
    yield Sample("missing values, regression", holes, target, more_holes, table)
    yield Sample("semi-supervised", X, partly, unseen, {**table, "n_classes": sizes.n_classes + 1})
    yield Sample("categories", words, classes, strange, of_classes)
    yield Sample("text", spoken, classes, [" ".join(row) for row in strange], rows)
    dicts: list[dict[str, Any]] = [{"c": f"word{row % 3}", "b": 1.0, "a": float(row % 4)} for row in range(n)]
    yield Sample("dicts", dicts, classes, [*dicts[::-1], {"d": 2.0}], rows)
    yield Sample("one feature", X[:, 0], target, unseen[:, 0], rows)
    yield Sample("kernel", X @ X.T, classes, X[::-1] @ X.T, square_classes, square=True)
    yield Sample("kernel, regression", X @ X.T, target, X[::-1] @ X.T, square, square=True)
    yield Sample("distances", distances, classes, distances[::-1], square_classes, square=True)
    yield Sample("labels", classes, None, classes[::-1], rows)
    yield Sample("text labels", [f"word{each}" for each in classes], None, None, rows)
    yield Sample("label sets", [[f"word{row % 3}", f"word{3 + row % 2}"] for row in range(n)], None, None, rows)
    yield Sample("images", random.uniform(size=(4, 9, 8)), None, random.uniform(size=(3, 9, 8)), {})
    frame = _frame(X)
    if frame is not None:
        yield Sample("data frame", frame, classes, _frame(unseen), of_classes, named=True)
    crowd = random.normal(size=(90, 8))
    yield Sample("crowd", crowd, random.permutation(numpy.arange(90) % 6), 0.5 * crowd[::-1], {}, harsh=True)
    places = random.uniform(0.1, 1.4, size=(n, 2))  # angles, too: two are what distances on a sphere are made of
    yield Sample("places", places, numpy.arange(n) % 5, places[::-1] / 2, {}, harsh=True)
    tied = numpy.round(X)
    tied[:, 1] = tied[:, 0]
    yield Sample("tied rows", tied, classes, numpy.round(unseen), of_classes, harsh=True)
    outlying = X.copy()
    outlying[:3] *= 8
    yield Sample("outliers", outlying, target, unseen, table, harsh=True)
    empty = X.copy()
    empty[:, 0] = numpy.nan
    yield Sample("empty column", empty, classes, holes, {}, harsh=True)
    octets = ["word é".encode("latin-1"), b"Word", b"other words"] * 15
    yield Sample("bytes", octets, numpy.arange(45) % 3, octets, {}, harsh=True)
    yield Sample("rare classes", 20 * X, (numpy.arange(n) % 7 == 0).astype(int), 20 * unseen, table, harsh=True)


def _copy(data: Any) -> Any:
    return data.copy() if hasattr(data, "copy") else data


def _frame(X: Any) -> Any:
    """A data frame with named columns; None without pandas."""
    try:
        pandas: Any = importlib.import_module("pandas")
    except ImportError:
        return None
    return pandas.DataFrame(X, columns=[f"column{index}" for index in range(X.shape[1])])


def named(samples: Sequence[Sample], kind: str) -> Sample:
    """The sample of that kind. Raises KeyError where there is none."""
    for each in samples:
        if each.kind == kind:
            return each
    raise KeyError(kind)
