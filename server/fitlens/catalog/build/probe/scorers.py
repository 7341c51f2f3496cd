"""Which methods of an estimator a scorer asks: seen by giving it classifiers and regressors that have only some of them."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

from fitlens.catalog.build.probe.recording import Recorders
from fitlens.catalog.build.probe.tables import Table, attempt
from fitlens.catalog.build.probe.world import PACKAGE

_PREDICTS = "predict"
_BESIDE = ("decision_function", "predict_log_proba", "predict_proba")
"""What tells more of a prediction, by scikit-learn's convention."""
_TABLES = ("binary", "classes", "target", "positive")


def methods_of_scorers(recorders: Recorders, tables: Sequence[Table]) -> dict[str, list[str]]:
    """Name of a scorer -> methods, any one of which serves it, beside `predict` where that alone does not.

    Those that ran with nothing are not there.
    """
    metrics: Any = importlib.import_module(PACKAGE + ".metrics")
    usual = [each for each in tables if each.name in _TABLES]
    found: dict[str, list[str]] = {}
    for name in sorted(metrics.get_scorer_names()):
        for kind in ("classifier", "regressor"):
            serves = [
                method
                for method in (_PREDICTS, *_BESIDE)
                if _runs(metrics.get_scorer(name), _with_only(recorders.kinds[kind], method), usual)
            ]
            if serves:
                found[name] = [_PREDICTS] if _PREDICTS in serves else serves
                break
    return found


def _with_only(kind: Any, method: str) -> Any:
    """The recorder without what it could answer beside its predictions, but for one method."""

    def answer(self: Any, X: Any) -> Any:  # noqa: N803 - X is what scikit-learn calls it
        whole = kind()
        whole.__dict__.update(self.__dict__)
        return getattr(whole, method)(X)

    answer.__name__ = method  # by which scikit-learn tells what it was given
    hidden = {name: property(_absent) for name in _BESIDE if name != method}
    return type(kind.__name__, (kind,), {**hidden, method: answer})


def _absent(instance: object) -> None:
    raise AttributeError


def _runs(scorer: Any, kind: Any, tables: Sequence[Table]) -> bool:
    for table in tables:
        with attempt() as outcome:
            scorer(kind().fit(table.X, table.y), table.X, table.y)
            outcome.done = True
        if outcome.done:
            return True
    return False
