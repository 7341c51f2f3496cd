"""Whose rows a piece of data holds: what is surely known, and nothing else."""

from __future__ import annotations

import pytest

from fitlens.analysis.analyze import analyze
from fitlens.analysis.rows import Data
from fitlens.catalog.store import open_catalog
from fitlens.source.document import document_from_text

SETUP = """
import numpy as np
import pandas as pd
from sklearn import datasets
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris, load_svmlight_file, make_blobs
from sklearn.model_selection import KFold, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.utils import shuffle

iris = load_iris(as_frame=True)
X, y = iris.data, iris.target
X_train, X_test, y_train, y_test = train_test_split(X, y)
"""


def _data(expression: str, before: str = "") -> Data | None:
    """What is known of an expression: it is given to the call that ends last."""
    document = document_from_text("program.py", f"{SETUP}{before}\nSVC().predict({expression})\n")
    calls = analyze(document, open_catalog()).method_calls
    value = max(calls, key=lambda call: (call.span.end, -call.span.start)).arguments[0].value
    return value if isinstance(value, Data) else None


def _described(expression: str, before: str = "") -> str:
    """The side and kind of data, and what made it."""
    data = _data(expression, before)
    if data is None:
        return "unknown"
    rows = data.rows
    found: list[str] = []
    while rows.of is not None:
        found.append(rows.side or "some")
        rows = rows.of
    return " ".join([*found, data.kind, *(f"by {each.by.entry.name}" for each in data.made)])


@pytest.mark.parametrize(
    ("expression", "described"),
    [
        ("iris.data", "array"),
        ("iris['target']", "target"),
        ("iris.frame[['a', 'b']].to_numpy()", "array"),
        ("iris.feature_names", "unknown"),
        ("load_iris(return_X_y=True)[1]", "target"),
        ("datasets.fetch_california_housing().target", "target"),
        ("load_svmlight_file('file')", "unknown"),
        ("X_test", "test array"),
        ("y_train.values", "train target"),
        ("np.asarray(X_test)[:, :2]", "test array"),
        ("X_test.drop(columns='a')", "test array"),
        ("X_test.iloc[:, [1, 2]]", "test array"),
        ("StandardScaler().fit_transform(X_train)", "train array by StandardScaler"),
        ("SVC().fit(X_train, y_train).predict(X_test)", "test labels by SVC"),
        ("SVC().fit(X_train, y_train).decision_function(X_test)", "test scores by SVC"),
        ("make_pipeline(StandardScaler(), SVC()).fit(X_train, y_train).predict(X)", "labels by Pipeline"),
        ("train_test_split(X_test)[0]", "train test array"),
        ("shuffle(X_test)", "some test array"),
    ],
)
def test_known_by_where_it_comes_from(expression: str, described: str) -> None:
    assert _described(expression) == described


@pytest.mark.parametrize(
    "expression",
    [
        "X_test[:10]",
        "X_test[X_test > 1]",
        "X_test.dropna()",
        "X_test.drop(3)",
        "X_test + 1",
        "np.vstack([X_train, X_test])",
    ],
)
def test_unknown_where_rows_may_be_others(expression: str) -> None:
    assert _data(expression) is None


@pytest.mark.parametrize(
    ("before", "described"),
    [
        ("a, b = make_blobs(n_samples=9)\nuse = b", "target"),
        ("a, b, centers = make_blobs(n_samples=9, return_centers=True)\nuse = centers", "unknown"),
        ("for train, test in KFold().split(X):\n    use = X.iloc[test]", "test array"),
        ("for i, (train, test) in enumerate(KFold().split(X)):\n    use = y[train]", "train target"),
        ("def part():\n    return train_test_split(X, y)\n_, use, *_ = part()", "test array"),
        ("use = X_train if len(X) > 9 else X_test", "unknown"),
        ("iris.data = iris.data.dropna()\nuse = iris.data", "unknown"),
        ("use = X_test\nuse += 1", "unknown"),
        ("table = pd.read_csv('file')\nuse, rest = train_test_split(table)", "train array"),
    ],
)
def test_followed_through_the_program(before: str, described: str) -> None:
    assert _described("use", before) == described


def test_a_name_that_is_split_or_fitted_on_is_the_same_rows_until_it_is_bound_anew() -> None:
    before = "table = pd.read_csv('file')\nscaler = StandardScaler().fit(table)\n"
    scaled = _data("scaler.transform(table)", before)
    assert scaled is not None
    assert scaled.made[0].learned is scaled.rows
    assert _data("scaler.transform(table)", before + "table = table.dropna()\n") is None


def test_what_a_model_was_fitted_on_is_forgotten_in_other_hands() -> None:
    program = f"{SETUP}model = SVC().fit(X_train, y_train)\nmodel.predict(X)\nstudy(model)\nmodel.predict(X)\n"
    first, second = analyze(document_from_text("program.py", program), open_catalog()).method_calls[-2:]
    assert first.seen is not None
    assert second.seen is None
