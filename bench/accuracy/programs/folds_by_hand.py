"""Cross-validation written out: a clone for each fold, the fitted ones kept."""

import copy

import numpy as np
from sklearn.base import clone
from sklearn.datasets import load_diabetes, load_iris
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.metrics import mean_squared_error, roc_auc_score
from sklearn.model_selection import (
    GroupKFold,
    KFold,
    StratifiedKFold,
    TimeSeriesSplit,
    cross_val_predict,
    cross_validate,
    learning_curve,
    validation_curve,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = load_diabetes(return_X_y=True)
template = Ridge(alpha=0.1)
fold_models = []
oof = np.zeros(len(y))
for fold, (train_idx, valid_idx) in enumerate(KFold(n_splits=4, shuffle=True, random_state=42).split(X, y)):
    model = clone(template)
    model.fit(X[train_idx], y[train_idx])
    oof[valid_idx] = model.predict(X[valid_idx])
    fold_models.append(model)
    print(f"fold {fold}: {mean_squared_error(y[valid_idx], oof[valid_idx]):.1f} {model.intercept_:.2f}")
print(np.mean([m.coef_ for m in fold_models], axis=0))
print(fold_models[0].n_iter_, fold_models[-1].alpha)

template.fit(X, y)
print(template.coef_)

Xi, yi = load_iris(return_X_y=True)
logreg = make_pipeline(StandardScaler(), LogisticRegression(max_iter=200))
cv_results = cross_validate(
    logreg, Xi, yi, cv=StratifiedKFold(3), return_estimator=True, scoring=("accuracy", "f1_macro")
)
for estimator in cv_results["estimator"]:
    print(estimator[-1].coef_.shape)
print(cv_results["estimator"][0].named_steps["logisticregression"].intercept_, cv_results["test_accuracy"])
proba = cross_val_predict(logreg, Xi, yi, cv=3, method="predict_proba")
print(roc_auc_score(yi, proba, multi_class="ovr"))
train_scores, test_scores = validation_curve(Ridge(), X, y, param_name="alpha", param_range=[0.1, 1.0], cv=2)
sizes, _, _ = learning_curve(Lasso(alpha=0.2), X, y, train_sizes=[0.3, 0.9], cv=3)
print(train_scores.shape, sizes)

groups = np.arange(len(y)) % 5
best_score, best_model = -np.inf, None
for alpha in (0.01, 0.1, 1.0):
    for train, test in GroupKFold(n_splits=2).split(X, y, groups):
        candidate = copy.deepcopy(template).set_params(alpha=alpha)
        candidate.fit(X[train], y[train])
        score = candidate.score(X[test], y[test])
        if score > best_score:
            best_score, best_model = score, candidate
print(best_model.alpha, best_model.coef_.shape)

tscv = TimeSeriesSplit(n_splits=3)
walk = None
for train, test in tscv.split(X):
    walk = Lasso(alpha=0.05, warm_start=True) if walk is None else walk
    walk.fit(X[train], y[train])
print(walk.n_iter_, walk.sparse_coef_.shape)
