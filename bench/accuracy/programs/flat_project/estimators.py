"""Estimators that the script beside uses."""

from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler


def polynomial(degree=2, alpha=1.0):
    return Pipeline(
        [("poly", PolynomialFeatures(degree=degree)), ("scale", StandardScaler()), ("ridge", Ridge(alpha=alpha))]
    )


class Forecaster:
    def __init__(self, degree):
        self.pipeline = polynomial(degree)
        self.residual_model = Ridge(alpha=5.0)

    def fit(self, X, y):
        self.pipeline.fit(X, y)
        self.residual_model.fit(X, y - self.pipeline.predict(X))
        return self

    def coefficients(self):
        return self.pipeline["ridge"].coef_, self.residual_model.coef_
