"""What a program loads is what it saved under the same path; of other files nothing is known."""

from __future__ import annotations

import pytest

from tests.analysis.marked import findings, labels

MODEL = """
import gzip, io, os, pickle
import joblib
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

FOLDER = "models"
clf = SVC(C=2).fit(X, y)
"""
READ = "\nprint(loaded.⟦support_vectors_)"


@pytest.mark.parametrize(
    "program",
    [
        'joblib.dump(clf, "svc.joblib")\nloaded = joblib.load("svc.joblib")',
        'joblib.dump(clf, os.path.join(FOLDER, "svc"))\nloaded = joblib.load(os.path.join(FOLDER, "svc"))',
        "loaded = pickle.loads(pickle.dumps(clf))",
        "buffer = io.BytesIO()\npickle.dump(clf, buffer)\nbuffer.seek(0)\nloaded = pickle.load(buffer)",
        (
            'with gzip.open("svc", "wb") as file:\n    pickle.dump([clf], file)\n'
            'with gzip.open("svc") as file:\n    loaded = pickle.load(file)[0]'
        ),
        'if not os.path.exists("svc"):\n    joblib.dump(clf, "svc")\nloaded = joblib.load("svc")',
        (
            "def save(model, path):\n    joblib.dump(model, path)\n\n"
            'def load(path):\n    return joblib.load(path)\n\nsave(clf, "svc")\nloaded = load("svc")'
        ),
    ],
)
def test_what_was_saved_comes_back(program: str) -> None:
    assert labels(MODEL + program + READ) == [("learned-parameter", "SVC", "support_vectors_", "fitted")]


@pytest.mark.parametrize(
    "program",
    [
        'loaded = joblib.load("svc.joblib")',
        'joblib.dump(clf, "svc.joblib")\nloaded = joblib.load("other.joblib")',
        'joblib.dump(clf, path)\nloaded = joblib.load("svc.joblib")',
        (
            'with open("two", "wb") as file:\n    pickle.dump(clf, file)\n    pickle.dump(StandardScaler(), file)\n'
            'with open("two", "rb") as file:\n    loaded = pickle.load(file)'
        ),
        'joblib.dump(clf, "svc")\nwith open("svc", "ab") as file:\n    loaded = pickle.load(file)',
    ],
)
def test_of_other_files_nothing_is_known(program: str) -> None:
    assert labels(MODEL + program + READ) == [None]


def test_a_copy_is_as_the_estimator_was_when_it_was_saved() -> None:
    program = MODEL + "scaler = StandardScaler()\nsaved = pickle.dumps(scaler)\nscaler.fit(X)\n"
    assert findings(program + "scaler.transform(X)\npickle.loads(saved).transform(X)") == ["SKL208"]
