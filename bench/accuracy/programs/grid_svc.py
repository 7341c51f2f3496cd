"""Searching the hyperparameters of a support vector classifier, in several forms of grid."""

import numpy as np
from scipy.stats import loguniform
from sklearn import svm
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, StratifiedShuffleSplit, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

data = load_breast_cancer()
X_train, X_test, y_train, y_test = train_test_split(data.data[:200], data.target[:200], random_state=0)

parameters = {"kernel": ("linear", "rbf"), "C": [1, 10]}
svc = svm.SVC(gamma="scale")
clf = GridSearchCV(svc, parameters, cv=3)
clf.fit(X_train, y_train)
print(sorted(clf.cv_results_.keys()))
print(clf.best_estimator_.support_vectors_.shape, clf.best_index_, clf.n_splits_)

tuned_parameters = [
    {"kernel": ["rbf"], "gamma": [1e-3, 1e-4], "C": [1, 10]},
    {"kernel": ["linear"], "C": [1, 10]},
]
for score in ["precision", "recall"]:
    search = GridSearchCV(svm.SVC(), tuned_parameters, scoring=f"{score}_macro", cv=2)
    search.fit(X_train, y_train)
    means = search.cv_results_["mean_test_score"]
    for mean, params in zip(means, search.cv_results_["params"]):
        print("%0.3f for %r" % (mean, params))
    y_true, y_pred = y_test, search.predict(X_test)

pipe = Pipeline([("scale", StandardScaler()), ("svc", svm.SVC(probability=False))])
grid = dict(svc__C=np.logspace(-1, 1, 3), svc__gamma=[0.01, 0.1])
cv = StratifiedShuffleSplit(n_splits=2, test_size=0.2, random_state=42)
gs = GridSearchCV(estimator=pipe, param_grid=grid, cv=cv, refit=True, return_train_score=True).fit(X_train, y_train)
best = gs.best_estimator_
print(gs.best_params_, best.named_steps["scale"].var_[:3], best["svc"].dual_coef_.shape)

distributions = {"svc__C": loguniform(1e-1, 1e2), "svc__kernel": ["rbf", "sigmoid"], "scale__with_mean": [True, False]}
rs = RandomizedSearchCV(pipe, param_distributions=distributions, n_iter=3, cv=2, random_state=0)
rs.fit(X_train, y_train)
print(rs.best_score_, rs.best_estimator_[-1].n_support_, rs.refit_time_ >= 0)
