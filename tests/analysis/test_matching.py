"""`match`: which case is taken where that is known, and what its patterns bind."""

from __future__ import annotations

import pytest

from tests.analysis.marked import findings, labels

IMPORTS = """
from dataclasses import dataclass
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier


def build(wanted):
    match wanted:
        case "svc":
            return SVC(kernel="linear")
        case "tree" | "forest":
            return DecisionTreeClassifier()
        case {"alpha": float(alpha), **rest}:
            return Ridge(alpha=alpha)
        case [scaler, *others] if others:
            return scaler
        case _:
            raise ValueError(wanted)


"""


@pytest.mark.parametrize(
    ("wanted", "made"),
    [
        ('"svc"', "SVC"),
        ('"forest"', "DecisionTreeClassifier"),
        ('{"alpha": 2.0, "beta": 1}', "Ridge"),
        ("[StandardScaler(), SVC()]", "StandardScaler"),
        ('"svc" if chosen else "tree"', "SVC|DecisionTreeClassifier"),
    ],
)
def test_what_is_matched_decides(wanted: str, made: str) -> None:
    assert labels(f"{IMPORTS}build({wanted}).⟦fit⟧(X, y)") == [("method", made, "fit", "unfitted")]


def test_of_what_is_not_known_any_case_may_be_taken() -> None:
    # ... the one that gives back what it was given included
    assert labels(f"{IMPORTS}build(wanted).⟦fit⟧(X, y)") == [None]


def test_a_class_pattern_leaves_those_of_its_class() -> None:
    assert labels(
        IMPORTS
        + """
model = [SVC(kernel="linear"), Ridge(), DecisionTreeClassifier()][chosen]
model.fit(X, y)
match model:
    case SVC(C=c) as svc:
        svc.⟦support_⟧
    case Ridge():
        model.⟦coef_⟧
    case other:
        other.⟦tree_⟧
model.⟦fit⟧
"""
    ) == [
        ("learned-parameter", "SVC", "support_", "fitted"),
        ("learned-parameter", "Ridge", "coef_", "fitted"),
        ("learned-parameter", "DecisionTreeClassifier", "tree_", "fitted"),
        ("method", "Ridge|SVC|DecisionTreeClassifier", "fit", "fitted"),
    ]


def test_patterns_take_tuples_and_records_apart() -> None:
    program = """
@dataclass
class Job:
    scaler: object
    model: object

match (StandardScaler(), Ridge()):
    case (scaler, model):
        scaler.⟦fit⟧(X), model.⟦fit⟧(X, y)
match Job(StandardScaler(), SVC()):
    case Job(scaler, model=model):
        scaler.⟦mean_⟧, model.⟦C⟧
"""
    assert labels(IMPORTS + program) == [
        ("method", "StandardScaler", "fit", "unfitted"),
        ("method", "Ridge", "fit", "unfitted"),
        ("learned-parameter", "StandardScaler", "mean_", "unfitted"),
        ("hyperparameter", "SVC", "C", "unfitted"),
    ]
    assert findings(IMPORTS + program) == ["SKL201"]


def test_a_case_that_is_not_taken_has_labels_and_no_findings() -> None:
    program = 'mode = "fit"\nmodel = Ridge()\nmatch mode:\n    case "fit":\n        model.fit(X, y)\n    case "load":\n'
    program += "        model.⟦coef_⟧\nmodel.⟦coef_⟧\n"
    assert [label and label[3] for label in labels(IMPORTS + program)] == ["maybe", "fitted"]
    assert findings(IMPORTS + program) == []
