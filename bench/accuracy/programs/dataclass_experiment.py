"""Experiments as dataclasses and named tuples that hold estimators."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass, field
from typing import Any

from sklearn.base import BaseEstimator, clone
from sklearn.datasets import load_iris
from sklearn.linear_model import Perceptron, RidgeClassifier
from sklearn.model_selection import cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import RobustScaler, StandardScaler


@dataclass
class Config:
    name: str
    estimator: BaseEstimator
    grid: dict[str, Any] = field(default_factory=dict)


@dataclass
class Study:
    X: Any
    y: Any
    scaler: StandardScaler = field(default_factory=StandardScaler)
    model: RidgeClassifier = field(default_factory=lambda: RidgeClassifier(alpha=0.5))
    scores: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.knn = KNeighborsClassifier(n_neighbors=3)

    def run(self) -> float:
        scaled = self.scaler.fit_transform(self.X)
        self.model.fit(scaled, self.y)
        self.knn.fit(scaled, self.y)
        self.scores.append(self.model.score(scaled, self.y))
        return self.scores[-1]

    def weights(self):
        return self.model.coef_, self.model.intercept_, self.knn.effective_metric_


Result = namedtuple("Result", ["name", "model", "score"])

X, y = load_iris(return_X_y=True)
study = Study(X, y)
print(study.run(), study.weights())
print(study.scaler.mean_, study.model.alpha, study.model.classes_)

configs = [
    Config("perceptron", Perceptron(penalty="l2", alpha=0.001, random_state=0), {"alpha": [0.1, 0.01]}),
    Config(name="ridge", estimator=RidgeClassifier(solver="svd"), grid={"alpha": [1.0]}),
]
results: list[Result] = []
for config in configs:
    score = cross_val_score(config.estimator, X, y, cv=3).mean()
    model = clone(config.estimator).set_params(**{key: values[0] for key, values in config.grid.items()})
    model.fit(X, y)
    results.append(Result(config.name, model, score))
    print(config.name, config.estimator.alpha, model.alpha, model.coef_.shape)

best = max(results, key=lambda result: result.score)
print(best.model.intercept_, best.model.n_features_in_)
first = results[0]
print(first.model.n_iter_, first.model.t_)
robust: RobustScaler = RobustScaler(quantile_range=(10.0, 90.0))
robust.fit(X)
print(robust.center_, robust.scale_)
