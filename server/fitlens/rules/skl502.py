"""SKL502 fitted-before-split."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts, FunctionCall, MethodCall, Span
from fitlens.analysis.rows import Made, Rows
from fitlens.rules.evaluations import are_sides, evaluations, given, learns_statistics, path
from fitlens.rules.model import Finding, Severity
from fitlens.rules.surfacing import stands
from fitlens.source.document import Document


class FittedBeforeSplit:
    """Transformer fitted on data that is split afterwards, so that what it learned includes the test part.

    ## What it does
    Finds transformers that learn numbers from the rows (scalers, imputers, selectors, decompositions, tf-idf weights) and
    are fitted on all of them, where the transformed rows are then split or cross-validated, a model is fitted on one side
    and judged by the other.

    Transformers that learn nothing from the rows are not reported, nor those that only list the categories there are,
    encoders of the target, what no model is judged by, and a search over prepared rows: its model is judged by others.

    ## Why is this bad?
    The score says how well the model does on data that its preparation has already seen. It is too good, least for a
    scaler and most for a selector that has looked at the target.

    ## Example
    ```python
    from sklearn.datasets import load_wine
    from sklearn.model_selection import cross_val_score
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    X, y = load_wine(return_X_y=True)
    X = StandardScaler().fit_transform(X)
    cross_val_score(SVC(), X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_wine
    from sklearn.model_selection import cross_val_score
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    X, y = load_wine(return_X_y=True)
    cross_val_score(make_pipeline(StandardScaler(), SVC()), X, y)
    ```
    """

    code = "SKL502"
    name = "fitted-before-split"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each fit."""
        found: dict[Span, Finding] = {}
        for call, split, step in _leaks(facts):
            if step.fit is None or step.fit.start < 0 or step.fit in found or not learns_statistics(step):
                continue
            found[step.fit] = Finding(
                self.code,
                self.name,
                self.severity,
                f"`{step.by.entry.name}` is fitted on data that is split afterwards: it has learned from the test part",
                step.fit,
                label="fitted on all rows",
                help="put it into a pipeline with the model, or fit it on the train part",
                related=path((split, "split here"), (call.span, "judged here")),
            )
        yield from found.values()


def _leaks(facts: Facts) -> Iterator[tuple[MethodCall | FunctionCall, Span | None, Made]]:
    """What judges a model, where its rows are split, and each step before it that was fitted on them and on others."""
    for each in evaluations(facts):
        rows = each.data.rows
        if rows.split is not None and are_sides(each.fit.data.rows, rows):
            for step in each.data.made:
                if step.learned is not None and step.learned is not rows and rows.are_within(step.learned):
                    yield each.call, _split_of(rows, step.learned), step
    for call in facts.calls:
        data = given(call, "X") if call.entry.parameter_named("cv") is not None and call.entry.clones else None
        if data is None or not stands(call):
            continue
        for step in data.made:
            if step.learned is not None and data.rows.are_within(step.learned):
                yield call, None, step


def _split_of(rows: Rows, learned: Rows) -> Span | None:
    """Where rows were first split off from what a step was fitted on."""
    while rows.of is not None and rows.of is not learned:
        rows = rows.of
    return None if rows.split is None else rows.split.span
