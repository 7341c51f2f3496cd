"""SKL510 resampled-before-split."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts, FunctionCall, MethodCall, Span
from fitlens.analysis.rows import Repeats, Rows
from fitlens.rules.evaluations import are_sides, evaluations, given, path
from fitlens.rules.model import Finding, Severity
from fitlens.rules.surfacing import stands
from fitlens.source.document import Document


class ResampledBeforeSplit:
    """Rows duplicated or synthesised before a split, so that copies reach the test part.

    ## What it does
    Finds rows that `sklearn.utils.resample` drew with replacement, or an over-sampler of imbalanced-learn added, which are
    split or cross-validated afterwards, a model being fitted on one side and judged by the other.

    ## Why is this bad?
    The same row, or one made of it, stands on both sides. The model has seen what it is asked about, and a score near
    perfect says nothing.

    ## Example
    ```python
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split
    from sklearn.tree import DecisionTreeClassifier
    from sklearn.utils import resample

    X, y = load_wine(return_X_y=True)
    X, y = resample(X, y, n_samples=500, random_state=0)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    DecisionTreeClassifier().fit(X_train, y_train).score(X_test, y_test)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split
    from sklearn.tree import DecisionTreeClassifier
    from sklearn.utils import resample

    X, y = load_wine(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    X_train, y_train = resample(X_train, y_train, n_samples=500, random_state=0)
    DecisionTreeClassifier().fit(X_train, y_train).score(X_test, y_test)
    ```
    """

    code = "SKL510"
    name = "resampled-before-split"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each call that gives rows more than once."""
        found: dict[Span, Finding] = {}
        for call, rows in _judged(facts):
            repeats, split = _repeats(rows)
            if repeats is None or repeats.span.start < 0 or repeats.span in found:
                continue
            found[repeats.span] = Finding(
                self.code,
                self.name,
                self.severity,
                f"`{repeats.by}` multiplies rows that are split afterwards: copies reach the test part",
                repeats.span,
                label="rows multiplied",
                help="split first, and resample the train part alone",
                related=path((split, "split here"), (call.span, "judged here")),
            )
        yield from found.values()


def _judged(facts: Facts) -> Iterator[tuple[MethodCall | FunctionCall, Rows]]:
    """What judges a model by one side of rows, fitted on the other, and these rows."""
    for each in evaluations(facts):
        if are_sides(each.fit.data.rows, each.data.rows):
            yield each.call, each.data.rows
    for call in facts.calls:
        data = given(call, "X") if call.entry.parameter_named("cv") is not None and call.entry.clones else None
        if data is not None and stands(call):
            yield call, data.rows


def _repeats(rows: Rows) -> tuple[Repeats | None, Span | None]:
    """Where rows were repeated before they were split, and the split."""
    split: Span | None = None
    while rows.of is not None:
        split = split if rows.split is None else rows.split.span
        rows = rows.of
    return rows.repeats, split
