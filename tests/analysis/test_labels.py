"""Which label stands at which place of a program."""

from __future__ import annotations

import pytest

from tests.analysis.marked import labels, notebook_findings, notebook_labels

IMPORTS = """
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
"""


@pytest.mark.parametrize(
    ("imported", "name"),
    [
        ("import sklearn.svm", "sklearn.svm.SVC"),
        ("import sklearn.svm as s", "s.SVC"),
        ("import sklearn", "sklearn.svm.SVC"),
        ("from sklearn import svm", "svm.SVC"),
        ("from sklearn import svm as s", "s.SVC"),
        ("from sklearn.svm import SVC", "SVC"),
        ("from sklearn.svm import SVC as Machine", "Machine"),
        ("from sklearn.svm import *", "SVC"),
        ("from sklearn.svm._classes import SVC", "SVC"),
        ("try:\n    from sklearn.svm import SVC\nexcept ImportError:\n    SVC = None", "SVC"),
    ],
)
def test_every_form_of_import(imported: str, name: str) -> None:
    assert labels(f"{imported}\n{name}(⟦C⟧=1)\n") == [("hyperparameter", "SVC", "C", "unfitted")]


@pytest.mark.parametrize(
    "imported",
    [
        "from .svm import SVC",
        "from svm import SVC",
        "from sklearn_extra.svm import SVC",
        "from sklearn.svm import SCV as SVC",
    ],
)
def test_what_is_not_scikit_learns_has_no_label(imported: str) -> None:
    assert labels(f"{imported}\nSVC(⟦C⟧=1).fit(X, y).⟦coef_⟧\n") == [None, None]


def test_a_chain() -> None:
    assert labels(IMPORTS + "SVC(⟦C⟧=2).⟦fit⟧(X, y).⟦coef_⟧") == [
        ("hyperparameter", "SVC", "C", "unfitted"),
        ("method", "SVC", "fit", "unfitted"),
        ("learned-parameter", "SVC", "coef_", "fitted"),
    ]


def test_the_state_follows_the_program() -> None:
    assert labels(
        IMPORTS
        + """
model = Ridge(alpha=1)
model.⟦alpha⟧
model.⟦coef_⟧
model.fit(X, y)
model.⟦coef_⟧
if unknown:
    model = Ridge()
model.⟦coef_⟧
"""
    ) == [
        ("hyperparameter", "Ridge", "alpha", "unfitted"),
        ("learned-parameter", "Ridge", "coef_", "unfitted"),
        ("learned-parameter", "Ridge", "coef_", "fitted"),
        ("learned-parameter", "Ridge", "coef_", "maybe"),
    ]


def test_branches_join_to_several_estimators() -> None:
    assert labels(
        IMPORTS
        + """
if unknown:
    model = Ridge()
else:
    model = LinearRegression()
model.fit(X, y)
model.⟦coef_⟧
"""
    ) == [("learned-parameter", "LinearRegression|Ridge", "coef_", "fitted")]


def test_one_unknown_branch_makes_it_unknown() -> None:
    assert labels(IMPORTS + "model = Ridge() if unknown else load()\nmodel.⟦coef_⟧") == [None]


@pytest.mark.parametrize(
    "path",
    [
        "pipe[-1]",
        "pipe[1]",
        'pipe["svc"]',
        "pipe.named_steps.svc",
        'pipe.named_steps["svc"]',
        "pipe.steps[-1][1]",
        "pipe[:][-1]",
        "pipe.steps[1:][0][1]",
    ],
)
@pytest.mark.parametrize(
    "made", ['Pipeline([("scale", StandardScaler()), ("svc", SVC())])', "make_pipeline(StandardScaler(), SVC())"]
)
def test_every_way_to_a_step(path: str, made: str) -> None:
    assert labels(IMPORTS + f"pipe = {made}\npipe.fit(X, y)\n{path}.⟦coef_⟧") == [
        ("learned-parameter", "SVC", "coef_", "fitted")
    ]


def test_step_names_are_labelled() -> None:
    assert labels(
        IMPORTS + 'pipe = Pipeline([("⟦scale⟧", StandardScaler()), ("⟦svc⟧", SVC())]).fit(X, y)\npipe["⟦svc⟧"]'
    ) == [
        ("step", "StandardScaler", "scale", "unfitted"),
        ("step", "SVC", "svc", "unfitted"),
        ("step", "SVC", "svc", "fitted"),
    ]


@pytest.mark.parametrize(
    "search", ['GridSearchCV(pipe, {"svc__C": [1]})', 'RandomizedSearchCV(pipe, {"svc__C": [1]}, n_iter=1)']
)
def test_the_best_estimator_of_a_search_is_a_fitted_copy(search: str) -> None:
    assert labels(
        IMPORTS
        + f"""
pipe = make_pipeline(StandardScaler(), SVC())
search = {search}
search.⟦best_estimator_⟧
search.fit(X, y)
search.best_estimator_["svc"].⟦support_⟧
pipe["svc"].⟦support_⟧
"""
    ) == [
        ("learned-parameter", search.partition("(")[0], "best_estimator_", "unfitted"),
        ("learned-parameter", "SVC", "support_", "fitted"),
        ("learned-parameter", "SVC", "support_", "unfitted"),
    ]


