"""Models in lists and dicts, and what loops and comprehensions over them do, turn by turn."""

from __future__ import annotations

import pytest

from tests.analysis.marked import findings, labels

IMPORTS = """
import numpy as np
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge, SGDClassifier
from sklearn.model_selection import GridSearchCV, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
"""


def learned(estimator: str, name: str, state: str = "fitted") -> tuple[str, str, str, str]:
    return "learned-parameter", estimator, name, state


def test_a_loop_over_models_fits_each_of_them() -> None:
    assert labels(
        IMPORTS
        + """
models = {"svm": SVC(kernel="linear"), "ridge": Ridge()}
for name, model in models.items():
    model.⟦fit⟧(X, y)
    if name == "svm":
        model.⟦coef_⟧
models["svm"].⟦support_vectors_⟧
"""
    ) == [
        ("method", "Ridge|SVC", "fit", "unfitted"),
        learned("SVC", "coef_"),
        learned("SVC", "support_vectors_"),
    ]


@pytest.mark.parametrize(
    "leaves",
    ["if bad(name):\n        break", "if bad(name):\n        continue", "if bad(name):\n        models.clear()"],
)
def test_a_loop_that_may_leave_some_out_fits_them_maybe(leaves: str) -> None:
    program = f"""
models = {{"svm": SVC(), "ridge": Ridge()}}
for name in models:
    {leaves}
    models[name].fit(X, y)
model = models.get("ridge")
model.⟦coef_⟧
"""
    assert labels(IMPORTS + program) == [learned("Ridge", "coef_", "maybe")]


@pytest.mark.parametrize(
    ("over", "state"),
    [
        ("range(0, 150, 50)", "fitted"),
        ("range(1000)", "fitted"),
        ("np.array_split(X, 5)", "fitted"),
        ("range(0)", "maybe"),
        ("range(n)", "maybe"),
        ("np.array_split(X, n)", "maybe"),
    ],
)
def test_a_loop_that_surely_runs(over: str, state: str) -> None:
    assert labels(IMPORTS + f"clf = SGDClassifier()\nfor part in {over}:\n    clf.partial_fit(X, y)\nclf.⟦coef_⟧") == [
        learned("SGDClassifier", "coef_", state)
    ]


def test_the_settings_of_several_searches() -> None:
    assert labels(
        IMPORTS
        + """
searches = {"svm": {"model": SVC(), "grid": {"⟦C⟧": [1]}}, "ridge": {"model": Ridge(), "grid": {"⟦alpha⟧": [1]}}}
best = {}
for name, settings in searches.items():
    search = GridSearchCV(settings["model"], settings["grid"]).fit(X, y)
    best[name] = search.best_estimator_
best["ridge"].⟦coef_⟧
"""
    ) == [("grid-key", "SVC", "C", "unfitted"), ("grid-key", "Ridge", "alpha", "unfitted"), learned("Ridge", "coef_")]


@pytest.mark.parametrize(
    "made",
    [
        "[train(model) for model in (Ridge(), SVC())]",
        "list({name: clone(model).fit(X, y) for name, model in dict(ridge=Ridge(), svm=SVC()).items()}.values())",
    ],
)
def test_a_comprehension_keeps_what_each_turn_gives(made: str) -> None:
    program = (
        f"def train(model):\n    return model.fit(X, y)\n\nfitted = {made}\nfitted[0].⟦coef_⟧\nfitted[1].⟦support_⟧\n"
    )
    assert labels(IMPORTS + program) == [learned("Ridge", "coef_"), learned("SVC", "support_")]


def test_a_starred_target_takes_the_rest() -> None:
    assert labels(
        IMPORTS + "first, *others = [Ridge(), SVC(), PCA()]\nfirst.⟦coef_⟧\nothers[1].fit(X).⟦components_⟧"
    ) == [learned("Ridge", "coef_", "unfitted"), learned("PCA", "components_")]


def test_a_dict_of_the_pairs_of_a_pipeline() -> None:
    assert labels(
        IMPORTS + 'pipe = make_pipeline(StandardScaler(), PCA()).fit(X)\ndict(pipe.steps)["pca"].⟦components_⟧'
    ) == [learned("PCA", "components_")]


def test_the_transformers_of_a_column_transformer() -> None:
    assert labels(
        IMPORTS
        + """
columns = ColumnTransformer([("scale", make_pipeline(StandardScaler()), [1]), ("rest", "passthrough", [2])]).fit(X)
columns.transformers_[0][1][0].⟦var_⟧
columns.transformers_[1][1].⟦var_⟧
"""
    ) == [learned("StandardScaler", "var_"), None]


def test_settings_that_differ_each_time_are_labelled_and_not_judged_together() -> None:
    program = """
def make(settings):
    return PCA(**settings)

make({"⟦n_components⟧": "mle"})
make({"⟦svd_solver⟧": "randomized"})
"""
    assert labels(IMPORTS + program) == [
        ("hyperparameter", "PCA", "n_components", "unfitted"),
        ("hyperparameter", "PCA", "svd_solver", "unfitted"),
    ]
    assert findings(IMPORTS + program + "make({}).fit(X)\n") == []


