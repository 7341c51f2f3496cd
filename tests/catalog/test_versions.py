"""Versions that cannot be installed here: their source is read, out of the wheel. And what all versions weigh."""

import zipfile
import zlib
from pathlib import Path

import pytest

from fitlens.analysis.analyze import analyze
from fitlens.catalog.build.versions import RELEASES
from fitlens.catalog.build.wheels.answer import read_wheel
from fitlens.catalog.build.writing import write
from fitlens.catalog.model import ClassEntry, FunctionEntry, Parameter
from fitlens.catalog.store import DATA, Catalog, CatalogError, open_catalog
from fitlens.rules import registry
from fitlens.source.document import document_from_text
from tests.pace import paces

WHEEL = {
    "sklearn/__init__.py": """
        __version__ = "0.22.1"
        from .base import clone
        """,
    "sklearn/base.py": """
        class BaseEstimator:
            def get_params(self, deep=True): ...
            def _check_n_features(self, X):
                self.n_features_in_ = 1
        class ClassifierMixin:
            def score(self, X, y): ...
        def clone(estimator, *, safe=True): ...
        """,
    "sklearn/utils/__init__.py": "",
    "sklearn/utils/validation.py": """
        def _deprecate_positional_args(f): ...
        def check_is_fitted(estimator): ...
        """,
    "sklearn/externals/six.py": "def with_metaclass(meta, *bases): ...",
    "sklearn/line/__init__.py": """
        from ._base import Line, Curve
        from ._fast import Tree
        __all__ = ["Line", "Tree"]
        __all__ += ["Curve"]
        """,
    "sklearn/line/_fast.cpython-37m-x86_64-linux-gnu.so": "",
    "sklearn/line/_base.py": '''
        import numpy as np
        from abc import ABCMeta, abstractmethod
        from ..base import BaseEstimator, ClassifierMixin
        from ..externals import six
        from ..utils.metaestimators import if_delegate_has_method
        from ..utils.validation import _deprecate_positional_args

        STEPS = 2 ** 10

        class _Base(six.with_metaclass(ABCMeta, BaseEstimator)):
            @abstractmethod
            def __init__(self, slope=1.0, *, steps=STEPS): ...

            @abstractmethod
            def fit(self, X, y=None):
                self.slope_ = 1

        class Line(ClassifierMixin, _Base):
            """A line.

            Attributes
            ----------
            coef_ : ndarray
                What it learns.
            """

            @_deprecate_positional_args
            def __init__(self, slope=1e-3, *, steps=STEPS, norm=np.sum, low=-np.inf):
                self.slope = abs(slope)

            def fit(self, X, y=None, sample_weight=None):
                self.coef_ = self._cache = X

            @if_delegate_has_method(delegate="estimator")
            def predict(self, X): ...

            @property
            def predict_proba(self):
                return self._predict_proba

            def _predict_proba(self, X): ...

            @staticmethod
            def path(X, eps): ...

        class Curve(Line):
            def transform(self, X): ...
        ''',
    # As scikit-learn 0.22 wrote its deprecated modules.
    "sklearn/line/base.py": """
        from . import _base
        def __getattr__(name):
            return getattr(_base, name)
        """,
    "sklearn/experimental/__init__.py": "",
    "sklearn/experimental/enable_new.py": """
        from ..line._new import New
        from .. import line
        line.New = New
        line.__all__ += ["New"]
        """,
    "sklearn/line/_new.py": "from ._base import Line\nclass New(Line): ...",
    "sklearn/line/_broken.py": "print 'for Python 2 alone'",
    "sklearn/line/tests/test_line.py": "def test_line(): ...",
}


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder = tmp_path_factory.mktemp("wheel")
    with zipfile.ZipFile(folder / "made_up.whl", "w") as wheel:
        for name, text in WHEEL.items():
            lines = text.splitlines()
            indent = len(lines[1]) - len(lines[1].lstrip()) if len(lines) > 1 and not lines[0] else 0
            wheel.writestr(name, "\n".join(line[indent:] for line in lines))
    write(read_wheel(folder / "made_up.whl"), folder)
    return open_catalog("0.22", directory=str(folder))


