"""A script with one module beside it."""

from sklearn.datasets import make_friedman1
from sklearn.model_selection import cross_val_score

import estimators as est
from estimators import Forecaster, polynomial

X, y = make_friedman1(n_samples=60, random_state=0)
model = polynomial(degree=2, alpha=0.5)
print(cross_val_score(model, X, y, cv=2))
model.fit(X, y)
print(model["ridge"].coef_.shape, model["poly"].powers_.shape, model.named_steps["scale"].mean_[:2])

forecaster = Forecaster(degree=1)
forecaster.fit(X, y)
print(forecaster.coefficients()[0].shape)
print(forecaster.pipeline[-1].intercept_, forecaster.residual_model.alpha)
print(est.polynomial(1).fit(X, y)[0].n_output_features_)
