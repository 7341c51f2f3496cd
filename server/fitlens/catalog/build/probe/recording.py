"""Small estimators that note when they are fitted, so that what a meta-estimator does with its own can be seen.

Every one can do everything (predict, transform, score ...); the kinds differ in what they tell scikit-learn they are.
"""
# ruff: noqa: N803 - X is what scikit-learn calls it, and at times passes it by that name

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any, cast

from fitlens.catalog.build.probe.world import PACKAGE

FITTED = "fitted_with_"
"""The attribute that a recorder has after fit."""


@dataclass(frozen=True, slots=True)
class Recorders:
    """The recording classes and what was fitted."""

    kinds: dict[str, Any]
    """classifier, regressor, transformer, clusterer -> class; its constructor takes `mark` and `knob`."""
    stateless: Any
    """Needs no fit."""
    fitted: list[Any]
    """Recorders in the order they were fitted; empty it before a trial."""

    def is_recorder(self, found: object) -> bool:
        """Whether it is one of ours, or a clone of one."""
        return isinstance(found, Recorder)


def make_recorders() -> Recorders:
    """The classes derive from the installed scikit-learn's, so they are made when it is there."""
    base: Any = importlib.import_module(PACKAGE + ".base")

    def kind(name: str, mixin: Any, recorder: type = Recorder) -> Any:
        return type(name, (mixin, recorder, base.BaseEstimator), {})

    return Recorders(
        kinds={
            "classifier": kind("RecordingClassifier", base.ClassifierMixin),
            "regressor": kind("RecordingRegressor", base.RegressorMixin),
            "transformer": kind("RecordingTransformer", base.TransformerMixin),
            "clusterer": kind("RecordingClusterer", base.ClusterMixin),
        },
        stateless=kind("StatelessTransformer", base.TransformerMixin, StatelessRecorder),
        fitted=Recorder.log,
    )


class Recorder:
    """What all recorders do; scikit-learn's base class comes behind it."""

    log: list[Any] = []  # noqa: RUF012 - shared by all of them, clones too
    needs_fit = True

    def __init__(self, mark: str = "", knob: int = 1) -> None:
        self.mark = mark
        self.knob = knob

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> Any:
        """Remembers the data, and has every learned attribute that a meta-estimator looks for."""
        numpy = _numpy()
        self.rows_ = _numbers(X)
        self.n_features_in_ = int(self.rows_.shape[1])
        self.answers_ = numpy.zeros(len(self.rows_)) if y is None else numpy.asarray(y)
        if self.answers_.ndim == 1:
            self.classes_ = numpy.unique(self.answers_)
        self.feature_names_in_ = numpy.array([f"x{index}" for index in range(self.n_features_in_)], dtype=object)
        self.coef_ = numpy.arange(1.0, self.n_features_in_ + 1)
        self.feature_importances_ = self.coef_
        self.covariance_ = numpy.eye(self.n_features_in_)
        self.labels_ = numpy.zeros(len(self.rows_), dtype=int)
        self.fitted_with_ = self.mark
        self.log.append(self)
        return self

    def partial_fit(self, X: Any, y: Any = None, classes: Any = None, sample_weight: Any = None) -> Any:
        """As fit."""
        return self.fit(X, y)

    def fit_predict(self, X: Any, y: Any = None) -> Any:
        """One cluster for all."""
        return self.fit(X, y).labels_

    def fit_transform(self, X: Any, y: Any = None) -> Any:
        """As fit and transform."""
        return self.fit(X, y).transform(X)

    def predict(self, X: Any) -> Any:
        """The answer of the nearest row: right on what was fitted, as boosting wants it."""
        self._need_fit()
        distances = ((_numbers(X)[:, None, :] - self.rows_[None]) ** 2).sum(axis=2)
        return self.answers_[distances.argmin(axis=1)]

    def predict_proba(self, X: Any) -> Any:
        """Rather sure of what it predicts."""
        likely = (self.predict(X)[:, None] == self.classes_[None]) * 1.0 + 0.1
        return likely / likely.sum(axis=1, keepdims=True)

    def predict_log_proba(self, X: Any) -> Any:
        """The logarithm of predict_proba."""
        return _numpy().log(self.predict_proba(X))

    def decision_function(self, X: Any) -> Any:
        """One column for two classes."""
        likely = self.predict_proba(X)
        return likely[:, 1] - likely[:, 0] if likely.shape[1] == 2 else likely

    def score_samples(self, X: Any) -> Any:
        """Zeros."""
        self._need_fit()
        return _numpy().zeros(len(X))

    def transform(self, X: Any) -> Any:
        """The data as numbers."""
        self._need_fit()
        return _numbers(X)

    def inverse_transform(self, X: Any) -> Any:
        """The data as it came."""
        self._need_fit()
        return _numpy().asarray(X)

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """One name for each column."""
        self._need_fit()
        return self.feature_names_in_

    def score(self, X: Any, y: Any = None, sample_weight: Any = None) -> float:
        """Share of right answers."""
        return float(_numpy().mean(self.predict(X) == y))

    def _need_fit(self) -> None:
        if not self.__sklearn_is_fitted__():
            error: Any = importlib.import_module(PACKAGE + ".exceptions").NotFittedError
            raise error(f"{type(self).__name__} is not fitted")

    def __sklearn_is_fitted__(self) -> bool:
        return not self.needs_fit or hasattr(self, FITTED)


class StatelessRecorder(Recorder):
    """Answers without fit, and tells scikit-learn so."""

    needs_fit = False

    def predict(self, X: Any) -> Any:
        """Zeros as long as it was not fitted."""
        return super().predict(X) if hasattr(self, FITTED) else _numpy().zeros(len(X))

    def predict_proba(self, X: Any) -> Any:
        """Undecided between two."""
        return _numpy().full((len(X), 2), 0.5)

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """One name."""
        return _numpy().array(["x0"], dtype=object)

    def __sklearn_tags__(self) -> Any:
        tags = cast("Any", super()).__sklearn_tags__()
        tags.requires_fit = False
        return tags

    def _more_tags(self) -> dict[str, bool]:  # scikit-learn before 1.6
        return {"requires_fit": False, "stateless": True}


def _numpy() -> Any:
    return importlib.import_module("numpy")


def _numbers(found: Any) -> Any:
    """Any data as a table of numbers without holes."""
    numpy = _numpy()
    table = numpy.asarray(found)
    if table.dtype.kind not in "fiub":
        table = numpy.array([float(len(str(item))) for item in table.ravel()]).reshape(table.shape)
    return numpy.nan_to_num(table.reshape(len(table), -1).astype(float))