def test_grid_keys_lead_to_the_hyperparameter_of_the_step() -> None:
    assert labels(
        IMPORTS
        + """
grid = {"⟦svc__C⟧": [1, 10], "⟦standardscaler__with_mean⟧": [True, False], "⟦svc__gama⟧": [1]}
GridSearchCV(make_pipeline(StandardScaler(), SVC()), grid)
"""
    ) == [
        ("grid-key", "SVC", "svc__C", "unfitted"),
        ("grid-key", "StandardScaler", "standardscaler__with_mean", "unfitted"),
        None,
    ]


def test_loops_over_models() -> None:
    assert labels(
        IMPORTS
        + """
for name, model in {"ridge": Ridge(), "linear": LinearRegression()}.items():
    model.fit(X, y)
    model.⟦coef_⟧
fitted = [model.fit(X, y) for model in (Ridge(), LinearRegression())]
fitted[0].⟦coef_⟧
"""
    ) == [
        ("learned-parameter", "LinearRegression|Ridge", "coef_", "fitted"),
        ("learned-parameter", "Ridge", "coef_", "fitted"),
    ]


def test_functions_are_followed_with_their_arguments() -> None:
    assert (
        labels(
            IMPORTS
            + """
def train(model, *, strength=1.0):
    model.set_params(alpha=strength)
    return model.fit(X, y)

def make():
    return Ridge()

train(make()).⟦coef_⟧
train(model=Ridge(), strength=2).⟦coef_⟧
"""
        )
        == [("learned-parameter", "Ridge", "coef_", "fitted")] * 2
    )


def test_objects_of_the_program_keep_their_models() -> None:
    assert labels(
        IMPORTS
        + """
class Trainer:
    def __init__(self, model):
        self.model = model

    def train(self):
        self.model.fit(X, y)
        return self

Trainer(Ridge()).train().model.⟦coef_⟧
"""
    ) == [("learned-parameter", "Ridge", "coef_", "fitted")]


def test_an_estimator_of_the_program() -> None:
    assert labels(
        """
from sklearn.base import BaseEstimator, RegressorMixin

class Mean(RegressorMixin, BaseEstimator):
    def __init__(self, shift=0.0):
        self.shift = shift

    def fit(self, X, y):
        self.⟦mean_⟧ = y.mean() + self.⟦shift⟧
        return self

Mean(⟦shift⟧=1).fit(X, y).⟦mean_⟧
"""
    ) == [
        ("learned-parameter", "Mean", "mean_", "unfitted"),
        ("hyperparameter", "Mean", "shift", "unfitted"),
        ("hyperparameter", "Mean", "shift", "unfitted"),
        ("learned-parameter", "Mean", "mean_", "fitted"),
    ]


def test_cells_of_a_notebook_are_one_program() -> None:
    assert notebook_labels(
        "from sklearn.linear_model import Ridge\nmodel = Ridge(alpha=2)",
        "%time model.fit(X, y)",
        "%matplotlib inline\nmodel.coef_",
    ) == [
        ("estimator", "Ridge", "Ridge", "unfitted"),
        ("hyperparameter", "Ridge", "alpha", "unfitted"),
        ("method", "Ridge", "fit", "unfitted"),
        ("learned-parameter", "Ridge", "coef_", "fitted"),
    ]


def test_half_typed_code_keeps_the_labels_around_it() -> None:
    assert labels(IMPORTS + "model = Ridge(⟦alpha⟧=2).fit(X, y)\nmodel.(\nmodel.⟦coef_⟧\n") == [
        ("hyperparameter", "Ridge", "alpha", "unfitted"),
        ("learned-parameter", "Ridge", "coef_", "fitted"),
    ]


def test_a_notebook_that_runs_other_code_is_not_judged_after() -> None:
    assert notebook_findings(MODEL, "%run train.py", "model.coef_") == []
    assert notebook_findings(MODEL, "%store -r model", "model.coef_") == []
    assert notebook_findings(MODEL, "%mymagic model", "model.coef_") == []
    assert notebook_findings(MODEL, "%%timeit -n1 -r1 model.fit(X, y)\nmodel.coef_") == []
    assert notebook_findings(MODEL, "%matplotlib inline\n!ls", "model.coef_") == ["SKL201"]


MODEL = "from sklearn.linear_model import Ridge\nmodel = Ridge()"


def test_settings_that_several_estimators_share() -> None:
    assert labels(IMPORTS + 'common = {"⟦max_iter⟧": 5}\nSVC(**common)\nRidge(**common)\n') == [
        ("hyperparameter", "Ridge|SVC", "max_iter", "unfitted")
    ]