def found(catalog: Catalog, path: str) -> ClassEntry:
    entry = catalog.resolve(path)
    assert isinstance(entry, ClassEntry), path
    return entry


def test_signatures_are_read_with_the_constants_in_them(made_up: Catalog) -> None:
    line = found(made_up, "sklearn.line.Line")
    # `_deprecate_positional_args` still takes by position what stands behind the star.
    assert line.parameters == (
        Parameter("slope", "0.001"),
        Parameter("steps", "1024"),
        Parameter("norm", "sum"),
        Parameter("low", "-inf"),
    )
    assert line.rewritten == ("slope",)
    clone = made_up.resolve("sklearn.clone")
    assert isinstance(clone, FunctionEntry)
    assert clone.parameters == (Parameter("estimator"), Parameter("safe", "True", "keyword-only"))
    assert found(made_up, "sklearn.line.Curve").parameters == line.parameters


def test_kinds_bases_and_roles(made_up: Catalog) -> None:
    line = found(made_up, "sklearn.line.Line")
    assert (line.kind, line.tags, line.file) == ("estimator", ("classifier",), "sklearn/line/_base.py")
    assert line.bases == ("sklearn.base.ClassifierMixin", "sklearn.line._base._Base", "sklearn.base.BaseEstimator")
    assert found(made_up, "sklearn.base.BaseEstimator").kind == "mixin"
    assert [entry.name for entry in made_up.classes("estimator")] == ["Curve", "Line", "New"]


def test_methods_and_learned_parameters(made_up: Catalog) -> None:
    line = found(made_up, "sklearn.line.Line")
    methods = {method.name: (method.kind, method.conditional) for method in line.methods}
    assert methods == {
        "fit": ("instance", False),
        "get_params": ("instance", False),
        "path": ("static", False),
        "predict": ("instance", True),
        "predict_proba": ("instance", True),
        "score": ("instance", False),
    }
    predict_proba = line.method_named("predict_proba")
    assert predict_proba is not None
    assert [each.name for each in predict_proba.parameters] == ["X"]
    assert [(each.name, each.documented) for each in line.learned] == [
        ("coef_", True), ("n_features_in_", False), ("slope_", False),
    ]  # fmt: skip
    assert "_cache" in line.attributes


def test_names_are_found_wherever_they_can_be_imported_from(made_up: Catalog) -> None:
    line = found(made_up, "sklearn.line.Line")
    assert found(made_up, "sklearn.line._base.Line") is found(made_up, "sklearn.line.base.Line") is line
    assert made_up.exports("sklearn.line") == ("Curve", "Line", "New", "Tree")
    assert {"Line", "base", "_base", "_broken"} <= set(made_up.members("sklearn.line"))
    assert made_up.resolve("sklearn.line.tests") is None
    # Nobody can read a compiled class: everything about it is possible.
    tree = found(made_up, "sklearn.line.Tree")
    assert tree.dynamic
    assert [each.kind for each in tree.parameters] == ["var-positional", "var-keyword"]


def test_a_wheel_that_is_none_is_named(tmp_path: Path) -> None:
    other = tmp_path / "other.whl"
    with pytest.raises(CatalogError, match=r"other\.whl: cannot be read"):
        read_wheel(other)
    other.write_text("no archive")
    with pytest.raises(CatalogError, match=r"other\.whl: cannot be read"):
        read_wheel(other)
    with zipfile.ZipFile(other, "w") as wheel:
        wheel.writestr("numpy/__init__.py", "")
    with pytest.raises(CatalogError, match=r"other\.whl: holds no package sklearn"):
        read_wheel(other)


