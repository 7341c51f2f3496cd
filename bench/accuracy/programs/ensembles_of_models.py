"""Voting, stacking, bagging: models inside models."""

from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.ensemble import (
    AdaBoostRegressor,
    BaggingClassifier,
    ExtraTreesRegressor,
    StackingClassifier,
    StackingRegressor,
    VotingClassifier,
    VotingRegressor,
)
from sklearn.linear_model import LinearRegression, LogisticRegression, RidgeCV
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X[:250], y[:250], random_state=0)

log_clf = LogisticRegression(solver="liblinear", random_state=42)
tree_clf = DecisionTreeClassifier(max_depth=3, random_state=42)
svm_clf = make_pipeline(StandardScaler(), SVC(probability=False, C=2.0))
voting_clf = VotingClassifier(estimators=[("lr", log_clf), ("dt", tree_clf), ("svc", svm_clf)], voting="hard")
voting_clf.fit(X_train, y_train)
for name, clf in voting_clf.named_estimators_.items():
    print(name, "=", clf.score(X_test, voting_clf.le_.transform(y_test)))
print(voting_clf.named_estimators_["lr"].coef_.shape, voting_clf.estimators_[1].tree_.node_count)
for clf in (log_clf, tree_clf, svm_clf, voting_clf):
    clf.fit(X_train, y_train)
    print(clf.__class__.__name__, clf.score(X_test, y_test))
print(log_clf.intercept_, tree_clf.feature_importances_.argmax())

estimators = [
    ("nb", GaussianNB(var_smoothing=1e-8)),
    ("svr", make_pipeline(StandardScaler(), LinearSVC(random_state=42))),
]
stack = StackingClassifier(estimators=estimators, final_estimator=LogisticRegression(C=0.5), cv=2)
stack.fit(X_train, y_train)
print(stack.final_estimator_.coef_, stack.named_estimators_.nb.theta_.shape, stack.estimators_[1][-1].coef_.shape)
grid = GridSearchCV(stack, {"final_estimator__C": [0.1, 1.0], "nb__var_smoothing": [1e-9]}, cv=2).fit(X_train, y_train)
print(grid.best_params_, grid.best_estimator_.final_estimator_.C)

bag = BaggingClassifier(
    DecisionTreeClassifier(max_leaf_nodes=8),
    n_estimators=8,
    max_samples=50,
    bootstrap=True,
    oob_score=True,
    random_state=0,
)
bag.fit(X_train, y_train)
print(bag.oob_score_, bag.oob_decision_function_.shape, [each.get_n_leaves() for each in bag.estimators_])

calibrated = CalibratedClassifierCV(LinearSVC(C=0.1), method="sigmoid", cv=2).fit(X_train, y_train)
print(len(calibrated.calibrated_classifiers_), calibrated.predict_proba(X_test)[:1])

Xd, yd = load_diabetes(return_X_y=True)
vr = VotingRegressor([("lin", LinearRegression()), ("knn", KNeighborsRegressor(n_neighbors=7))], weights=[2, 1])
vr.fit(Xd, yd)
print(vr.named_estimators_["lin"].coef_, vr.estimators_[1].n_neighbors)
sr = StackingRegressor(
    [("et", ExtraTreesRegressor(n_estimators=5, random_state=0)), ("lin", LinearRegression())],
    final_estimator=RidgeCV(),
    cv=2,
)
print(sr.fit(Xd, yd).final_estimator_.alpha_, sr.estimators_[0].feature_importances_.max())
ada = AdaBoostRegressor(estimator=DecisionTreeRegressor(max_depth=2), n_estimators=4, random_state=0).fit(Xd, yd)
print(ada.estimator_weights_, ada.estimators_[0].tree_.n_leaves)
