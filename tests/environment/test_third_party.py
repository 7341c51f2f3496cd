"""Estimators of other packages, read from source: the ways a name leads to its class, and what a class inherits."""

from __future__ import annotations

import os
import re
from pathlib import Path
from textwrap import dedent

import pytest

from fitlens.catalog.model import ClassEntry
from fitlens.catalog.store import open_catalog
from fitlens.environment.third_party import ThirdParty, resolve

CATALOG = open_catalog("1.9")
PLAIN = """\
from sklearn.base import BaseEstimator, ClassifierMixin

class Plain(ClassifierMixin, BaseEstimator):
    '''Nothing.

    Attributes
    ----------
    depth_ : int
        How deep.
    n_seen_, n_kept_ : int
        Counts.
    options
        Not learned.

    See Also
    --------
    other_ : no attribute
    '''

    shared = 1

    def __init__(self, depth=3, /, rate=0.5, *, seed=None):
        self.depth = depth
        self.ready_ = False

    @property
    def score_(self):
        return 1

    @staticmethod
    def distance(a, b): ...

    def fit(self, X, y=None):
        self.classes_, (self.first_, self._hidden_) = set(y), (1, 2)
        for self.last_ in X:
            pass
        self.cache = None
        return self

    def predict(self, X): ...
"""


