"""Classes that extend scikit-learn's and one's own."""

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.datasets import load_wine
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.preprocessing import StandardScaler


class SmallForest(RandomForestClassifier):
    """A forest with other defaults."""

    def __init__(self, n_estimators=5, max_depth=3, random_state=None):
        super().__init__(n_estimators=n_estimators, max_depth=max_depth, random_state=random_state)

    def depths(self):
        return [tree.get_depth() for tree in self.estimators_]


class LoggedRegression(LogisticRegression):
    def fit(self, X, y, sample_weight=None):
        super().fit(X, y, sample_weight)
        self.history_ = [float(np.abs(self.coef_).sum())]
        return self


class BaseBlock(TransformerMixin, BaseEstimator):
    def __init__(self, columns=(0, 1)):
        self.columns = columns

    def fit(self, X, y=None):
        self.n_seen_ = len(X)
        self._learn(np.asarray(X)[:, list(self.columns)])
        return self

    def _learn(self, part):
        raise NotImplementedError

    def transform(self, X):
        return self._apply(np.asarray(X)[:, list(self.columns)])


class CenterBlock(BaseBlock):
    def _learn(self, part):
        self.center_ = part.mean(axis=0)

    def _apply(self, part):
        return part - self.center_


class ScaledBlock(CenterBlock):
    def __init__(self, columns=(0, 1), power=1):
        super().__init__(columns)
        self.power = power

    def _learn(self, part):
        super()._learn(part)
        self.scaler_ = StandardScaler(with_mean=False).fit(part)

    def _apply(self, part):
        return super()._apply(self.scaler_.transform(part)) ** self.power


X, y = load_wine(return_X_y=True)
forest = SmallForest(max_depth=2, random_state=0)
forest.fit(X, y)
print(forest.depths(), forest.feature_importances_[:2], forest.n_estimators, forest.max_depth)

logged = LoggedRegression(C=0.1, max_iter=100)
logged.fit(X, y)
print(logged.history_, logged.coef_.shape, logged.C)

center = CenterBlock(columns=(2, 3)).fit(X)
print(center.center_, center.n_seen_, center.columns)
scaled = ScaledBlock(power=2)
print(scaled.fit_transform(X).shape, scaled.scaler_.scale_, scaled.center_, scaled.power)


def plain_fit():
    class Shifted(LinearRegression):
        def predict(self, X):
            return super().predict(X) + self.intercept_

    shifted = Shifted(fit_intercept=True)
    shifted.fit(X[:, :3], y)
    return shifted.coef_, shifted.predict(X[:, :3])


print(plain_fit()[0])
