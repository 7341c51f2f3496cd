"""The measurement measured: what is observed is what was there, and a fault is what it says and nothing else."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from bench.accuracy.faults.constructors import misspelt_keywords, positional, refused_values, removed_keywords
from bench.accuracy.faults.fitting import before_fit
from bench.accuracy.faults.grids import wrong_keys
from bench.accuracy.faults.model import Ground, Maker
from bench.accuracy.faults.source import Source
from bench.accuracy.kept import Kept
from bench.accuracy.labels import Truth, truths
from bench.accuracy.observer import Failure, Observation, Observer, observation_of
from bench.accuracy.observing.running import run
from bench.accuracy.origins import written
from bench.accuracy.program import Program
from fitlens.catalog.history import open_history
from fitlens.catalog.store import open_catalog

PROGRAM = """\
from sklearn.base import BaseEstimator
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC


class Doubled(SVC):
    def __init__(self, C=1.0, kernel="linear"):
        super().__init__(C=C, kernel=kernel)
        self.__secret = C

    def double(self):
        return 2 * self.coef_


X, y = [[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1]
clf = SVC(kernel="linear", C=2)
clf.fit(X, y)
print(f"é {clf.coef_}", clf.C, X.count(1))
pipe = Pipeline([("svc", SVC())])
GridSearchCV(pipe, {"svc__C": [1, 2]}, cv=2).fit(X, y)
Doubled(C=3).fit(X, y).double()
"""


def observed(text: str, directory: Path) -> Observation:
    (directory / "main.py").write_text(text, encoding="utf-8")
    return observation_of(run(str(directory), "main.py"))


@pytest.fixture
def observation(tmp_path: Path) -> Observation:
    return observed(PROGRAM, tmp_path.resolve())


def test_what_is_observed_is_what_was_there(observation: Observation) -> None:
    assert observation.failure is None
    found = {(each.kind, each.row, each.column, each.name): each for each in truths(PROGRAM, "main.py", observation)}

    def seen(kind: str, row: int, name: str) -> Truth:
        return next(each for (a, b, _, c), each in found.items() if (a, b, c) == (kind, row, name))

    assert seen("constructor keyword", 17, "kernel").classes == {"sklearn.svm._classes.SVC"}
    assert seen("method call", 18, "fit").fitted == {False}
    # Columns count code points: the é before it is one.
    assert seen("learned read", 19, "coef_").column == 16
    assert seen("learned read", 19, "coef_").fitted == {True}
    assert seen("hyperparameter read", 19, "C")
    assert seen("no estimator", 19, "count")
    assert seen("step name", 20, "svc")
    assert seen("grid key", 21, "svc__C").classes == {"sklearn.svm._classes.SVC"}
    assert seen("learned read on self", 13, "coef_").classes == {"__main__.Doubled"}


def test_a_grid_that_replaces_a_step_names_what_is_inside_the_new_one(tmp_path: Path) -> None:
    grid = 'GridSearchCV(pipe, {"svc": [LinearSVC()], "svc__C": [1, 2]}, cv=2)'
    text = PROGRAM.replace("import SVC", "import SVC, LinearSVC") + grid + "\n"
    found = truths(text, "main.py", observed(text, tmp_path.resolve()))
    owners = {each.row: each.classes for each in found if each.kind == "grid key" and each.name == "svc__C"}
    assert owners == {21: {"sklearn.svm._classes.SVC"}, 23: {"sklearn.svm._classes.LinearSVC"}}


def test_a_program_that_raises_tells_where(tmp_path: Path) -> None:
    found = observed("from sklearn.svm import SVC\nclf = SVC()\nclf.coef_\n", tmp_path.resolve())
    assert found.failure is not None
    assert found.failure.type == "AttributeError"
    assert found.failure.frames == (("main.py", 3),)
    assert found.raised["main.py"] == {3}


def test_what_was_observed_once_is_not_run_again(tmp_path: Path) -> None:
    program = Program(
        "main.py", "written", {"main.py": f"open({str(tmp_path / 'runs')!r}, 'a').write('x')\n"}, "main.py"
    )
    for _ in range(2):
        with Observer(sys.executable, Kept(str(tmp_path))) as observer:
            assert observer.run(program).failure is None
    assert (tmp_path / "runs").read_text() == "x"


@pytest.mark.parametrize(
    ("maker", "line"),
    [
        (misspelt_keywords, 'clf = SVC(kerel="linear", C=2)'),
        (positional, 'clf = SVC("linear", C=2)'),
        (refused_values, 'clf = SVC(kernel="linear", C=-1)'),
        (before_fit, "pass"),
        (before_fit, "clone(clf).fit(X, y)"),
        (wrong_keys, 'GridSearchCV(pipe, {"C": [1, 2]}, cv=2).fit(X, y)'),
    ],
)
def test_a_fault_changes_one_line(maker: Maker, line: str, observation: Observation) -> None:
    lines: set[str] = set()
    for seed in range(100):
        for fault in maker(ground(PROGRAM, observation, seed)):
            before, after = PROGRAM.split("\n"), fault.program.files["main.py"].split("\n")
            changed = [new for old, new in zip(before, after, strict=True) if old != new]
            lines |= set(changed)
            assert len([each for each in changed if not each.startswith("from sklearn.base import clone; ")]) == 1
    assert line in lines


def test_a_removed_keyword_is_one_that_was_there_once(tmp_path: Path) -> None:
    text = "from sklearn.preprocessing import OneHotEncoder\nOneHotEncoder(handle_unknown='ignore')\n"
    faults = removed_keywords(ground(text, observed(text, tmp_path.resolve())))
    assert "OneHotEncoder(sparse=...)" in {fault.what for fault in faults}


def test_only_what_scikit_learn_refuses_for_it_confirms_a_fault(observation: Observation) -> None:
    fault = next(misspelt_keywords(ground(PROGRAM, observation)))
    row = fault.rows.start
    refused = Failure("TypeError", ("TypeError", "Exception"), "unexpected keyword", (("main.py", row),), "__main__")
    assert fault.is_confirmed(refused)
    assert not fault.is_confirmed(None)
    assert not fault.is_confirmed(refused._replace(type="ValueError", bases=("ValueError",)))
    assert not fault.is_confirmed(refused._replace(frames=(("main.py", row + 1),)))


def test_keywords_are_set_where_they_are_or_behind_the_others() -> None:
    source = Source("f(\n    a=1,\n    b=(2),\n)\n")
    assert source.with_keywords(source.places.calls[0], {"a": "3", "c": "4"}) == "f(\n    a=3,\n    b=(2), c=4,\n)\n"
    empty = Source("f()\n")
    assert empty.with_keywords(empty.places.calls[0], {"a": "1"}) == "f(a=1)\n"


def test_a_notebook_written_again_is_the_same(tmp_path: Path) -> None:
    import json

    notebooks = [program for program in written() if program.notebook is not None]
    assert notebooks
    for program in notebooks:
        assert program.notebook is not None
        program.write(str(tmp_path), notebooks=True)
        again = (tmp_path / program.main).with_suffix(".ipynb").read_text(encoding="utf-8")
        assert json.loads(again) == json.loads(program.notebook.content)


def ground(text: str, observation: Observation, seed: int = 0) -> Ground:
    program = Program("main.py", "written", {"main.py": text}, "main.py")
    return Ground(program, "main.py", Source(text), observation, open_catalog(), open_history(), random.Random(seed))
