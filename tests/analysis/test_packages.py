"""Estimators of other packages, in a program that uses them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from fitlens.analysis.analyze import analyze
from fitlens.catalog.store import open_catalog
from fitlens.environment.third_party import ThirdParty
from fitlens.rules import registry
from fitlens.source.document import document_from_text

PACKAGE = """
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

class Sampler(TransformerMixin, BaseEstimator):
    def __init__(self, *, ratio=0.5):
        self.ratio = ratio

    def fit(self, X, y=None):
        self.means_ = X.mean()
        return self

    def transform(self, X):
        check_is_fitted(self)
        return X - self.means_

    def prepare(self, X):
        return self.fit(X)
"""
PROGRAM = """
import resampling
from resampling import Sampler
from resampling.missing import Nothing

Sampler(ratio=1).fit(X).means_
resampling.Sampler(ratoi=1)
Nothing(ratio=1)
"""


UNFITTED = """
from sklearn.base import clone
from resampling import Sampler

sampler = Sampler()
sampler.set_params(ratio=1)
clone(sampler).fit(X)
sampler.transform(X)
sampler.means_
sampler.fti(X)
Sampler().mean_
ready = Sampler()
ready.prepare(X)
ready.transform(X)
"""


DERIVED = """
from resampling import Base

class Own(Base):
    def __init__(self, ratio=0.5, weights=None, *more):
        super().__init__(ratio=ratio)
        self.weights = list(weights)

Own().get_params()

class Forgetful(Base):
    def __init__(self, ratio=0.5, depth=3):
        super().__init__(ratio=ratio)

Forgetful().get_params()

class Idle(Base):
    def fit(self, X, y=None):
        self.size = X.shape
        return self

    def transform(self, X):
        return X
"""


def packaged(directory: Path, program: str, source: str = PACKAGE, name: str = "Sampler") -> list[str]:
    package = directory / "resampling"
    package.mkdir()
    (package / "__init__.py").write_text(f"from ._sampler import {name}\n__all__ = ['{name}']\n", encoding="utf-8")
    (package / "_sampler.py").write_text(source, encoding="utf-8")
    document = document_from_text("program.py", program)
    facts = analyze(document, open_catalog(), ThirdParty(str(directory), open_catalog()).resolve)
    return [finding.message for finding in registry.run(facts, document)]


def test_what_their_source_says_of_names_and_of_fitting_is_known(tmp_path: Path) -> None:
    assert packaged(tmp_path, UNFITTED) == [
        "`transform` needs a fitted estimator: `sampler` is not fitted",
        "`Sampler` has no method `fti`",
        "`Sampler` has no learned parameter `mean_`",
    ]


def test_an_estimator_that_is_given_to_one_of_them_may_be_fitted_by_it(tmp_path: Path) -> None:
    given = """
    from sklearn.decomposition import PCA
    from resampling import Sampler

    pca = PCA()
    Sampler(ratio=pca).fit(X)
    pca.mean_
    """
    assert packaged(tmp_path, dedent(given)) == []


PLAIN = """
from sklearn.base import BaseEstimator, TransformerMixin

class Base(TransformerMixin, BaseEstimator):
    def __init__(self, ratio=0.5):
        self.ratio = ratio
"""


def test_classes_that_derive_from_them_are_held_to_the_contract(tmp_path: Path) -> None:
    assert packaged(tmp_path, DERIVED, PLAIN, "Base") == [
        "`__init__` of `Own` takes `*more`: `get_params` raises RuntimeError",
        "`__init__` of `Own` keeps another object than the `weights` it is given: `clone` refuses it",
        "`__init__` of `Forgetful` does not set `self.depth`: `get_params` raises AttributeError",
        "`fit` of `Idle` sets no attribute that ends in an underscore: nothing shows that it ran",
    ]


@pytest.mark.parametrize(
    "own_way",
    [
        "    def get_params(self, deep=True): return {}\n",
        "    def __setattr__(self, name, value): pass\n",
        "    def __getattr__(self, name): return 1\n",
        "    def __init_subclass__(cls): cls.__init__ = lambda self: None\n",
        "    _get_param_names = classmethod(lambda cls: [])\n",
    ],
)
def test_unless_these_have_their_own_way_with_hyperparameters(tmp_path: Path, own_way: str) -> None:
    found = packaged(tmp_path, DERIVED, PLAIN + own_way, "Base")
    assert [message for message in found if "`Idle`" not in message] == []


def test_unless_not_all_that_they_derive_from_is_known(tmp_path: Path) -> None:
    unknown = PLAIN.replace("(TransformerMixin", "(absent.Mixin, TransformerMixin") + "\nimport absent\n"
    assert packaged(tmp_path, DERIVED, unknown, "Base") == []


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


OVERSAMPLER = """
from sklearn.base import BaseEstimator

class Doubler(BaseEstimator):
    def fit(self, X, y):
        self.counts_ = len(y)
        return self

    def fit_resample(self, X, y):
        return X + X, y + y
"""
UNBALANCED = """
from imblearn.over_sampling import Doubler
from imblearn.under_sampling import Doubler as Chooser
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.svm import SVC

X_train, X_test, y_train, y_test = train_test_split(X, y)
SVC().fit(*Doubler().fit_resample(X_train, y_train)).score(X_test, y_test)
X_chosen, y_chosen = Chooser().fit_resample(X, y)
cross_val_score(SVC(), X_chosen, y_chosen)
X_more, y_more = Doubler().fit_resample(X, y)
cross_val_score(SVC(), X_more, y_more)
"""


def test_an_over_sampler_multiplies_rows_and_an_under_sampler_does_not(tmp_path: Path) -> None:
    for name in ("over_sampling", "under_sampling"):
        package = tmp_path / "imblearn" / name
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(OVERSAMPLER, encoding="utf-8")
    (tmp_path / "imblearn" / "__init__.py").write_text("import sklearn", encoding="utf-8")
    document = document_from_text("program.py", UNBALANCED)
    facts = analyze(document, open_catalog(), ThirdParty(str(tmp_path), open_catalog()).resolve)
    found = [(finding.code, document.line_of(finding.span.start)) for finding in registry.run(facts, document)]
    assert found == [("SKL510", 11)]
