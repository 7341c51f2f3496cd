"""SKL503 scored-on-training-data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fitlens.analysis.facts import Facts, FunctionCall, MethodCall
from fitlens.analysis.rows import Data, Rows
from fitlens.rules.evaluations import evaluations, given, is_called, is_predictor, path
from fitlens.rules.model import Finding, Severity
from fitlens.rules.surfacing import stands
from fitlens.source.document import Document


class ScoredOnTrainingData:
    """Model judged by the rows that it was fitted on, while the test part of the split is never used.

    ## What it does
    Finds scores of a model on the train part of a split that it was fitted on, in programs in which the test part has a
    name and no line reads it. A score on the train part beside one on the test part is how overfitting is seen, and is not
    reported.

    ## Why is this bad?
    The score says how much the model remembers, and nothing of what it does with data it has not seen. The rows that would
    tell were set aside and forgotten.

    ## Example
    ```python
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split
    from sklearn.tree import DecisionTreeClassifier

    X, y = load_wine(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    tree = DecisionTreeClassifier().fit(X_train, y_train)
    print(tree.score(X_train, y_train))
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split
    from sklearn.tree import DecisionTreeClassifier

    X, y = load_wine(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    tree = DecisionTreeClassifier().fit(X_train, y_train)
    print(tree.score(X_test, y_test))
    ```
    """

    code = "SKL503"
    name = "scored-on-training-data"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each score."""
        for call, rows in _scores(facts):
            if rows.split is None or rows.side != "train" or not _is_forgotten(facts, rows, document):
                continue
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{call.name if isinstance(call, MethodCall) else call.entry.name}` is of the data that the model was"
                " fitted on, and the test part of the split is never used",
                call.span,
                label="training data",
                help="score on the test part",
                related=path((rows.split.span, "split here")),
            )


def _scores(facts: Facts) -> Iterator[tuple[MethodCall | FunctionCall, Rows]]:
    """Calls that score a model on the very rows that it was fitted on."""
    for each in evaluations(facts):
        if each.call.name == "score" and each.fit.data.rows is each.data.rows:
            yield each.call, each.data.rows
    for call in facts.calls:
        truth = given(call, "y_true")
        if truth is None or not stands(call):
            continue
        for argument in call.arguments:
            value = argument.value
            if isinstance(value, Data) and value.kind in ("labels", "scores") and value.rows is truth.rows:
                by = value.made[-1]
                if by.learned is value.rows and is_predictor(by.by.entry):
                    yield call, value.rows


def _is_forgotten(facts: Facts, rows: Rows, document: Document) -> bool:
    """Whether what was split off is called test, and named nowhere but where it is split."""
    for results in facts.splits:
        if results.split is rows.split and results.trusted:
            names = [each.name for each in results.targets if each.rows.side == "test"]
            return all(
                is_called(name, "test") and len(re.findall(rf"\b{re.escape(name)}\b", document.text)) == 1
                for name in names
            )
    return False
