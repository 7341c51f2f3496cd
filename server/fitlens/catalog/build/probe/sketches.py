"""Small estimators that do learn something, to stand inside meta-estimators where an effect shall be seen.

They are the same for every version of scikit-learn, quick, and draw no random numbers. In the calls that the catalog keeps
as evidence they are `Classifier()`, `Regressor()`, `Transformer()` and `Clusterer()`.
"""
# ruff: noqa: N803 - X is what scikit-learn calls it, and at times passes it by that name

from __future__ import annotations

import importlib
from typing import Any

from fitlens.catalog.build.probe.world import PACKAGE


def make_sketches() -> dict[str, Any]:
    """Name -> class. They derive from the installed scikit-learn's mixins, so they are made when it is there."""
    base: Any = importlib.import_module(PACKAGE + ".base")
    return {
        name: type(name, (mixin, kind, base.BaseEstimator), {"__module__": __name__})
        for name, mixin, kind in (
            ("Classifier", base.ClassifierMixin, LinearClassifier),
            ("Regressor", base.RegressorMixin, LinearRegressor),
            ("Transformer", base.TransformerMixin, Scaling),
            ("Clusterer", base.ClusterMixin, NearestRow),
        )
    }


class Knobbed:
    """One hyperparameter, so that there is something to search over."""

    def __init__(self, knob: float = 1.0) -> None:
        self.knob = knob

    def _start(self, X: Any) -> Any:
        numbers = _numbers(X)
        self.n_features_in_ = int(numbers.shape[1])
        return numbers


class LinearRegressor(Knobbed):
    """Weighted least squares, penalised by `knob`."""

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Any:
        """Learns `coef_` and `intercept_`."""
        solution = _solve(self._start(X), _numpy().asarray(y, dtype=float), sample_weight, self.knob)
        self.coef_, self.intercept_ = solution[:-1].T, solution[-1]
        return self

    def predict(self, X: Any) -> Any:
        """The line."""
        _need(self, "coef_")
        return _numbers(X) @ self.coef_.T + self.intercept_


class LinearClassifier(Knobbed):
    """Least squares on one column for each class, with probabilities."""

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Any:
        """Learns `classes_`, `coef_` and `intercept_`. Raises ValueError where y is no column of classes."""
        numpy = _numpy()
        answers = numpy.asarray(y)
        if answers.ndim != 1:
            raise ValueError("y has more than one column")
        if answers.dtype.kind == "f" and (answers != answers.round()).any():
            raise ValueError("y is continuous")
        self.classes_ = numpy.unique(answers)
        solution = _solve(
            self._start(X), (answers[:, None] == self.classes_[None]).astype(float), sample_weight, self.knob
        )
        self.coef_, self.intercept_ = solution[:-1].T, solution[-1]
        return self

    def decision_function(self, X: Any) -> Any:
        """One column for two classes."""
        _need(self, "coef_")
        found = _numbers(X) @ self.coef_.T + self.intercept_
        return found[:, 1] - found[:, 0] if found.shape[1] == 2 else found

    def predict_proba(self, X: Any) -> Any:
        """Softmax of the columns."""
        numpy = _numpy()
        _need(self, "coef_")
        likely = numpy.exp(2 * numpy.clip(_numbers(X) @ self.coef_.T + self.intercept_, -30, 30))
        return likely / likely.sum(axis=1, keepdims=True)

    def predict_log_proba(self, X: Any) -> Any:
        """The logarithm of predict_proba."""
        return _numpy().log(self.predict_proba(X))

    def predict(self, X: Any) -> Any:
        """The likeliest class."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


class Scaling(Knobbed):
    """Centres every column and multiplies it by `knob`."""

    def fit(self, X: Any, y: Any = None) -> Any:
        """Learns `mean_`."""
        self.mean_ = self._start(X).mean(axis=0)
        return self

    def transform(self, X: Any) -> Any:
        """Centred and scaled."""
        _need(self, "mean_")
        return (_numbers(X) - self.mean_) * self.knob

    def inverse_transform(self, X: Any) -> Any:
        """The way back."""
        return _numbers(X) / self.knob + self.mean_

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """One name for each column."""
        _need(self, "mean_")
        return _numpy().array([f"x{index}" for index in range(self.n_features_in_)], dtype=object)


class NearestRow(Knobbed):
    """Two clusters: the rows nearer to the first row, and those nearer to the last."""

    def fit(self, X: Any, y: Any = None) -> Any:
        """Learns `cluster_centers_` and `labels_`."""
        numbers = self._start(X)
        self.cluster_centers_ = numbers[[0, -1]] * self.knob
        self.labels_ = self.predict(X)
        return self

    def fit_predict(self, X: Any, y: Any = None) -> Any:
        """As fit and predict."""
        return self.fit(X).labels_

    def predict(self, X: Any) -> Any:
        """0 or 1."""
        _need(self, "cluster_centers_")
        distances = ((_numbers(X)[:, None, :] - self.cluster_centers_[None]) ** 2).sum(axis=2)
        return distances.argmin(axis=1)


def _solve(X: Any, y: Any, sample_weight: Any, penalty: float) -> Any:
    numpy = _numpy()
    design = numpy.column_stack([X, numpy.ones(len(X))])
    weights = numpy.ones(len(X)) if sample_weight is None else numpy.asarray(sample_weight, dtype=float)
    weighted = design * weights[:, None]
    return numpy.linalg.solve(weighted.T @ design + (1e-3 + penalty) * numpy.eye(design.shape[1]), weighted.T @ y)


def _need(instance: Any, name: str) -> None:
    if not hasattr(instance, name):
        error: Any = importlib.import_module(PACKAGE + ".exceptions").NotFittedError
        raise error(f"{type(instance).__name__} is not fitted")


def _numbers(found: Any) -> Any:
    table = _numpy().asarray(found, dtype=float)
    if table.ndim != 2:
        raise ValueError("X is no table")
    return table


def _numpy() -> Any:
    return importlib.import_module("numpy")
