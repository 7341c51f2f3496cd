"""Which methods of a package's class need a fit, and which attributes only fit sets, as its source says."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from fitlens.catalog.model import ClassEntry
from fitlens.catalog.store import open_catalog
from fitlens.environment.third_party import ThirdParty

IMPORTS = """\
import contextlib
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.ensemble import BaggingClassifier
from sklearn.utils.validation import check_is_fitted, validate_data

"""


def entry(directory: Path, text: str) -> ClassEntry:
    package = directory / "pkg"
    package.mkdir()
    (package / "__init__.py").write_text("import sklearn\n" + IMPORTS + dedent(text), encoding="utf-8")
    found = ThirdParty(str(directory), open_catalog("1.9")).resolve("pkg.Est")
    assert found is not None
    return found


def raising(directory: Path, text: str) -> list[str]:
    return [method.name for method in entry(directory, text).methods if method.raises_unfitted]


def test_a_method_that_checks_first_raises_and_so_does_one_that_calls_it(tmp_path: Path) -> None:
    found = raising(
        tmp_path,
        """\
        class Base(TransformerMixin, BaseEstimator):
            def _check(self, X):
                check_is_fitted(self)
                return X

        class Est(Base):
            def __init__(self, how="a"):
                self.how = how

            def fit(self, X, y=None):
                self.means_ = X.mean()
                return self

            def transform(self, X):
                if self.how not in ("a", "b"):
                    raise ValueError(self.how)
                X = self._check(X)
                return X - self.means_

            def inverse(self, X):
                return self.transform(X) + self.means_

            def named(self):
                check_is_fitted(self, ["means_"])

            def describe(self):
                return self.how
        """,
    )
    assert found == ["transform", "inverse", "named"]


@pytest.mark.parametrize(
    "body",
    [
        "if X is None:\n            return X\n        check_is_fitted(self)",
        "try:\n            check_is_fitted(self)\n        except Exception:\n            pass",
        "with contextlib.suppress(Exception):\n            check_is_fitted(self)",
        "X if X is None else check_is_fitted(self)",
        "self.means_ = 1\n        check_is_fitted(self)",
        "self.fit(X)\n        check_is_fitted(self)",
        "validate_data(self, X)\n        check_is_fitted(self)",
        "check_is_fitted(self, 'how')",
        "check_is_fitted(self, self.how)",
        "check_is_fitted(X)",
        "yield check_is_fitted(self)",
    ],
)
def test_one_that_may_not_come_to_the_check_unfitted_does_not(tmp_path: Path, body: str) -> None:
    text = """\
        class Est(BaseEstimator):
            def __init__(self, how="a"):
                self.how = how
            def fit(self, X):
                self.means_ = 1
                return self
            def transform(self, X):
        """
    assert raising(tmp_path, dedent(text) + f"        {body}\n") == []


@pytest.mark.parametrize(
    "body",
    [
        "def __init__(self):\n        self.ready_ = True",
        "def __init__(self):\n        self.fit(None)",
        "def __init__(self):\n        prepare(self)",
        "def __sklearn_is_fitted__(self):\n        return True",
        "def __sklearn_tags__(self):\n        tags = super().__sklearn_tags__()\n        tags.requires_fit = False\n        return tags",
    ],
)
def test_a_class_that_may_begin_fitted_is_not_judged(tmp_path: Path, body: str) -> None:
    methods = "def fit(self, X):\n        self.means_ = 1\n    def transform(self, X):\n        check_is_fitted(self)"
    text = f"class Est(BaseEstimator):\n    {methods}\n    "
    found = entry(tmp_path, f"{text}{body}\n")
    assert not any(method.raises_unfitted for method in found.methods)
    assert not any(each.absent_unfitted for each in found.learned)


def test_what_scikit_learn_gives_it_raises_as_observed_unless_it_is_made_of_other_parts(tmp_path: Path) -> None:
    found = entry(
        tmp_path,
        """\
        class Est(BaggingClassifier):
            def fit(self, X, y):
                self.kept_ = X
                return super().fit(X, y)

            def decision_function(self, X):
                return X

        """,
    )
    raises = [method.name for method in found.methods if method.raises_unfitted]
    # `decision_function` is known to scikit-learn, and may be what others of its methods begin with
    assert raises == []


def test_learned_attributes_are_absent_that_only_methods_set(tmp_path: Path) -> None:
    found = entry(
        tmp_path,
        """\
        class Est(BaggingClassifier):
            shared_ = 1

            @property
            def computed_(self):
                return 2

            def fit(self, X, y):
                self.kept_ = self.shared_ = X
                return super().fit(X, y)
        """,
    )
    absent = {each.name for each in found.learned if each.absent_unfitted}
    assert {"kept_", "estimators_", "classes_"} <= absent
    assert not {"shared_", "computed_"} & absent
    assert all(found.method_named(name).raises_unfitted for name in ("predict", "score"))  # type: ignore[union-attr]
