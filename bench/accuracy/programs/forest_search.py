"""Tuning a forest, then asking it what mattered."""

import numpy as np
import pandas as pd
from scipy.stats import randint
from sklearn.datasets import load_diabetes
from sklearn.ensemble import GradientBoostingRegressor, HistGradientBoostingRegressor, RandomForestRegressor
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.inspection import permutation_importance
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score
from sklearn.model_selection import HalvingGridSearchCV, RandomizedSearchCV, train_test_split

SEED = 42
X, y = load_diabetes(return_X_y=True, as_frame=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=SEED)

rf = RandomForestRegressor(random_state=SEED, oob_score=True, n_estimators=30)
rf.fit(X_train, y_train)
print("oob", rf.oob_score_, rf.oob_prediction_.shape)

random_grid = {
    "n_estimators": randint(5, 15),
    "max_features": ["sqrt", 1.0],
    "max_depth": [3, 5, None],
    "min_samples_split": [2, 5],
    "bootstrap": [True, False],
}
rf_random = RandomizedSearchCV(
    estimator=RandomForestRegressor(random_state=SEED),
    param_distributions=random_grid,
    n_iter=3,
    cv=3,
    random_state=SEED,
    n_jobs=1,
)
rf_random.fit(X_train, y_train)
best_random = rf_random.best_estimator_
importances = pd.Series(best_random.feature_importances_, index=X.columns).sort_values(ascending=False)
print(importances.head(3))
std = np.std([tree.feature_importances_ for tree in best_random.estimators_], axis=0)

halving = HalvingGridSearchCV(
    GradientBoostingRegressor(n_estimators=5, random_state=0),
    {"max_depth": [2, 3], "subsample": [0.8, 1.0]},
    cv=2,
    random_state=0,
)
halving.fit(X_train, y_train)
print(halving.n_resources_, halving.best_estimator_.train_score_[-1], halving.best_estimator_.init_.constant_)

hist = HistGradientBoostingRegressor(max_iter=10, early_stopping=True, validation_fraction=0.2, random_state=0)
hist = hist.fit(X_train, y_train)
print(hist.n_iter_, hist.validation_score_[-1])
result = permutation_importance(hist, X_test, y_test, n_repeats=2, random_state=0)
print(result.importances_mean.argsort()[::-1][:2])


def evaluate(model, features, labels):
    predictions = model.predict(features)
    print(type(model).__name__, mean_squared_error(labels, predictions), mean_absolute_error(labels, predictions))
    return r2_score(labels, predictions)


for each in (rf, best_random, hist):
    evaluate(each, X_test, y_test)
