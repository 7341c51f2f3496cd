"""What a test leaves of several estimators: in its branches it is one of these, behind both any of them again."""

from __future__ import annotations

import pytest

from tests.analysis.marked import findings, labels

IMPORTS = """
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import Ridge
from sklearn.svm import SVC

"""


def test_each_branch_of_hasattr_has_those_that_remain() -> None:
    assert labels(
        IMPORTS
        + """
model = [SVC(kernel="rbf"), Ridge(), RandomForestClassifier(), PCA()][chosen]
model.fit(X, y)
if hasattr(model, "decision_function"):
    model.⟦decision_function⟧(X)
elif hasattr(model, "coef_"):
    model.⟦coef_⟧
else:
    model.⟦random_state⟧
model.⟦fit⟧
"""
    ) == [
        ("method", "SVC", "decision_function", "fitted"),
        ("learned-parameter", "Ridge", "coef_", "fitted"),
        ("hyperparameter", "PCA|RandomForestClassifier", "random_state", "fitted"),
        ("method", "PCA|RandomForestClassifier|Ridge|SVC", "fit", "fitted"),
    ]


@pytest.mark.parametrize("asked", ['hasattr(model, "coef_")', "isinstance(model, Ridge)"])
def test_a_conditional_expression(asked: str) -> None:
    program = "model = (Ridge() if u else RandomForestClassifier()).fit(X, y)\n"
    program += f"model.⟦coef_⟧ if {asked} else model.⟦feature_importances_⟧\n{asked} and model.⟦coef_⟧\nmodel.⟦fit⟧"
    assert labels(IMPORTS + program) == [
        ("learned-parameter", "Ridge", "coef_", "fitted"),
        ("learned-parameter", "RandomForestClassifier", "feature_importances_", "fitted"),
        ("learned-parameter", "Ridge", "coef_", "fitted"),
        ("method", "RandomForestClassifier|Ridge", "fit", "fitted"),
    ]


@pytest.mark.parametrize(
    ("otherwise", "state"), [("model.fit(X, y)", "fitted"), ("pass", "maybe"), ("model = model.fit(X, y)", "fitted")]
)
def test_what_is_done_in_a_branch_is_done_to_whichever_it_is(otherwise: str, state: str) -> None:
    program = "model = Ridge() if u else RandomForestClassifier()\n"
    program += f"if isinstance(model, Ridge):\n    model.fit(X, y)\nelse:\n    {otherwise}\nmodel.⟦predict⟧"
    assert labels(IMPORTS + program) == [("method", "RandomForestClassifier|Ridge", "predict", state)]


def test_a_choice_that_is_fitted_on_one_way_only_is_maybe_fitted() -> None:
    program = "model = Ridge() if u else SVC()\nif unknown:\n    model.fit(X, y)\nmodel.⟦coef_⟧"
    assert labels(IMPORTS + program) == [("learned-parameter", "Ridge|SVC", "coef_", "maybe")]


def test_a_test_that_leaves_no_other_narrows_what_follows() -> None:
    program = "model = Ridge() if u else SVC()\nif not isinstance(model, Ridge):\n    raise TypeError\nmodel.⟦alpha⟧"
    assert labels(IMPORTS + program) == [("hyperparameter", "Ridge", "alpha", "unfitted")]


FALLBACK = """
try:
    from boosting_of_others import Classifier
    model = Classifier()
except ImportError:
    model = RandomForestClassifier()
"""


def test_what_stands_in_for_a_missing_package_is_labelled_and_not_judged() -> None:
    program = IMPORTS + FALLBACK + "model.⟦fit⟧(X, y)\nmodel.⟦feature_importances_⟧\nmodel.coef_\n"
    assert labels(program) == [
        ("method", "RandomForestClassifier", "fit", "maybe"),
        ("learned-parameter", "RandomForestClassifier", "feature_importances_", "maybe"),
    ]
    assert findings(program) == []


@pytest.mark.parametrize("anew", ["model = load()", "if unknown:\n    model = load()", "del model"])
def test_until_the_name_is_bound_anew(anew: str) -> None:
    assert labels(IMPORTS + FALLBACK + f"{anew}\nmodel.⟦fit⟧(X, y)") == [None]


def test_a_branch_that_none_of_them_comes_to_is_labelled_for_those_that_do() -> None:
    assert labels(
        IMPORTS
        + """
for model in (SVC(), Ridge()):
    model.fit(X, y)
    if hasattr(model, "decision_function"):
        model.⟦decision_function⟧(X)
    else:
        model.⟦predict⟧(X)
"""
    ) == [("method", "SVC", "decision_function", "fitted"), ("method", "Ridge", "predict", "fitted")]
