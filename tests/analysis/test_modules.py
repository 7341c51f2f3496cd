"""Programs in several files: what one file makes is known in those that import it.

The places asked about are marked `⟦so⟧`; the answer is (role, classes, name, state), or None where nothing is said.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from fitlens.analysis.analyze import analyze
from fitlens.analysis.library import Library
from fitlens.catalog.store import open_catalog
from fitlens.rules import registry
from fitlens.source.document import Document, read_document
from fitlens.source.modules import ModulesOnDisk
from tests.analysis.marked import at_marks, unmarked

MODELS = """
from sklearn.ensemble import RandomForestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

clf = SVC(kernel="linear")
ready = SVC(kernel="rbf").fit([[0], [1]], [0, 1])
pipe = make_pipeline(StandardScaler(), SVC())
BY_NAME = {"forest": RandomForestClassifier(), "svc": SVC()}

def make_model(kernel="rbf", **more):
    return SVC(kernel=kernel, **more)

def train(model, X, y):
    model.fit(X, y)
    return model

if __name__ == "__main__":
    clf = train(make_model(), X, y)
"""
BASE = """
from sklearn.base import BaseEstimator, TransformerMixin

class Stored:
    def __init__(self, width=1, depth=2 * 3):
        self.width = width
        self.depth = depth

class Centre(TransformerMixin, BaseEstimator):
    def __init__(self, *, shift=0.0):
        self.shift = shift

    def fit(self, X, y=None):
        self.mean_ = X.mean()
        return self