def test_reading_the_source_says_of_estimators_what_asking_says(tmp_path: Path) -> None:
    """On the installed version, where both can be done."""
    sklearn = pytest.importorskip("sklearn")
    asked = open_catalog()
    if sklearn.__version__ != asked.patch:
        pytest.skip(f"the catalog is of {asked.patch}, not of {sklearn.__version__}")
    write(read_wheel(Path(str(sklearn.__file__)).parents[1]), tmp_path)
    read = Catalog(str(tmp_path), asked.version)
    assert not read.observed
    assert {entry.path for entry in read.classes("estimator")} == {entry.path for entry in asked.classes("estimator")}
    for told in asked.classes("estimator"):
        entry = found(read, told.path)
        assert (entry.defined, entry.file, entry.line, entry.bases) == (told.defined, told.file, told.line, told.bases)
        assert entry.parameters == tuple(each._replace(constraints=None) for each in told.parameters), told.path
        # Those that route metadata are made by scikit-learn when the class is, and stand in no source.
        methods = {method.name for method in told.methods if not method.name.endswith("_request")}
        assert methods == {method.name for method in entry.methods}, told.path
        documented = [each.name for each in told.learned if each.documented]
        assert documented == [each.name for each in entry.learned if each.documented], told.path


def test_what_was_valid_in_old_versions() -> None:
    catalog = open_catalog("0.24")
    assert (catalog.patch, catalog.observed) == ("0.24.2", False)
    encoder = found(catalog, "sklearn.preprocessing.OneHotEncoder")
    assert encoder.parameter_named("sparse") == Parameter("sparse", "True")
    assert encoder.parameter_named("sparse_output") is None
    assert found(catalog, "sklearn.linear_model.LinearRegression").parameter_named("normalize") is not None
    assert isinstance(catalog.resolve("sklearn.datasets.load_boston"), FunctionEntry)
    assert open_catalog("1.2").resolve("sklearn.datasets.load_boston") is None
    assert catalog.resolve("sklearn.linear_model.base.LinearRegression") is None
    deprecated = open_catalog("0.22").resolve("sklearn.linear_model.base.LinearRegression")
    assert deprecated is open_catalog("0.22").resolve("sklearn.linear_model.LinearRegression")
    documented = {each.name for each in found(open_catalog("0.20"), "sklearn.svm.SVC").learned if each.documented}
    assert {"support_", "dual_coef_", "coef_", "intercept_"} <= documented
    assert found(open_catalog("0.20"), "sklearn.cluster.KMeans").parameter_named("n_jobs") is not None
    assert found(catalog, "sklearn.svm.SVC").method_named("predict_proba") is not None


PROGRAM = """\
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

svc = SVC(1.0, "linear", kernel_="rbf")
SVC(C=-1, kernel="rfb").predict([[0.0]])
print(svc.coef_, svc.nothing_, svc.predictt([[0.0]]))
search = GridSearchCV(svc, {"C": [1]}).fit([[0.0]], [0])
print(search.best_estimator_.coef_, svc.C_)
make_pipeline(StandardScaler(), svc).coef_
print(cross_val_score(svc, [[0.0]], [0]), svc.support_)
LinearRegression(normalize=True)
OneHotEncoder(sparse=False, sparse_output=True)
"""


def test_rules_are_silent_about_what_was_not_observed() -> None:
    """Only names are judged: nobody saw what these versions do with values, or before fit."""
    document = document_from_text("program.py", PROGRAM)
    findings = [
        (each.code, document.location(each.span.start).row)
        for each in registry.run(analyze(document, open_catalog("0.24")), document)
    ]
    assert findings == [("SKL101", 7), ("SKL101", 15)]


def test_all_versions_are_there_and_light() -> None:
    total = 0
    for file in Path(DATA).iterdir():
        deflated = zlib.compressobj(6, zlib.DEFLATED, -15)
        total += len(deflated.compress(file.read_bytes()) + deflated.flush())
    assert total < 3_000_000
    for release in RELEASES:
        catalog = Catalog(DATA, release.minor)
        assert paces(lambda minor=release.minor: found(Catalog(DATA, minor), "sklearn.svm.SVC")) < 4
        assert (catalog.patch, catalog.observed) == (release.version, release.level == "observed")


def test_every_record_of_every_version_can_be_read() -> None:
    for release in RELEASES:
        catalog = open_catalog(release.minor)
        assert len([*catalog.classes("estimator")]) > 150
        assert len([*catalog.functions()]) > 300
