"""Estimators of other packages, in a program that uses them."""

from __future__ import annotations

from pathlib import Path

from fitlens.analysis.analyze import analyze
from fitlens.catalog.store import open_catalog
from fitlens.environment.third_party import ThirdParty
from fitlens.rules import registry
from fitlens.source.document import document_from_text

PACKAGE = """
from sklearn.base import BaseEstimator, TransformerMixin

class Sampler(TransformerMixin, BaseEstimator):
    def __init__(self, *, ratio=0.5):
        self.ratio = ratio

    def fit(self, X, y=None):
        self.means_ = X.mean()
        return self
"""
PROGRAM = """
import resampling
from resampling import Sampler
from resampling.missing import Nothing

Sampler(ratio=1).fit(X).means_
resampling.Sampler(ratoi=1)
Nothing(ratio=1)
"""


def test_they_are_labelled_and_checked_from_their_installed_source(tmp_path: Path) -> None:
    package = tmp_path / "resampling"
    package.mkdir()
    (package / "__init__.py").write_text("from ._sampler import Sampler\n__all__ = ['Sampler']\n", encoding="utf-8")
    (package / "_sampler.py").write_text(PACKAGE, encoding="utf-8")
    document = document_from_text("program.py", PROGRAM)
    facts = analyze(document, open_catalog(), ThirdParty(str(tmp_path), open_catalog()).resolve)
    assert [(site.role, site.name) for site in facts.sites if site.role != "estimator"] == [
        ("hyperparameter", "ratio"),
        ("method", "fit"),
        ("learned-parameter", "means_"),
    ]
    assert [finding.message for finding in registry.run(facts, document)] == ["`Sampler` has no hyperparameter `ratoi`"]


def test_what_a_function_of_a_package_gives_is_labelled_and_never_judged(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(
        "from sklearn.svm import SVC\ndef make(C):\n    return SVC(C=C)\n", encoding="utf-8"
    )
    program = "from models import make\nclf = make(2)\nclf.support_\nclf.suport_\nclf.set_params(gamma=-1)\n"
    document = document_from_text("program.py", program)
    facts = analyze(document, open_catalog(), ThirdParty(str(tmp_path), open_catalog()).resolve)
    assert [(site.name, site.state) for site in facts.sites] == [
        ("support_", "maybe"),
        ("set_params", "maybe"),
        ("gamma", "maybe"),
    ]
    assert registry.run(facts, document) == []