"""


class Project:
    """A directory with files, read as a lint run reads them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.installed = root.parent / "installed"
        self.modules = ModulesOnDisk([str(root)], lambda: str(self.installed))
        self.library = Library(open_catalog(), None, self.modules)

    def write(self, **files: str) -> None:
        """Each file by its path without the suffix, `__` for `/`: `package____init__` is `package/__init__.py`."""
        for name, text in files.items():
            head, init, _ = name.partition("____init__")
            path = self.root / (head.replace("__", "/") + ("/__init__" if init else "")).lstrip("/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_suffix(".py").write_text(unmarked(text), encoding="utf-8")

    def document(self, path: str) -> Document:
        return read_document(str(self.root / path))

    def labels(self, text: str, path: str = "main.py") -> list[tuple[str, str, str, str] | None]:
        """What is said at the marked places of a file, which is written first."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(unmarked(text), encoding="utf-8")
        return at_marks(text, analyze(self.document(path), open_catalog(), None, self.library))

    def findings(self, text: str, path: str = "main.py") -> list[str]:
        """The messages of what is found in a file, which is written first."""
        self.labels(text, path)
        document = self.document(path)
        return [each.message for each in registry.run(analyze(document, open_catalog(), None, self.library), document)]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "project"
    root.mkdir()
    return Project(root)


FITTED = ("learned-parameter", "SVC", "support_", "fitted")
MAYBE = ("learned-parameter", "SVC", "support_", "maybe")


class TestWhatIsImported:
    def test_functions_are_followed_with_their_arguments(self, project: Project) -> None:
        project.write(models=MODELS)
        program = """
from models import make_model, train
model = make_model("linear", C=2.0)
print(model.⟦C⟧)
print(train(model, X, y).⟦support_⟧)
make_model("linear").fit(X, y).coef_
make_model().fit(X, y).coef_
make_model().support_
"""
        assert project.labels(program) == [("hyperparameter", "SVC", "C", "unfitted"), FITTED]
        assert project.findings(program) == ["`support_` does not exist yet: `make_model()` is not fitted"]

    def test_an_instance_may_have_been_fitted_by_others_unless_its_module_did_so(self, project: Project) -> None:
        project.write(models=MODELS)
        program = """
from models import clf, ready
clf.⟦support_⟧
clf.predict(X)
clf.⟦kernel⟧
ready.⟦support_⟧
"""
        assert project.labels(program) == [MAYBE, ("hyperparameter", "SVC", "kernel", "maybe"), FITTED]
        assert project.findings(program) == []

    def test_pipelines_and_dicts_of_models(self, project: Project) -> None:
        project.write(models=MODELS)
        assert project.labels("""
from sklearn.model_selection import GridSearchCV
from models import pipe, BY_NAME
GridSearchCV(pipe, {"⟦svc__C⟧": [1]}).fit(X, y).best_estimator_["svc"].⟦support_⟧
BY_NAME["svc"].⟦fit⟧(X, y)
for each in BY_NAME.values():
    each.⟦fit⟧(X, y)
""") == [
            ("grid-key", "SVC", "svc__C", "maybe"),
            FITTED,
            ("method", "SVC", "fit", "maybe"),
            ("method", "RandomForestClassifier|SVC", "fit", "maybe"),
        ]

    def test_classes_get_their_hyperparameters_and_learned_parameters_across_files(self, project: Project) -> None:
        project.write(base=BASE)
        program = """
from sklearn.base import BaseEstimator
import base

class Shifted(base.Centre):
    def fit(self, X, y=None):
        super().fit(X, y)
        self.scale_ = self.⟦shift⟧ + self.⟦mean_⟧
        return self

class Wide(base.Stored, BaseEstimator):
    pass

Shifted(⟦shift⟧=1.0).fit(X).⟦mean_⟧
Wide(⟦width⟧=2)
Shifted(shfit=1.0)
base.Centre().fit(X).means_
"""
        assert project.labels(program) == [
            ("hyperparameter", "Shifted", "shift", "maybe"),
            ("learned-parameter", "Shifted", "mean_", "maybe"),
            ("hyperparameter", "Shifted", "shift", "unfitted"),
            ("learned-parameter", "Shifted", "mean_", "fitted"),
            ("hyperparameter", "Wide", "width", "unfitted"),
        ]
        assert project.findings(program) == [
            "`Shifted` has no hyperparameter `shfit`",
            "`Centre` has no learned parameter `means_`",
        ]

    def test_what_is_wrong_inside_a_module_is_told_there_alone(self, project: Project) -> None:
        project.write(wrong="from sklearn.svm import SVC\ndef make():\n    return SVC(kernal='rbf')\nmodel = make()\n")
        assert project.findings("from wrong import make, model\nmake()\nmodel.predict(X)\n") == []
        (found,) = project.findings("from sklearn.svm import SVC\nSVC(kernal='rbf')\n", "wrong.py")
        assert found == "`SVC` has no hyperparameter `kernal`"

    def test_a_function_handed_to_another_file_keeps_the_labels_of_its_own(self, project: Project) -> None:
        project.write(tools="def apply(action, model):\n    return action(model)\n")
        assert project.labels("""
from sklearn.svm import SVC
from tools import apply

def fitted(model):
    return model.⟦fit⟧(X, y)

apply(fitted, SVC()).⟦support_⟧
""") == [("method", "SVC", "fit", "unfitted"), FITTED]

    def test_constants_are_hyperparameters_in_another_file(self, project: Project) -> None:
        project.write(config="KERNEL = 'linear'\nSTEPS = 3\n")
        assert project.findings("""
import config
from sklearn.svm import SVC
SVC(kernel=config.KERNEL).fit(X, y).coef_
SVC(kernel="linear", C=-config.STEPS).fit(X, y)
""") == ["`C=-config.STEPS` is refused by `SVC`"]


class TestWhereModulesAre:
    @pytest.mark.parametrize(
        ("files", "at", "imports"),
        [
            ({"models": MODELS}, "main.py", "from models import ready"),
            ({"models": MODELS}, "main.py", "import models\nready = models.ready"),
            (
                {"models": MODELS},
                "main.py",
                "def load():\n    from models import ready\n    return ready\nready = load()",
            ),
            ({"app__models": MODELS}, "main.py", "from app.models import ready"),
            ({"app__models": MODELS}, "main.py", "import app.models as m\nready = m.ready"),
            ({"app__models": MODELS}, "main.py", "import app.models\nready = app.models.ready"),
            ({"app__models": MODELS}, "main.py", "from app import models\nready = models.ready"),
            ({"app____init__": "", "app__models": MODELS}, "app/main.py", "from .models import ready"),
            ({"app____init__": "", "app__models": MODELS}, "app/main.py", "from . import models\nready = models.ready"),
            ({"app____init__": "", "app__models": MODELS}, "app/main.py", "from app.models import ready"),
            ({"app____init__": "", "app__models": MODELS}, "app/main.py", "from models import ready"),
            (
                {"app____init__": "", "app__models": MODELS, "app__sub____init__": ""},
                "app/sub/main.py",
                "from ..models import ready",
            ),
            ({"app____init__": "from .models import *", "app__models": MODELS}, "main.py", "from app import ready"),
            (
                {"app____init__": "from .models import ready as r", "app__models": MODELS},
                "main.py",
                "from app import r as ready",
            ),
            ({"src__app____init__": "", "src__app__models": MODELS}, "tests/main.py", "from app.models import ready"),
            ({"notebooks__models": MODELS}, "notebooks/main.py", "from models import ready"),
            ({"app__models": MODELS}, "scripts/deep/main.py", "from app.models import ready"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_they_are_found(self, project: Project, files: dict[str, str], at: str, imports: str) -> None:
        project.write(**files)
        assert project.labels(f"{imports}\nready.⟦support_⟧\n", at) == [FITTED]

    @pytest.mark.parametrize(
        ("files", "program"),
        [
            ({"sklearn": "class svm:\n    class SVC: ...\n"}, "from sklearn.svm import SVC\nSVC().⟦fit⟧(X, y)\n"),
            (
                {"sklearn____init__": "from .svm import SVC", "sklearn__svm": "def SVC(): ..."},
                "from sklearn.svm import SVC\nSVC().⟦fit⟧\n",
            ),
            ({"models": MODELS}, "from ..models import ready\nready.⟦support_⟧\n"),
            ({"app__site-packages__models": MODELS}, "from app.models import ready\nready.⟦support_⟧\n"),
            ({"random": MODELS}, "import random\nrandom.ready.⟦support_⟧\n"),
        ],
        ids=[
            "a file called sklearn",
            "a package called sklearn",
            "beyond the top",
            "installed packages",
            "Python's own",
        ],
    )
    def test_they_are_not_taken_for_others(self, project: Project, files: dict[str, str], program: str) -> None:
        project.write(**files)
        assert project.labels(program, "scripts/main.py") == [None]

    def test_a_folder_called_like_a_package_does_not_hide_it(self, project: Project) -> None:
        (project.installed / "sklearn").mkdir(parents=True)
        (project.installed / "sklearn" / "__init__.py").touch()
        project.write(sklearn__svm="SVC = 1\n")
        assert project.labels("from sklearn.svm import SVC\nSVC().⟦fit⟧(X, y)\n") == [
            ("method", "SVC", "fit", "unfitted")
        ]


class TestWhatIsNotKnownStaysQuiet:
    @pytest.mark.parametrize(
        ("module", "program"),
        [
            (
                "from main import clf\nfrom sklearn.svm import SVC\nmodel = SVC()\n",
                "from m import model\nclf = 1\nmodel.coef_\n",
            ),
            ("import m\nfrom m import model\n", "from m import model\nmodel.coef_\n"),
            ("model = SVC(\ndef", "from m import model\nmodel.coef_\n"),
            ("model = 'ä'".encode("latin-1").decode("latin-1") + "\x00", "from m import model\nmodel.coef_\n"),
            (
                "from .absent import *\nfrom sklearn.svm import SVC\nmodel = SVC()\n",
                "from m import model\nmodel.coef_\n",
            ),
            (
                "try:\n    from fast import Model\nexcept ImportError:\n    from sklearn.svm import SVC as Model\n",
                "from m import Model\nModel(speed=1).coef_\n",
            ),
            (
                (
                    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from sklearn.svm import SVC as Model\n"
                    "else:\n    from fast import Model\n"
                ),
                "from m import Model\nModel(speed=1).coef_\n",
            ),
            (
                "from sklearn.svm import SVC\nmodel = SVC()\ndef reset():\n    global model\n    model = None\n",
                "from m import model\nmodel.speed_\n",
            ),
            ("from sklearn.svm import SVC\nmodel = SVC()\n", "import m\nm.model = load()\nm.model.speed_\n"),
            ("from sklearn.svm import SVC\nmodel = SVC()\n", "import m\nprepare(m)\nm.model.speed_\n"),
            (
                "from sklearn.svm import SVC\nmodel = SVC()\n",
                "import m\ndef prepare():\n    m.model = load()\non_start(prepare)\nm.model.speed_\n",
            ),
            (
                "from sklearn.svm import SVC\nclass Model(SVC): ...\n",
                "import m\nm.Model.speed_ = 3\nm.Model().speed_\n",
            ),
            ("from elsewhere import Base\nclass Model(Base): ...\n", "from m import Model\nModel(speed=1).coef_\n"),
            (
                "def __getattr__(name):\n    return load(name)\n",
                "import m\nm.model.speed_\nfrom m import other\nother.x_\n",
            ),
        ],
        ids=[
            "a circle",
            "itself",
            "half typed",
            "no source",
            "star of the unknown",
            "either import",
            "for types only",
            "global",
            "bound from outside",
            "handed out",
            "bound by a function handed out",
            "a patched class",
            "unknown base",
            "names made up",
        ],
    )
    def test_no_finding(self, project: Project, module: str, program: str) -> None:
        project.write(m=module)
        assert project.findings(program) == []

    def test_a_star_import_of_what_is_not_known_may_bind_any_name(self, project: Project) -> None:
        project.write(app____init__="", app__main="")
        program = "from sklearn.svm import SVC\nfrom .absent import *\nSVC(speed=1).coef_\n"
        assert project.findings(program, "app/main.py") == []

    def test_a_registry_filled_by_another_module(self, project: Project) -> None:
        project.write(
            registry="from sklearn.svm import SVC\nMODELS = {'svc': SVC()}\ndef add(name, model):\n    MODELS[name] = model\n",
            more="from sklearn.linear_model import Lasso\nfrom registry import add\nadd('lasso', Lasso())\n",
        )
        assert (
            project.findings("""
from registry import MODELS
import more
for name, model in MODELS.items():
    model.fit(X, y)
    if name == "lasso":
        model.sparse_coef_
""")
            == []
        )

    def test_an_estimator_that_a_class_of_another_file_completes_before_it_fits_it(self, project: Project) -> None:
        project.write(
            search="""
from sklearn.base import BaseEstimator, clone

class Search(BaseEstimator):
    def __init__(self, search):
        self.search = search

    def fit(self, X, y=None):
        self.search_ = clone(self.search).set_params(estimator=chosen(), param_grid=grid())
        self.search_.fit(X, y)
        return self
"""
        )
        assert (
            project.findings("""
from sklearn.model_selection import GridSearchCV
from search import Search

Search(GridSearchCV(estimator=None, param_grid=None))
""")
            == []
        )

    def test_a_module_that_fits_what_it_imports(self, project: Project) -> None:
        project.write(models=MODELS, fitting="from models import clf\nclf.fit([[0], [1]], [0, 1])\n")
        assert project.labels("import models, fitting\nfitting.clf.⟦support_⟧\nmodels.clf.⟦support_⟧\n") == [
            MAYBE,
            MAYBE,
        ]


def test_modules_in_a_circle_are_known_the_same_from_wherever_they_are_asked(tmp_path: Path) -> None:
    files = {
        "a": "import b\nfrom sklearn.svm import SVC\nclf = SVC().fit([[0], [1]], [0, 1])\n",
        "b": "import c\nfrom sklearn.svm import SVC\nclf = SVC().fit([[0], [1]], [0, 1])\n",
        "c": "import a\nfrom sklearn.svm import SVC\nclf = a.clf\nown = SVC().fit([[0], [1]], [0, 1])\n",
    }
    answers: set[tuple[object, ...]] = set()
    for number, first in enumerate(files):
        root = tmp_path / str(number)
        root.mkdir()
        project = Project(root)
        project.write(**files)
        project.labels(f"import {first}\n", "first.py")
        answers.add(
            tuple(project.labels("import a, b, c\na.clf.⟦support_⟧\nb.clf.⟦support_⟧\nc.own.⟦support_⟧\nc.clf.⟦fit⟧\n"))
        )
    assert answers == {(FITTED, FITTED, FITTED, None)}


class TestChanges:
    def test_a_module_is_interpreted_once_until_it_or_what_it_imports_changes(self, project: Project) -> None:
        project.write(models=MODELS, between="from models import ready\nother = 1\n")
        program = "from between import ready\nready.⟦support_⟧\n"
        assert project.labels(program) == [FITTED]
        before = analyze(project.document("main.py"), open_catalog(), None, project.library).uses
        assert before is not None
        self.look_again(project)
        assert project.library.is_current(before)
        exports = project.library.exports
        between = project.modules.find(str(project.root / "main.py"), "between", 0)
        assert between is not None
        kept = exports(between)

        project.write(apart="x = 1\n", models=MODELS.replace('SVC(kernel="rbf").fit', "RandomForestClassifier().fit"))
        self.look_again(project)
        assert not project.library.is_current(before)
        assert exports(between) is not kept
        assert project.labels("from between import ready\nready.⟦estimators_⟧\n") == [
            ("learned-parameter", "RandomForestClassifier", "estimators_", "fitted")
        ]

    def test_what_was_looked_for_and_not_there_counts(self, project: Project) -> None:
        program = "from models import ready\nready.⟦support_⟧\n"
        assert project.labels(program) == [None]
        before = analyze(project.document("main.py"), open_catalog(), None, project.library).uses
        assert before is not None
        project.write(models=MODELS)
        self.look_again(project)
        assert not project.library.is_current(before)
        assert project.labels(program) == [FITTED]

    def look_again(self, project: Project) -> None:
        project.modules.refresh()
        project.library.refresh()


class TestBounds:
    def test_a_long_chain_of_modules(self, project: Project) -> None:
        project.write(**{f"m{n}": f"from m{n + 1} import ready\n" for n in range(120)}, m120=MODELS)
        assert project.labels("from m0 import ready\nready.⟦support_⟧\n") == [FITTED]

    def test_modules_that_all_import_each_other(self, project: Project) -> None:
        names = [f"m{n}" for n in range(60)]
        for name in names:
            others = "\n".join(f"from {other} import clf as {other}_clf" for other in names)
            project.write(**{name: f"{others}\nfrom sklearn.svm import SVC\nclf = SVC()\n"})
        start = time.process_time()
        assert project.findings("from m0 import clf\nclf.fit(X, y).support_\n") == []
        assert time.process_time() - start < 8

    def test_a_module_too_long_to_follow(self, project: Project) -> None:
        project.write(endless="x = 1\n" * 200_000 + "from sklearn.svm import SVC\nclf = SVC()\n")
        assert project.labels("from endless import clf\nclf.⟦fit⟧(X, y)\n") == [None]

    def test_code_of_other_modules_is_followed_within_bounds(self, project: Project) -> None:
        wait = "def wait(x):\n" + "    x = x + 1\n" * 1000 + "    return x\n"
        project.write(busy=f"from sklearn.svm import SVC\n{wait}\ndef make():\n    return SVC()\n")
        program = "from busy import make, wait\nmake().⟦fit⟧(X, y)\n" + "wait(1)\nwait(2)\n" + "make().⟦fit⟧(X, y)\n"
        assert project.labels(program) == [("method", "SVC", "fit", "unfitted"), None]
