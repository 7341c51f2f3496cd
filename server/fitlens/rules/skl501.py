"""SKL501 fitted-on-test-data."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts, Span
from fitlens.rules.evaluations import (
    Evaluation,
    are_sides,
    evaluations,
    is_called,
    learns_values,
    names_of,
    path,
)
from fitlens.rules.model import Finding, Severity
from fitlens.source.document import Document


class FittedOnTestData:
    """Estimator fitted on the test part of a split, by which a model is then judged.

    ## What it does
    Finds fits on what `train_test_split` gave as the test part, where a model is asked about the same rows afterwards: the
    model itself was fitted on them, or what prepares them was.

    What is reported is proved by the program, not by a name: the rows are the second of two results of the split, they are
    called `test`, and a prediction or score for them follows. A fit on the test part of which no score comes is not
    reported, nor is one of a transformer that learns nothing from the rows.

    ## Why is this bad?
    The test part stands for data that comes later, one row at a time. A scaler that is fitted on it again scales it by
    other numbers than the model was trained with, and a model that has seen it is judged by what it remembers.

    ## Example
    ```python
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    X, y = load_wine(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    scaler = StandardScaler()
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.fit_transform(X_test)
    SVC().fit(X_train, y_train).score(X_test, y_test)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    X, y = load_wine(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    scaler = StandardScaler()
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.transform(X_test)
    SVC().fit(X_train, y_train).score(X_test, y_test)
    ```
    """

    code = "SKL501"
    name = "fitted-on-test-data"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each fit."""
        found: dict[Span, Finding] = {}
        for each in evaluations(facts):
            rows = each.data.rows
            names = names_of(facts, rows)
            if rows.side != "test" or not names or not all(is_called(name, "test") for name in names):
                continue
            for fit, who in _fits(each):
                if fit.start < 0 or fit in found:
                    continue
                found[fit] = Finding(
                    self.code,
                    self.name,
                    self.severity,
                    f"{who} is fitted on the test part of a split, and a model is judged by it",
                    fit,
                    label="fitted on test data",
                    help="fit on the train part alone, and use what was fitted on the test part",
                    related=path(
                        (None if rows.split is None else rows.split.span, "split here"),
                        (each.call.span, "judged here"),
                    ),
                )
        yield from found.values()


def _fits(each: Evaluation) -> Iterator[tuple[Span, str]]:
    """The fits on the rows that a model is asked about: its own, or those of what prepared them."""
    rows = each.data.rows
    if each.fit.data.rows is rows:
        yield each.fit.span, f"`{each.call.owners[0].name}`" if len(each.call.owners) == 1 else "The model"
    elif are_sides(each.fit.data.rows, rows):
        for step in each.data.made:
            if step.learned is rows and step.fit is not None and learns_values(step):
                yield step.fit, f"`{step.by.entry.name}`"
