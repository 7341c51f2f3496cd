"""`make screenshots`: pictures of the extension in a real VS Code, into client/vscode/walkthrough."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.clients.vscode.served import ROOT, environment, served

PICTURES = ROOT / "client" / "vscode" / "walkthrough"
PROGRAM = """\
from sklearn.datasets import load_iris
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

X, y = load_iris(return_X_y=True)

clf = SVC(C=10, kernel="linear", gamma=0.1, cache_size=500)
scores = cross_val_score(clf, X, y)
print(clf.coef_)

clf.fit(X, y)
print(clf.coef_, clf.support_vectors_)

model = Pipeline([("scale", StandardScaler()), ("svc", SVC(kernal="rbf"))])
"""
CELLS = [
    "from sklearn.linear_model import LogisticRegression\nclf = LogisticRegression(C=0.1, solver='saga')",
    "clf.coef_",
    "clf.fit(X, y)\nclf.coef_, clf.intercept_",
]


def main() -> int:
    """Gives the exit code."""
    with tempfile.TemporaryDirectory() as temporary:
        directory = Path(temporary)
        folder = directory / "study"
        folder.mkdir()
        (folder / "iris.py").write_text(PROGRAM)
        (folder / "requirements.txt").write_text("scikit-learn==1.9.1\n")
        (folder / "study.ipynb").write_text(json.dumps(_notebook(CELLS)))
        env = environment(directory, sys.executable)
        with served(directory, env, {"workbench.colorTheme": "Default Dark Modern", "editor.fontSize": 14}) as port:
            script = str(Path(__file__).with_name("screenshots.mjs"))
            return subprocess.run(
                ["node", script, str(port), str(folder), str(PICTURES)], env=env, check=False
            ).returncode


def _notebook(cells: list[str]) -> dict[str, object]:
    return {
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{i}",
                "execution_count": None,
                "metadata": {},
                "outputs": [],
                "source": source,
            }
            for i, source in enumerate(cells)
        ],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


if __name__ == "__main__":
    os.makedirs(PICTURES, exist_ok=True)
    sys.exit(main())
