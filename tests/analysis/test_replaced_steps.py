"""Steps that are replaced after the pipeline was made, and steps and grids that are written elsewhere than in the call."""

from __future__ import annotations

import pytest

from tests.analysis.marked import findings, labels

IMPORTS = """
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

"""
FITTED = 'pipe = Pipeline([("scale", StandardScaler()), ("model", SVC())]).fit(X, y)\n'


@pytest.mark.parametrize(
    "replaced",
    [
        "pipe.set_params(model=RandomForestClassifier())",
        'pipe.steps[-1] = ("model", RandomForestClassifier())',
        'pipe.steps.append(("other", RandomForestClassifier()))',
    ],
)
def test_a_new_last_step_makes_a_fitted_pipeline_unfitted(replaced: str) -> None:
    program = IMPORTS + FITTED + f"{replaced}\npipe.⟦predict⟧(X)\npipe.fit(X, y).⟦predict⟧(X)"
    assert labels(program) == [
        ("method", "Pipeline", "predict", "unfitted"),
        ("method", "Pipeline", "predict", "fitted"),
    ]
    assert findings(program) == ["SKL208"]


@pytest.mark.parametrize(
    "replaced",
    [
        'pipe.set_params(scale="passthrough")',
        "pipe.set_params(model=fitted)",
        "pipe.set_params(model=RandomForestClassifier())\npipe.fit(X, y)",
        "pipe.set_params(**changes)",
    ],
)
def test_a_pipeline_whose_last_step_may_be_fitted_is_not_judged(replaced: str) -> None:
    program = "fitted = SVC().fit(X, y)\n" + FITTED + f"{replaced}\npipe.predict(X)\npipe.classes_"
    assert findings(IMPORTS + program) == []


def test_what_the_first_step_answers_needs_no_fitted_last_step() -> None:
    program = FITTED + "pipe.set_params(model=RandomForestClassifier())\n"
    assert findings(IMPORTS + program + "pipe.n_features_in_\npipe.feature_names_in_") == []


def test_the_new_step_has_the_hyperparameters() -> None:
    program = "pipe.set_params(⟦model__n_estimators⟧=3, model=RandomForestClassifier())\npipe[-1].⟦n_estimators⟧"
    assert labels(IMPORTS + FITTED + program) == [
        ("grid-key", "RandomForestClassifier", "model__n_estimators", "unfitted"),
        ("hyperparameter", "RandomForestClassifier", "n_estimators", "unfitted"),
    ]


def test_a_step_that_is_switched_off_leaves_the_others_known() -> None:
    program = 'pipe.set_params(scale="passthrough")\npipe.fit(X, y)[-1].⟦support_⟧'
    assert labels(IMPORTS + FITTED + program) == [("learned-parameter", "SVC", "support_", "fitted")]


def test_a_grid_that_replaces_the_step() -> None:
    assert labels(
        IMPORTS
        + """
pipe = Pipeline([("scale", StandardScaler()), ("model", Ridge())])
search = GridSearchCV(
    pipe,
    [
        {"model": [SVC()], "⟦model__C⟧": [1]},
        {"model": [RandomForestClassifier()], "⟦model__max_depth⟧": [2], "⟦scale__with_std⟧": [True]},
    ],
)
search.fit(X, y).best_estimator_["model"].⟦random_state⟧
search.best_estimator_["scale"].⟦var_⟧
"""
    ) == [
        ("grid-key", "SVC", "model__C", "unfitted"),
        ("grid-key", "RandomForestClassifier", "model__max_depth", "unfitted"),
        ("grid-key", "StandardScaler", "scale__with_std", "unfitted"),
        ("hyperparameter", "RandomForestClassifier|SVC", "random_state", "fitted"),
        ("learned-parameter", "StandardScaler", "var_", "fitted"),
    ]


def test_a_grid_whose_candidates_are_not_known_tells_nothing_of_the_step() -> None:
    program = """
pipe = Pipeline([("scale", StandardScaler()), ("model", Ridge())])
search = GridSearchCV(pipe, {"model": candidates})
search.fit(X, y).best_estimator_["model"].⟦coef_⟧
"""
    assert labels(IMPORTS + program) == [None]


def test_a_grid_written_as_keywords() -> None:
    program = "RandomizedSearchCV(make_pipeline(SVC()), dict(⟦svc__C⟧=[1], ⟦svc__gamma⟧=[2]), n_iter=1)"
    assert labels(IMPORTS + program) == [
        ("grid-key", "SVC", "svc__C", "unfitted"),
        ("grid-key", "SVC", "svc__gamma", "unfitted"),
    ]


def test_steps_in_a_list_that_is_made_before() -> None:
    program = 'steps = [("⟦scale⟧", StandardScaler())]\nsteps.append(("⟦pca⟧", PCA()))\nPipeline(steps)'
    assert labels(IMPORTS + program) == [
        ("step", "StandardScaler", "scale", "unfitted"),
        ("step", "PCA", "pca", "unfitted"),
    ]


def test_a_step_that_only_some_spaces_of_a_search_replace_may_remain() -> None:
    program = """
pipe = Pipeline([("reduce", PCA()), ("model", Ridge())])
search = GridSearchCV(pipe, [{"model": [SVC()], "model__C": [1, 2]}, {"reduce__n_components": [1, 2]}]).fit(X, y)
search.best_estimator_["model"].⟦n_features_in_⟧
search.best_estimator_["reduce"].⟦components_⟧
"""
    assert labels(IMPORTS + program) == [
        ("learned-parameter", "Ridge|SVC", "n_features_in_", "fitted"),
        ("learned-parameter", "PCA", "components_", "fitted"),
    ]
