"""Which of the values that a hyperparameter gets is the one that a fit looks at."""

from __future__ import annotations

import pytest

from tests.analysis.marked import findings

IMPORTS = """
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.model_selection import validation_curve
from sklearn.pipeline import Pipeline

pca = PCA(whiten="yes")
pipe = Pipeline([("reduce", pca), ("model", Ridge())])
"""


@pytest.mark.parametrize(
    "program",
    [
        "pca.set_params(n_components=3)\npca.fit(X)",
        "pipe.set_params(reduce__n_components=3, model__alpha=2)\npipe.fit(X, y)",
        "pca.fit(X)\npca.set_params(whiten=True)\npca.fit(X)",
        'pipe.fit(X, y)\npipe.set_params(reduce="passthrough")\npipe.fit(X, y)',
    ],
)
def test_another_hyperparameter_or_a_later_value_excuses_nothing(program: str) -> None:
    assert findings(IMPORTS + program) == ["SKL102"]


@pytest.mark.parametrize(
    "program",
    [
        "pca.set_params(whiten=True)\npca.fit(X)",
        'pipe.set_params(reduce="passthrough")\npipe.fit(X, y)',
        'pipe.steps[0] = ("reduce", PCA())\npipe.fit(X, y)',
        "def use():\n    pca.fit(X)\n\ndef prepare():\n    pca.set_params(whiten=True)",
        'validation_curve(pipe, X, y, param_name="reduce__whiten", param_range=[True])',
    ],
)
def test_a_value_that_is_set_again_before_is_not_judged(program: str) -> None:
    assert findings(IMPORTS + program) == []
