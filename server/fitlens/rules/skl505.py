"""SKL505 transform-mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.analysis.rows import Made, Rows
from fitlens.rules.evaluations import are_sides, evaluations, path
from fitlens.rules.model import Finding, Severity
from fitlens.source.document import Document


class TransformMismatch:
    """Model fitted on transformed data and asked about data that was not transformed likewise.

    ## What it does
    Finds predictions and scores for the test part of a split where the train part went through a transformer before the
    model was fitted, and the test part through none or through one of another class; and the reverse.

    Nothing is reported where code that is not known got hold of either part: it may have changed what is in them.

    ## Why is this bad?
    The columns mean something else than those that the model was fitted on. Where their number happens to agree nothing
    fails, and the predictions are worth nothing.

    ## Example
    ```python
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    X, y = load_wine(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    scaler = StandardScaler()
    clf = SVC().fit(scaler.fit_transform(X_train), y_train)
    clf.score(X_test, y_test)
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
    clf = SVC().fit(scaler.fit_transform(X_train), y_train)
    clf.score(scaler.transform(X_test), y_test)
    ```
    """

    code = "SKL505"
    name = "transform-mismatch"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each call."""
        for each in evaluations(facts):
            train, test = each.fit.data, each.data
            if not are_sides(train.rows, test.rows) or _may_be_changed(facts, train.rows, test.rows):
                continue
            said = _mismatch(train.made, test.made)
            if said is None:
                continue
            argument = next(argument for argument in each.call.arguments if argument.value is test)
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{each.call.name}` is given data that was not prepared like that of the fit: {said}",
                argument.value_span,
                label="not prepared likewise",
                help="transform both with what was fitted on the train part, or put it into a pipeline with the model",
                related=path((each.fit.span, "fitted here")),
            )


def _may_be_changed(facts: Facts, *parts: Rows) -> bool:
    return any(rows in facts.changed for rows in parts)


def _mismatch(train: tuple[Made, ...], test: tuple[Made, ...]) -> str | None:
    """What was done to one side alone; None where both were treated alike, or perhaps.

    A pipeline there may be its steps here, one after the other.
    """
    for one, other in zip(train, test, strict=False):
        if one.by.entry is not other.by.entry:
            if one.by.entry.compositions or other.by.entry.compositions:
                return None
            return f"`{one.by.entry.name}` there, `{other.by.entry.name}` here"
    if len(train) > len(test):
        return f"`{train[len(test)].by.entry.name}` transformed that alone"
    return f"`{test[len(train)].by.entry.name}` transformed this alone" if len(test) > len(train) else None
