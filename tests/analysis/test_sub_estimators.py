"""Estimators that fit makes: scikit-learn's own, and those that the methods of a class of the program put on self."""

from __future__ import annotations

import pytest

from tests.analysis.marked import findings, labels

IMPORTS = """
import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, TransformerMixin, clone
from sklearn.ensemble import AdaBoostClassifier, GradientBoostingRegressor, RandomForestClassifier, VotingClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
"""


def test_what_scikit_learns_fit_was_seen_to_make() -> None:
    assert labels(
        IMPORTS
        + """
forest = RandomForestClassifier().fit(X, y)
for tree in forest.estimators_[:3]:
    tree.⟦tree_⟧
[each.⟦feature_importances_⟧ for each in forest.estimators_]
boosted = GradientBoostingRegressor().fit(X, y)
boosted.init_.⟦constant_⟧
boosted.estimators_[0, 0].⟦tree_⟧
boosted.estimators_[0][0].⟦tree_⟧
boosted.estimators_[0].⟦tree_⟧
VotingClassifier([("a", SVC()), ("b", SVC())]).fit(X, y).le_.⟦classes_⟧
AdaBoostClassifier().fit(X, y).estimators_[0].⟦tree_⟧
AdaBoostClassifier(estimator=SVC()).fit(X, y).estimators_[0].⟦tree_⟧
AdaBoostClassifier(estimator=unknown).fit(X, y).estimators_[0].⟦tree_⟧
"""
    ) == [
        ("learned-parameter", "DecisionTreeClassifier", "tree_", "fitted"),
        ("learned-parameter", "DecisionTreeClassifier", "feature_importances_", "fitted"),
        ("learned-parameter", "DummyRegressor", "constant_", "fitted"),
        ("learned-parameter", "DecisionTreeRegressor", "tree_", "fitted"),
        ("learned-parameter", "DecisionTreeRegressor", "tree_", "fitted"),
        None,
        ("learned-parameter", "LabelEncoder", "classes_", "fitted"),
        ("learned-parameter", "DecisionTreeClassifier", "tree_", "fitted"),
        None,
        None,
    ]


def test_of_what_scikit_learns_fit_makes_it_is_known_what_it_has_not() -> None:
    assert findings(IMPORTS + "forest = RandomForestClassifier().fit(X, y)\nforest.estimators_[0].best_score_") == [
        "SKL202"
    ]
    # a class that derives from it may make others
    program = "class Forest(RandomForestClassifier):\n    pass\nForest().fit(X, y).estimators_[0].best_score_"
    assert findings(IMPORTS + program) == []


OWN = (
    IMPORTS
    + """
class Mean(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        self.inner_ = LinearRegression().fit(X, y)
        self.models_ = [Ridge(alpha=a).fit(X, y) for a in (1, 2)]
        return self

    def predict(self, X):
        return self.inner_.⟦predict⟧(X) + self.models_[0].⟦coef_⟧
"""
)


def test_what_fit_puts_on_self_is_known_in_other_methods() -> None:
    assert labels(OWN) == [
        ("method", "LinearRegression", "predict", "maybe"),
        ("learned-parameter", "Ridge", "coef_", "maybe"),
    ]


def test_what_fit_puts_on_self_is_known_outside() -> None:
    assert labels(
        OWN
        + """
mean = Mean().fit(X, y)
mean.inner_.⟦coef_⟧
mean.predict(X)
make_pipeline(StandardScaler(), Mean()).fit(X, y)[-1].inner_.⟦coef_⟧
"""
    ) == [
        ("method", "LinearRegression", "predict", "fitted"),
        ("learned-parameter", "Ridge", "coef_", "fitted"),
        ("learned-parameter", "LinearRegression", "coef_", "fitted"),
        ("learned-parameter", "LinearRegression", "coef_", "fitted"),
    ]


def test_what_is_set_in_a_method_that_an_inherited_fit_calls() -> None:
    assert labels(
        IMPORTS
        + """
class Block(TransformerMixin, BaseEstimator):
    def fit(self, X, y=None):
        self._learn(X)
        return self

    def transform(self, X):
        return self._apply(X)

class Scaled(Block):
    def _learn(self, X):
        self.scaler_ = StandardScaler().fit(X)

    def _apply(self, X):
        return self.scaler_.⟦transform⟧(X)

scaled = Scaled()
scaled.fit_transform(X)
scaled.scaler_.⟦mean_⟧
"""
    ) == [
        ("method", "StandardScaler", "transform", "fitted"),
        ("learned-parameter", "StandardScaler", "mean_", "fitted"),
    ]


UNSEEN = {
    "fitted by code that is not seen": """
    def fit(self, X, y):
        self.m_ = Ridge()
        train(self)
        return self
A().fit(X, y).m_.coef_
""",
    "fitted by a method that an inherited one calls": """
    def fit(self, X, y):
        self.m_ = Ridge()
        return self
    def predict(self, X):
        return self.m_.fit(X, X).predict(X)
a = A().fit(X, y)
a.score(X, y)
a.m_.coef_
""",
    "fitted in a pipeline": """
    def fit(self, X, y):
        self.m_ = Ridge()
        return self
    def transform(self, X):
        return self.m_.fit(X, X).predict(X)
a = A().fit(X, y)
make_pipeline(a, SVC()).fit(X, y)
a.m_.coef_
""",
    "set from outside": """
    def read(self):
        return self.extra_
a = A()
a.extra_ = 1
a.read()
""",
}


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_may_have_happened_unseen_is_not_judged(unseen: str) -> None:
    assert findings(IMPORTS + "class A(RegressorMixin, BaseEstimator):" + UNSEEN[unseen]) == []


def test_what_answers_for_a_fitted_estimator_may_be_fitted_itself() -> None:
    program = """
from sklearn.frozen import FrozenEstimator
from sklearn.svm import SVC
FrozenEstimator(SVC().fit(X, y)).⟦fit⟧(X, y)
FrozenEstimator(SVC()).⟦fit⟧(X, y)
"""
    assert labels(program) == [
        ("method", "FrozenEstimator", "fit", "maybe"),
        ("method", "FrozenEstimator", "fit", "unfitted"),
    ]


def test_a_pipeline_runs_the_fit_of_a_class_with_what_that_holds() -> None:
    program = IMPORTS + (
        "class Many(RegressorMixin, BaseEstimator):\n"
        "    def __init__(self, base=None):\n        self.base = base\n"
        "    def fit(self, X, y):\n        self.models_ = [clone(self.base).⟦fit⟧(X, y)]\n        return self\n"
        "pipe = make_pipeline(StandardScaler(), Many(Ridge(alpha=-1))).fit(X, y)\n"
        "pipe[-1].models_[0].⟦coef_⟧\n"
    )
    assert labels(program) == [
        ("method", "Ridge", "fit", "unfitted"),
        ("learned-parameter", "Ridge", "coef_", "fitted"),
    ]
    assert findings(program) == ["SKL102"]