class Packages:
    """A directory of installed packages."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.reader = ThirdParty(str(directory), CATALOG)

    def put(self, file: str, text: str) -> Path:
        path = self.directory / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))
        return path

    def entry(self, path: str) -> ClassEntry:
        found = self.reader.resolve(path)
        assert found is not None, path
        return found

    def signature(self, path: str) -> str:
        signs = {"var-positional": "*", "var-keyword": "**"}
        return ", ".join(
            signs.get(p.kind, "") + p.name + (f"={p.default}" if p.default else "") for p in self.entry(path).parameters
        )


@pytest.fixture
def packages(tmp_path: Path) -> Packages:
    """`pkg`, whose `__init__` has nothing, and the class `Plain` in `pkg._plain`."""
    made = Packages(tmp_path)
    made.put("pkg/__init__.py", "import sklearn\n")
    made.put("pkg/_plain.py", PLAIN)
    return made


def test_one_class(packages: Packages):
    entry = packages.entry("pkg._plain.Plain")
    assert (entry.path, entry.kind, entry.file, entry.line) == ("pkg._plain.Plain", "estimator", "pkg/_plain.py", 3)
    assert [(p.name, p.default, p.kind) for p in entry.parameters] == [
        ("depth", "3", "positional-only"),
        ("rate", "0.5", "positional"),
        ("seed", "None", "keyword-only"),
    ]
    assert {each.name: each.documented for each in entry.learned} == {
        "depth_": True,
        "n_seen_": True,
        "n_kept_": True,
        "score_": False,
        "classes_": False,
        "first_": False,
        "last_": False,
    }
    assert all(entry.known_attribute(name) for name in ("cache", "shared", "ready_", "options", "depth", "get_params"))
    assert not entry.known_attribute("other_")
    distance, fit = entry.method_named("distance"), entry.method_named("fit")
    assert distance
    assert ([p.name for p in distance.parameters], distance.kind) == (["a", "b"], "static")
    assert fit
    assert ([p.name for p in fit.parameters], fit.line) == (["X", "y"], 33)
    assert entry.method_named("score")
    assert entry.tags == ("classifier",)
    assert "sklearn.base.BaseEstimator" in entry.bases


@pytest.mark.parametrize(
    "init",
    [
        "from ._plain import Plain",
        "from pkg._plain import Plain as Plain",
        "from ._plain import *",
        "from . import _plain\nPlain = _plain.Plain",
        "import pkg._plain\nPlain = pkg._plain.Plain",
        "try:\n    from ._plain import Plain\nexcept ImportError:\n    class Plain: ...",
        "try:\n    from ._gone import Plain\nexcept ImportError:\n    from ._plain import Plain",
        "if sys.version_info > (3, 8):\n    from ._plain import Plain\nelse:\n    Plain = None",
        "from .inner import *",
    ],
)
def test_a_name_is_followed_to_its_class(packages: Packages, init: str):
    packages.put("pkg/__init__.py", f"import sklearn, sys\n{init}\n")
    packages.put("pkg/inner/__init__.py", "from .._plain import Plain, BaseEstimator\n__all__ = ['Plain']\n")
    entry = packages.entry("pkg.Plain")
    assert (entry.path, entry.defined) == ("pkg.Plain", "pkg._plain")
    assert packages.entry("pkg._plain.Plain").path == "pkg.Plain"
    assert packages.entry("pkg.inner.Plain").path == "pkg.Plain"


@pytest.mark.parametrize(
    "init",
    [
        "def __getattr__(name):\n    from ._plain import Plain\n    return Plain",
        "if TYPE_CHECKING:\n    from ._plain import Plain",
        "from .inner import *",
        "from .inner import Plain",
        "from . import Plain",
        "Plain = make()",
        "def Plain(): ...",
        "class Plain: ...",
    ],
)
def test_what_cannot_be_followed_or_is_no_estimator_is_nothing(packages: Packages, init: str):
    packages.put("pkg/__init__.py", f"import sklearn\n{init}\n")
    packages.put("pkg/inner.py", "from pkg import Plain, _plain\n__all__ = []\n")
    assert packages.reader.resolve("pkg.Plain") is None
    assert packages.reader.problems == ()


def test_constructors_are_inherited_and_kwargs_handed_on(packages: Packages):
    packages.put(
        "pkg/models.py",
        """\
        from sklearn.linear_model import Ridge
        from other.base import Foreign
        from ._plain import Plain
        from ._compiled import Fast

        class Heir(Plain): ...

        class Own(Heir):
            def __init__(self, more, **rest):
                super().__init__(rate=1, **rest)

        class Stop(Own):
            def __init__(self, only=1, **rest):
                pass

        class OfScikitLearn(Ridge): ...

        class Abroad(Foreign): ...

        class Unknown(Fast, Plain): ...
        """,
    )
    packages.put(
        "other/base.py",
        "from sklearn.base import BaseEstimator as B\nclass Foreign(B):\n    def __init__(self, x): ...\n",
    )
    assert packages.signature("pkg.models.Heir") == "depth=3, rate=0.5, seed=None"
    assert packages.signature("pkg.models.Own") == "more, depth=3, seed=None"
    assert packages.signature("pkg.models.Stop") == "only=1, **rest"
    assert packages.signature("pkg.models.Abroad") == "x"
    assert packages.signature("pkg.models.Unknown") == "*args, **kwargs"
    assert packages.entry("pkg.models.Unknown").dynamic
    ridge = CATALOG.resolve("sklearn.linear_model.Ridge")
    assert isinstance(ridge, ClassEntry)
    heir = packages.entry("pkg.models.OfScikitLearn")
    assert heir.parameters == ridge.parameters
    assert heir.learned_named("coef_")
    assert heir.tags == ridge.tags


def test_what_was_observed_of_the_base_does_not_bind_a_class_that_fits_itself(packages: Packages):
    packages.put(
        "pkg/composed.py",
        """\
        from sklearn import pipeline
        class Pipeline(pipeline.Pipeline):
            def fit(self, X, y=None): ...
        """,
    )
    entry = packages.entry("pkg.composed.Pipeline")
    (composition,) = entry.compositions
    assert (composition.parameter, composition.fits, composition.by_name) == ("steps", "unknown", True)
    assert all(parameter.constraints is None for parameter in entry.parameters)
    assert not any(method.raises_unfitted for method in entry.methods)


def test_methods_resolve_in_the_order_of_python(packages: Packages):
    packages.put(
        "pkg/diamond.py",
        """\
        from sklearn.base import BaseEstimator
        class Top(BaseEstimator):
            def __init__(self, top=1): ...
        class Left(Top): ...
        class Right(Top):
            def __init__(self, right=1): ...
        class Bottom(Left, Right): ...
        """,
    )
    assert packages.signature("pkg.diamond.Bottom") == "right=1"
    assert packages.entry("pkg.diamond.Bottom").bases[:4] == (
        "pkg.diamond.Left",
        "pkg.diamond.Right",
        "pkg.diamond.Top",
        "sklearn.base.BaseEstimator",
    )


@pytest.mark.parametrize(
    "body",
    [
        "def __getattr__(self, name): ...",
        "def fit(self, X):\n        setattr(self, 'a' + '_', 1)",
        "def fit(self, X):\n        self.__dict__.update(a=1)",
        "def fit(self, X):\n        learn(self, X)",
        "def fit(self, X):\n        setter(self, X)",
        "def fit(self, X):\n        learned_by(X)(self)",
    ],
)
def test_a_class_that_may_have_other_names_is_dynamic(packages: Packages, body: str):
    setter = "def setter(each, X):\n    for name in X:\n        setattr(each, name, 1)\n"
    source = f"from sklearn.base import BaseEstimator\n{setter}class Closed(BaseEstimator):\n    x = 1\nclass Open(BaseEstimator):\n    "
    packages.put("pkg/a.py", f"{source}{body}\n")
    assert packages.entry("pkg.a.Open").dynamic
    assert not packages.entry("pkg.a.Closed").dynamic


def test_names_that_functions_and_decorators_add_are_known(packages: Packages):
    packages.put(
        "pkg/tools.py",
        """\
        def documented(text):
            def decorate(cls):
                cls.about = text
                return cls
            return decorate
        def store(X, estimator):
            estimator.stored_ = X
        """,
    )
    packages.put(
        "pkg/closed.py",
        """\
        from sklearn.base import BaseEstimator
        from sklearn.utils.validation import check_is_fitted, validate_data
        from .tools import documented, store
        @documented("text")
        class Closed(BaseEstimator):
            def fit(self, X):
                validate_data(self, X)
                store(X, estimator=self)
                from pkg.tools import store as keep
                keep(X, self)
                for name in ("one_", "two_"):
                    setattr(self, name, 1)
                return self
            def predict(self, X):
                check_is_fitted(self)
        """,
    )
    entry = packages.entry("pkg.closed.Closed")
    assert not entry.dynamic
    names = ("about", "stored_", "one_", "two_", "n_features_in_", "feature_names_in_", "get_params")
    assert all(entry.known_attribute(name) for name in names)
    assert not entry.known_attribute("predic")


def test_a_class_that_only_behaves_like_an_estimator_is_one(packages: Packages):
    packages.put(
        "pkg/duck.py",
        """\
        class Base:
            def get_params(self, deep=True): ...
            def set_params(self, **params): ...
        class Duck(Base):
            _estimator_type = "classifier"
            def __init__(self, depth=None): ...
            def fit(self, X, y): ...
        """,
    )
    assert packages.reader.resolve("pkg.duck.Base") is None
    assert packages.signature("pkg.duck.Duck") == "depth=None"
    assert packages.entry("pkg.duck.Duck").tags == ("classifier",)


def test_broken_source_is_told_and_mended_source_read(packages: Packages, monkeypatch: pytest.MonkeyPatch):
    broken = packages.put("pkg/_broken.py", "from ._plain import Plain\nclass Plain2(Plain:\n")
    packages.put("pkg/__init__.py", "import sklearn\nfrom ._broken import Plain2\n")
    assert packages.reader.resolve("pkg.Plain2") is None
    (problem,) = packages.reader.problems
    assert problem.startswith(f"{broken}: does not parse as Python: line 2: ")
    broken.write_text("from ._plain import Plain\nclass Plain2(Plain): ...\n")
    os.utime(broken, (1, 1))
    monkeypatch.setattr(resolve, "_FRESH", 0.0)
    assert packages.entry("pkg.Plain2").defined == "pkg._broken"
    assert packages.reader.problems == ()


def test_only_the_files_that_lead_to_a_name_are_read(packages: Packages):
    filler = "def f(x):\n    return [x + n for n in range(10)]\n" * 50
    for number in range(500):
        packages.put(f"pkg/m{number}.py", filler)
    packages.put("pkg/__init__.py", "import sklearn\nfrom ._plain import Plain\nfrom .m1 import f\n")
    assert packages.reader.resolve("pkg.Plain") is not None
    assert packages.reader.files_read == 2


def test_packages_that_have_nothing_to_do_with_scikit_learn_are_not_parsed(packages: Packages):
    packages.put("frames/__init__.py", "class Frame:\n    def fit(self): ...\n")
    assert packages.reader.resolve("frames.Frame") is None
    talk = '"""Used by sklearn.\n\n>>> from sklearn.svm import SVC\n"""\n# import sklearn\n'
    packages.put("arrays/__init__.py", f"{talk}class Array:\n    def fit(self): ...\n")
    packages.put("arrays/conftest.py", "# as sklearn does\n")
    assert packages.reader.resolve("arrays.Array") is None
    assert packages.reader.files_read == 0
    packages.put("deep/__init__.py", "from .inner.model import Model\n")
    packages.put("deep/inner/model.py", "from sklearn.base import BaseEstimator\nclass Model(BaseEstimator): ...\n")
    packages.put("deep-1.0.dist-info/METADATA", "Name: deep\nRequires-Dist: scikit-learn>=1.0; extra == 'models'\n\n")
    assert packages.entry("deep.Model").path == "deep.Model"


def test_what_is_not_installed_and_what_is_scikit_learns_own_is_nothing(packages: Packages):
    for path in (
        "absent.Model",
        "pkg.absent.Model",
        "pkg",
        "Plain",
        "sklearn.svm.SVC",
        "os.path.join",
        "",
        "..",
        "pkg.\0.x",
    ):
        assert packages.reader.resolve(path) is None
    assert ThirdParty(None, CATALOG).resolve("pkg._plain.Plain") is None


def test_modules_that_import_each_other_end(packages: Packages):
    packages.put("pkg/__init__.py", "import sklearn\nfrom .a import *\n")
    packages.put("pkg/a.py", "from .b import *\n")
    packages.put("pkg/b.py", "from .a import *\nfrom pkg import *\nfrom ._plain import Plain\nfrom pkg import Lost\n")
    assert packages.entry("pkg.Plain").defined == "pkg._plain"
    assert packages.reader.resolve("pkg.Lost") is None
    assert [entry.path for entry in packages.reader.estimators("pkg")] == ["pkg.Plain"]


def test_the_estimators_of_a_package_are_listed_once_each(packages: Packages):
    packages.put("pkg/__init__.py", "import sklearn\nfrom ._plain import Plain\nfrom .public import Other\n")
    packages.put("pkg/public.py", "from ._plain import Plain\nclass Other(Plain): ...\nclass _Private(Plain): ...\n")
    packages.put("pkg/tests/test_x.py", "from .._plain import Plain\nclass Fake(Plain): ...\n")
    assert [entry.path for entry in packages.reader.estimators("pkg")] == ["pkg.Other", "pkg.Plain"]


FACTORIES = """\
from sklearn.linear_model import Ridge
from sklearn.svm import SVC
from . import own

