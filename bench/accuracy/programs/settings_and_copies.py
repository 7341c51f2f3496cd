"""Hyperparameters set, read, nested, copied."""

import copy

from sklearn import clone, set_config
from sklearn.datasets import load_wine
from sklearn.decomposition import PCA
from sklearn.ensemble import AdaBoostClassifier, BaggingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, ParameterGrid
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MaxAbsScaler, Normalizer, StandardScaler
from sklearn.svm import SVC, NuSVC
from sklearn.tree import DecisionTreeClassifier

set_config(display="text")
X, y = load_wine(return_X_y=True)
X = StandardScaler().fit_transform(X)

svc = SVC()
svc.set_params(kernel="linear", C=0.5).fit(X, y)
print(svc.coef_.shape, svc.get_params()["C"])
svc.C = 2.0
svc.fit(X, y)
print(svc.C, svc.kernel, svc.n_support_)
fresh = clone(svc)
print(fresh.C, fresh.fit(X, y).intercept_)
deep = copy.deepcopy(svc)
print(deep.dual_coef_.shape)

pipe = Pipeline([("reduce", PCA()), ("clf", LogisticRegression())])
pipe.set_params(reduce__n_components=3, clf__C=10, clf__max_iter=300)
pipe.fit(X, y)
print(pipe["reduce"].n_components_, pipe.get_params()["clf__C"], pipe.named_steps["clf"].C)
pipe.set_params(reduce="passthrough")
print(pipe.fit(X, y)[-1].coef_.shape)

boosted = AdaBoostClassifier(estimator=DecisionTreeClassifier(max_depth=1), n_estimators=3, random_state=0)
boosted.set_params(estimator__max_depth=2, estimator__criterion="entropy")
print(boosted.fit(X, y).estimators_[0].max_depth, boosted.estimator.max_depth)

swaps = [
    {"reduce": [PCA(n_components=2), "passthrough"], "clf": [SVC(gamma="auto")], "clf__C": [0.1, 1]},
    {"reduce": [MaxAbsScaler(), Normalizer()], "clf": [NuSVC(nu=0.3)], "clf__kernel": ["rbf"]},
]
search = GridSearchCV(pipe, swaps, cv=2, error_score="raise").fit(X, y)
print(search.best_estimator_["clf"].kernel, len(search.cv_results_["params"]))

params = {"n_estimators": 4, "max_samples": 0.5, "bootstrap": False}
bagging = BaggingClassifier(**params, random_state=0)
bagging.fit(X, y)
print(bagging.estimators_samples_[0][:2], bagging.max_samples)
options = dict(C=0.2, max_iter=400)
model = LogisticRegression(**options).fit(X, y)
print(model.coef_.shape, model.C)

best, best_score = None, 0
for combination in ParameterGrid({"n_components": [2, 3], "whiten": [True, False]}):
    trial = make_pipeline(PCA(**combination), DecisionTreeClassifier(max_depth=3, random_state=0)).fit(X, y)
    if trial.score(X, y) > best_score:
        best, best_score = trial, trial.score(X, y)
print(best[0].components_.shape, best[0].whiten, best[1].feature_importances_)