def test_the_estimators_of_a_cross_validation() -> None:
    assert labels(
        IMPORTS
        + """
results = cross_validate(make_pipeline(StandardScaler(), Ridge()), X, y, return_estimator=True)
for fitted in results["estimator"]:
    fitted[-1].⟦coef_⟧
results["estimator"][0][0].⟦var_⟧
results["test_score"].⟦coef_⟧
"""
    ) == [learned("Ridge", "coef_"), learned("StandardScaler", "var_"), None]


def test_what_comes_first_in_a_loop_sees_nothing_of_it() -> None:
    program = (
        "ridge = Ridge()\nfor alpha in alphas:\n    ridge.set_params(alpha=alpha)\n    ridge.{}\n    ridge.fit(X, y)"
    )
    assert findings(IMPORTS + program.format("predict(X)")) == ["SKL208"]
    assert findings(IMPORTS + program.format("coef_")) == ["SKL201"]


@pytest.mark.parametrize(
    "first",
    [
        "if turn:\n        ridge.predict(X)",
        "turn and ridge.predict(X)",
        "if not turn:\n        continue\n    ridge.predict(X)",
        "prepare(ridge)\n    ridge.predict(X)",
    ],
)
def test_what_may_not_come_in_the_first_turn_is_not_judged(first: str) -> None:
    assert findings(IMPORTS + f"ridge = Ridge()\nfor turn in turns:\n    {first}\n    ridge.fit(X, y)") == []


@pytest.mark.parametrize(
    ("chosen", "classes"),
    [
        ('models["svm"]', "SVC"),
        ("models[name]", "Ridge|SVC"),
        ("models.get(name)", "Ridge|SVC"),
        ("models.get(name, PCA)", "PCA|Ridge|SVC"),
        ('models.get("svm", PCA)', "SVC"),
        ('models.get("pca", PCA)', "PCA"),
        ('getattr(import_module("sklearn.svm"), "SVC")', "SVC"),
    ],
)
def test_a_class_chosen_by_name(chosen: str, classes: str) -> None:
    program = IMPORTS + 'from importlib import import_module\nmodels = {"svm": SVC, "ridge": Ridge}\n'
    assert labels(f"{program}model = {chosen}()\nmodel.⟦fit⟧(X, y)") == [("method", classes, "fit", "unfitted")]


def test_what_was_put_into_a_list_is_where_it_was_put() -> None:
    program = """
models = [SVC()]
models.insert(0, Ridge())
models[0].⟦fit⟧(X, y)
models.pop().⟦fit⟧(X, y)
models.pop(0).⟦fit⟧(X, y)
"""
    assert [label and label[1:] for label in labels(IMPORTS + program)] == [
        ("Ridge", "fit", "unfitted"),
        ("SVC", "fit", "unfitted"),
        ("Ridge", "fit", "fitted"),
    ]


def test_what_is_unpacked_from_a_generator_is_made_for_each_name() -> None:
    program = "first, second = (Ridge() for _ in range(2))\nfirst.fit(X, y)\nsecond.⟦fit⟧(X, y)\n"
    assert labels(IMPORTS + program) == [("method", "Ridge", "fit", "unfitted")]
    program = "models = [Ridge()] * 2\nmodels[0].fit(X, y)\nmodels[1].⟦coef_⟧\n"
    assert labels(IMPORTS + program) == [learned("Ridge", "coef_")]


def test_a_list_of_names_is_the_same_behind_what_only_reads_it() -> None:
    program = """
import pandas as pd

names = ["ridge", "pca"]
pd.DataFrame({"name": names})
models = {name: model for name, model in zip(names, [Ridge().fit(X, y), PCA()])}
models["ridge"].⟦coef_⟧
"""
    assert labels(IMPORTS + program) == [learned("Ridge", "coef_")]


def test_what_was_put_into_a_dict_by_its_methods() -> None:
    program = """
from collections import OrderedDict, defaultdict

models = OrderedDict([("svc", SVC())])
models.update({"ridge": Ridge()}, pca=PCA())
models.setdefault("ridge", SVC()).⟦fit⟧(X, y)
for name in models:
    models[name].fit(X, y)
models["pca"].⟦components_⟧
groups = defaultdict(list)
for model in (SVC(), Ridge()):
    groups["first"].append(model.fit(X, y))
groups["first"][1].⟦coef_⟧
for key, model in read():
    groups[key].append(PCA())
groups[name][0].⟦fit⟧(X)
"""
    assert [label and label[1:] for label in labels(IMPORTS + program)] == [
        ("Ridge", "fit", "unfitted"),
        ("PCA", "components_", "fitted"),
        ("Ridge", "coef_", "fitted"),
        ("PCA|Ridge|SVC", "fit", "maybe"),
    ]