def always(kind):
    if kind:
        return SVC(C=kind)
    return SVC()

def named(C):
    model = own.Own(C=C)
    model.warm = True
    return model

def within():
    from sklearn.svm import NuSVC as SVC
    return SVC()

def through():
    return within()

def either(kind):
    return SVC() if kind else Ridge()

def differs(kind):
    if kind:
        return SVC()
    return Ridge()

def given(SVC):
    return SVC()

def rebound(kind):
    model = SVC()
    for model in kind:
        pass
    return model

def lazily():
    yield SVC()

@own.cached
def decorated():
    return SVC()

def recursive():
    return recursive()

def unrelated():
    return dict()
"""


def test_what_a_function_gives_is_known_where_it_always_is_of_one_class(packages: Packages) -> None:
    packages.put("made/__init__.py", FACTORIES)
    packages.put("made/own.py", "from sklearn.svm import SVC\n\nclass Own(SVC): ...\n")
    given = {
        name: packages.reader.resolve(f"made.{name}()") for name in re.findall(r"^def (\w+)", FACTORIES, re.MULTILINE)
    }
    assert {name: entry.path for name, entry in given.items() if entry is not None} == {
        "always": "sklearn.svm.SVC",
        "named": "made.own.Own",
        "within": "sklearn.svm.NuSVC",
        "through": "sklearn.svm.NuSVC",
    }
    assert packages.reader.resolve("made.always") is None  # it is no class
    assert packages.reader.resolve("made.own.Own()") is None  # a class is known as such


def test_packages_that_are_worked_on_are_read_where_they_lie(packages: Packages, tmp_path: Path) -> None:
    """As `pip install --editable` leaves them: by a path file, or by setuptools' finder, of which nothing is run."""
    model = (
        "from sklearn.base import BaseEstimator\n\nclass Model(BaseEstimator):\n    def __init__(self, depth=1): ...\n"
    )
    for name in ("by_path", "by_finder"):
        packages.put(f"elsewhere/{name}/src/{name}/__init__.py", model)
    packages.put("by_path.pth", f"import os; os.abort()\n# a remark\n{packages.directory}/elsewhere/by_path/src\n")
    mapping = {"by_finder": f"{packages.directory}/elsewhere/by_finder/src/by_finder"}
    packages.put("__editable___by_finder_0_finder.py", f"MAPPING: dict[str, str] = {mapping}\n")
    assert packages.signature("by_path.Model") == packages.signature("by_finder.Model")
    assert packages.entry("by_path.Model").path == "by_path.Model"


def test_a_name_that_reading_does_not_lead_to_can_be_told(packages: Packages) -> None:
    packages.put("lazy/__init__.py", "import sklearn\ndef __getattr__(name): ...\n")
    packages.put(
        "lazy/inner.py",
        "from sklearn.svm import SVC\n\nclass Kind:\n    def make(self): ...\n\ndef make():\n    return SVC()\n",
    )
    assert packages.reader.resolve("lazy.make()") is None
    assert packages.reader.unled() == ("lazy.make",)
    assert packages.reader.unled() == ()
    packages.reader.learn("lazy.make", "lazy.inner.make", 4)  # the method
    assert packages.reader.resolve("lazy.make()") is None
    packages.reader.learn("lazy.make", "lazy.inner.make", 6)
    assert packages.entry("lazy.make()").path == "sklearn.svm.SVC"
