"""Models chosen by branches, match, conditional expressions, assignment expressions; asked what they are."""

import sys

import sklearn
from sklearn.base import is_classifier
from sklearn.datasets import load_iris, make_regression
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import ElasticNetCV, LinearRegression, LogisticRegression, RidgeClassifierCV
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

X, y = load_iris(return_X_y=True)


def choose(kind):
    match kind:
        case "linear" | "svm":
            return LinearSVC(dual=False, C=0.7)
        case "tree":
            return DecisionTreeClassifier(max_depth=3, random_state=0)
        case str(other) if other.startswith("nb"):
            return GaussianNB(priors=None)
        case _:
            return RandomForestClassifier(n_estimators=5, random_state=0)


for kind in ("linear", "tree", "nb-gauss", "?"):
    chosen = choose(kind)
    chosen.fit(X, y)
    if hasattr(chosen, "coef_"):
        print(kind, chosen.coef_.shape)
    elif isinstance(chosen, GaussianNB):
        print(kind, chosen.theta_, chosen.var_smoothing)
    else:
        print(kind, chosen.feature_importances_)

use_trees = len(sys.argv) > 5
classifier = DecisionTreeClassifier(max_depth=2) if use_trees else LogisticRegression(C=0.1, max_iter=300)
classifier.fit(X, y)
print(classifier.classes_, classifier.score(X, y), classifier.n_features_in_)

if use_trees:
    model = SVC(kernel="rbf", gamma=0.5)
else:
    model = SVC(kernel="linear", gamma="auto")
model.fit(X, y)
print(model.support_, model.gamma)

if (scaled := make_pipeline(StandardScaler(), RidgeClassifierCV(alphas=[0.1, 1.0])).fit(X, y)).score(X, y) > 0.5:
    print(scaled[-1].alpha_, scaled[0].mean_)

estimator = None
try:
    from xgboost import XGBClassifier

    estimator = XGBClassifier(n_estimators=3)
except ImportError:
    estimator = RandomForestClassifier(n_estimators=3, random_state=0)
estimator.fit(X, y)
print(estimator.n_estimators, estimator.feature_importances_)

Xr, yr = make_regression(n_samples=40, n_features=4, random_state=0)
fallback = LinearRegression()
if not is_classifier(fallback):
    fallback.fit(Xr, yr)
    print(fallback.coef_, fallback.singular_)
version = tuple(int(part) for part in sklearn.__version__.split(".")[:2])
if version >= (1, 0):
    net = ElasticNetCV(l1_ratio=[0.5, 0.9], cv=2, random_state=0)
else:
    net = ElasticNetCV(l1_ratio=[0.5, 0.9], cv=2, normalize=False)
net.fit(Xr, yr)
print(net.l1_ratio_, net.alpha_)
regressors = (DecisionTreeRegressor(min_samples_leaf=2), LinearRegression(positive=True))
first, *others = regressors
print(first.fit(Xr, yr).tree_.node_count, others[0].fit(Xr, yr).coef_)
step = (
    Pipeline([("only", GaussianNB())]) if use_trees else Pipeline([("scale", StandardScaler()), ("only", GaussianNB())])
)
print(step.fit(X, y)["only"].class_prior_)
