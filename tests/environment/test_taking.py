"""Which estimators a package's class surely fits when it is fitted, and whether it fits clones of them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from fitlens.analysis.analyze import analyze
from fitlens.catalog.store import open_catalog
from fitlens.environment.third_party import ThirdParty
from fitlens.rules import registry
from fitlens.source.document import document_from_text

CLASS = """\
from sklearn.base import BaseEstimator, clone
from sklearn.model_selection import cross_validate

class Base(BaseEstimator):
    def __init__(self, inner=None):
        self.inner = inner

    def fit(self, X, y=None):
        self._check(X)
        return self

    def _check(self, X):
        return hasattr(self.inner, "predict")

class Est(Base):
    def fit(self, X, y=None):
"""


def fits(directory: Path, body: str) -> list[tuple[str, str]]:
    put(directory, body)
    entry = ThirdParty(str(directory), open_catalog("1.9")).resolve("pkg.Est")
    assert entry is not None
    return [(each.parameter, each.fits) for each in entry.compositions]


def put(directory: Path, body: str) -> None:
    package = directory / "pkg"
    package.mkdir()
    (package / "__init__.py").write_text(f"{CLASS}        {body}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("body", "how"),
    [
        ("self.inner_ = clone(self.inner).fit(X, y)", "copy"),
        (
            "self.inner_ = clone(self.inner)\n        if X is None:\n            raise ValueError\n        self.inner_.fit(X)",
            "copy",
        ),
        ("super().fit(X)\n        self.scores_ = cross_validate(estimator=self.inner, X=X)", "copy"),
        ("self.inner.fit(X, y)\n        return self", "given"),
    ],
)
def test_what_every_fit_fits(tmp_path: Path, body: str, how: str) -> None:
    assert fits(tmp_path, body) == [("inner", how)]


@pytest.mark.parametrize(
    "body",
    [
        "if y is not None:\n            clone(self.inner).fit(X, y)",
        "for each in X:\n            clone(self.inner).fit(each)",
        "self.inner.set_params(C=1)\n        clone(self.inner).fit(X)",
        "prepare(self.inner)\n        clone(self.inner).fit(X)",
        "prepare(self)\n        clone(self.inner).fit(X)",
        "kept = self.inner\n        clone(self.inner).fit(X)",
        "self.inner_ = clone(self.inner)\n        self.inner_ = X\n        self.inner_.fit(X)",
        "clone(self.outer).fit(X)",
    ],
)
def test_what_may_be_changed_before_or_not_be_fitted_at_all_is_not_told(tmp_path: Path, body: str) -> None:
    assert fits(tmp_path, body) == []


def test_what_it_is_given_is_judged(tmp_path: Path) -> None:
    put(tmp_path, "self.inner_ = clone(self.inner).fit(X, y)")
    program = """
    from pkg import Est
    from sklearn.svm import SVC

    svc = SVC(C="1")
    Est(svc).fit(X, y)
    svc.support_
    Est(SVC(C="1"))
    """
    document = document_from_text("program.py", dedent(program))
    facts = analyze(document, open_catalog(), ThirdParty(str(tmp_path), open_catalog()).resolve)
    found = [(document.line_of(each.span.start), each.code, each.severity) for each in registry.run(facts, document)]
    assert found == [(5, "SKL102", "error"), (7, "SKL201", "error"), (8, "SKL102", "warning")]
