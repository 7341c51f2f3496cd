"""Transformed targets, tuned thresholds, semi-supervised and dummy models."""

import numpy as np
from sklearn.compose import TransformedTargetRegressor
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.frozen import FrozenEstimator
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor, QuantileRegressor
from sklearn.model_selection import FixedThresholdClassifier, TunedThresholdClassifierCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, QuantileTransformer, StandardScaler
from sklearn.semi_supervised import LabelPropagation, SelfTrainingClassifier
from sklearn.svm import SVR

X, y = load_diabetes(return_X_y=True)
logged = TransformedTargetRegressor(regressor=LinearRegression(), func=np.log1p, inverse_func=np.expm1)
logged.fit(X, y)
print(logged.regressor_.coef_, logged.score(X, y))
quantiles = TransformedTargetRegressor(
    make_pipeline(StandardScaler(), SVR(kernel="linear", C=10.0, epsilon=0.2)),
    transformer=QuantileTransformer(n_quantiles=50, output_distribution="normal"),
)
quantiles.fit(X, y)
print(quantiles.regressor_[-1].coef_.shape, quantiles.transformer_.quantiles_.shape, quantiles.regressor_["svr"].C)
quantiles.set_params(regressor__svr__C=1.0, transformer__n_quantiles=20)

dummy = DummyRegressor(strategy="median").fit(X, y)
print("baseline", dummy.constant_, dummy.n_outputs_)
iso = IsotonicRegression(out_of_bounds="clip", increasing=True)
iso.fit(X[:, 2], y)
print(iso.X_min_, iso.X_thresholds_[:3], iso.increasing_)
poisson = PoissonRegressor(alpha=1e-3, max_iter=300).fit(X, y)
print(poisson.coef_, poisson.n_iter_)
bounds = {q: QuantileRegressor(quantile=q, alpha=0.1, solver="highs").fit(X[:80], y[:80]) for q in (0.1, 0.9)}
print(bounds[0.9].intercept_ - bounds[0.1].intercept_)

Xc, yc = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(Xc, yc, random_state=0)
base = make_pipeline(StandardScaler(), LogisticRegression(C=0.3))
tuned = TunedThresholdClassifierCV(base, scoring="balanced_accuracy", cv=2, random_state=0).fit(X_train, y_train)
print(tuned.best_threshold_, tuned.best_score_, tuned.estimator_[-1].coef_.shape)
base.fit(X_train, y_train)
fixed = FixedThresholdClassifier(FrozenEstimator(base), threshold=0.7).fit(X_train, y_train)
print(fixed.score(X_test, y_test), base[-1].intercept_, fixed.estimator_.n_features_in_)

partly = y_train.copy()
partly[::3] = -1
selftraining = SelfTrainingClassifier(LogisticRegression(max_iter=3000), threshold=0.8, max_iter=2)
selftraining.fit(X_train[:90], partly[:90])
print(selftraining.termination_condition_, selftraining.labeled_iter_[:5], selftraining.estimator_.coef_.shape)
propagation = LabelPropagation(kernel="knn", n_neighbors=5).fit(X_train[:90], partly[:90])
print(propagation.transduction_[:5], propagation.label_distributions_.shape)
print(DummyClassifier(strategy="most_frequent").fit(X_train, y_train).class_prior_)
log1p = FunctionTransformer(np.log1p, validate=True)
print(make_pipeline(log1p, StandardScaler()).fit(Xc).named_steps["standardscaler"].mean_[:2])
