"""Attributes of self in an estimator of the program: one that nothing ever sets is found, where that is sure."""

from __future__ import annotations

import pytest

from tests.analysis.marked import findings

IMPORTS = """
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.feature_selection import SelectorMixin
from sklearn.utils.validation import check_is_fitted, validate_data
"""
SCALED = """
class Scaled(TransformerMixin, BaseEstimator):
    def __init__(self, power=1):
        self.power = power

    def fit(self, X, y=None):
        X = validate_data(self, X)
        self.mean_ = X.mean()
        return self

    def transform(self, X):
        check_is_fitted(self)
        return (X - self.mean_) ** self.power * self.n_features_in_
"""


def test_underscores_on_self() -> None:
    wrong = SCALED.replace("** self.power", "** self.power_").replace("- self.mean_", "- self.mean")
    assert findings(IMPORTS + wrong + "Scaled()\n") == ["SKL204", "SKL204"]
    assert findings(IMPORTS + SCALED + "Scaled()\n") == []


WRONG = SCALED.replace("** self.power", "** self.power_")


@pytest.mark.parametrize(
    "program",
    [
        WRONG,  # never made: it may be there to derive from
        WRONG + "class More(Scaled):\n    power_ = 1\nScaled()\n",
        WRONG + "scaled = Scaled()\nscaled.power_ = 1\n",
        WRONG + "Scaled.power_ = 1\nScaled()\n",
        WRONG + "def more(scaled):\n    scaled.power_ = 1\nScaled()\n",
        WRONG.replace("check_is_fitted(self)", "prepare(self)") + "Scaled()\n",
        WRONG.replace("check_is_fitted(self)", "if hasattr(self, 'power_'):\n            pass") + "Scaled()\n",
    ],
)
def test_what_may_be_set_elsewhere_is_not_judged(program: str) -> None:
    assert findings(IMPORTS + program) == []
