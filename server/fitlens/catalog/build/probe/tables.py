"""Tiny data of the shapes that scikit-learn's estimators take, and a limit on the time that a call may take with it."""

# ruff: noqa: N806 - X is what scikit-learn calls it

from __future__ import annotations

import contextlib
import importlib
import inspect
import signal
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

SECONDS = 20
"""More than any call on this data needs: reached, an observation is missing, and the catalog says less."""


class TooSlowError(BaseException):
    """Not an Exception: scikit-learn's cross-validation would take it for a failed fit and go on."""


@dataclass(frozen=True, slots=True)
class Table:
    """What fit is given."""

    name: str
    X: Any
    y: Any = None


def make_tables() -> tuple[Table, ...]:
    """The shapes, the usual ones first. Always the same numbers."""
    numpy: Any = importlib.import_module("numpy")
    random = numpy.random.RandomState(0)
    X = random.normal(size=(45, 4))
    classes = numpy.arange(45) % 3
    X[:, 0] += classes
    target = X @ [1.0, 2.0, 0.0, -1.0] + 0.1 * random.normal(size=45)
    binary = (numpy.arange(45) % 2).astype(int)
    holes = X.copy()
    holes[::7, 1] = numpy.nan
    texts = [f"word{index % 3} some text number{index % 5} here" for index in range(45)]
    unlabelled = classes.copy()
    unlabelled[::4] = -1
    return (
        Table("classes", X, classes),
        Table("target", X, target),
        Table("no y", X),
        Table("binary", X, binary),
        Table("positive", numpy.abs(X), numpy.abs(target) + 0.1),
        Table("positive classes", numpy.abs(X), classes),
        Table("two targets", X, numpy.column_stack([target, -target + X[:, 1]])),
        Table("two labels", X, numpy.column_stack([binary, (binary + classes) % 2])),
        Table("holes", holes, target),
        Table("unlabelled", X, unlabelled),
        Table("one feature", X[:, 0], target),
        Table("square", numpy.abs(X @ X.T)),
        Table("texts", texts, classes),
        Table("dicts", [{"a": float(index % 4), "b": 1.0} for index in range(45)], classes),
        Table("labels", classes),
        Table("label sets", [[index % 3, 3] for index in range(45)]),
        Table("images", random.uniform(size=(6, 8, 8))),
    )


def fit_any(make: Any, tables: Sequence[Table]) -> tuple[Any, Table] | None:
    """A fresh instance fitted on the first table that it accepts, or None; `make()` gives an unfitted one."""
    for table in tables:
        instance = make()
        if fit(instance, table):
            return instance, table
    return None


def fit(instance: Any, table: Table) -> bool:
    """Whether the instance can be fitted on a table; if so, it is."""
    with attempt() as outcome:
        wants_y = len(inspect.signature(instance.fit).parameters) > 1
        if wants_y and table.y is not None:
            instance.fit(table.X, table.y)
        else:
            instance.fit(table.X)
        outcome.done = True
    return outcome.done


@dataclass(slots=True)
class Outcome:
    """Whether an attempt came to its end, and else why not."""

    done: bool = False
    error: BaseException | None = None


@contextlib.contextmanager
def attempt() -> Generator[Outcome]:
    """Runs its body with a limit of time, and swallows what it raises into the outcome."""
    outcome = Outcome()
    limited = hasattr(signal, "setitimer")
    if limited:
        signal.signal(signal.SIGALRM, _too_slow)
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield outcome
    except (Exception, TooSlowError) as error:  # noqa: BLE001 - whatever scikit-learn raises is an observation
        outcome.error = error
    finally:
        if limited:
            signal.setitimer(signal.ITIMER_REAL, 0)


def _too_slow(signum: int, frame: object) -> None:
    raise TooSlowError
