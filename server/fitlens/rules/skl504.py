"""SKL504 tuned-on-test-data."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Choice, Facts, FunctionCall, MethodCall, Span
from fitlens.analysis.rows import Data, Rows
from fitlens.analysis.values import Value, members
from fitlens.rules.evaluations import are_sides, evaluations, given, is_called, is_predictor, names_of, path
from fitlens.rules.model import Finding, Severity
from fitlens.rules.surfacing import stands
from fitlens.source.document import Document


class TunedOnTestData:
    """Model chosen by its score on the test part, and that score printed as what the model is worth.

    ## What it does
    Finds loops that fit a model on the train part of a split in each turn, score it on the test part, and keep the best
    score together with what it belongs to, where that best score is printed behind the loop.

    What is reported is proved by the program: the split stands before the loop, its second part is called `test`, and no
    model is asked about other rows behind the loop. A part that is called `val` is there to choose by.

    ## Why is this bad?
    Of several scores the greatest is too good: it was chosen for being great. The test part cannot say any more what the
    chosen model does with rows that had no part in the choice.

    ## Example
    ```python
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split
    from sklearn.svm import SVC

    X, y = load_wine(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    best_score, best_C = 0, None
    for C in [0.1, 1, 10]:
        score = SVC(C=C).fit(X_train, y_train).score(X_test, y_test)
        if score > best_score:
            best_score, best_C = score, C
    print(best_C, best_score)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_wine
    from sklearn.model_selection import GridSearchCV, train_test_split
    from sklearn.svm import SVC

    X, y = load_wine(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    search = GridSearchCV(SVC(), {"C": [0.1, 1, 10]}).fit(X_train, y_train)
    print(search.best_params_, search.score(X_test, y_test))
    ```
    """

    code = "SKL504"
    name = "tuned-on-test-data"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each choice."""
        for choice in facts.choices:
            if not stands(choice):
                continue
            scored = _scored(facts, choice)
            if scored is None:
                continue
            rows, fit = scored
            if not _is_set_aside(facts, rows, choice) or _is_judged_behind(facts, choice, rows):
                continue
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"The model is chosen by its score on the test part, and `{choice.best}` is that score",
                choice.span,
                label="chosen by test data",
                help="choose by cross-validation on the train part, and score the chosen model on the test part once",
                related=path(
                    (None if rows.split is None else rows.split.span, "split here"),
                    (fit, "fitted here"),
                    (choice.score, "scored here"),
                ),
            )


def _scored(facts: Facts, choice: Choice) -> tuple[Rows, Span] | None:
    """The rows that the score is of, and the fit inside the loop, on the other side of their split."""
    for each in evaluations(facts):
        if each.call.span == choice.score and each.call.name == "score":
            return _of_loop(each.fit.data.rows, each.data.rows, each.fit.span, choice)
    for call in facts.calls:
        truth = given(call, "y_true") if call.span == choice.score and stands(call) else None
        for argument in call.arguments if truth is not None else ():
            found = [_predicted(value, choice) for value in members(argument.value)]
            if truth is not None and all(each is not None and each[0] is truth.rows for each in found):
                return found[0]
    return None


def _predicted(value: Value, choice: Choice) -> tuple[Rows, Span] | None:
    """The same of what a model said of them."""
    if not isinstance(value, Data) or value.kind not in ("labels", "scores") or not value.made:
        return None
    by = value.made[-1]
    if by.learned is None or by.fit is None or not is_predictor(by.by.entry):
        return None
    return _of_loop(by.learned, value.rows, by.fit, choice)


def _of_loop(train: Rows, test: Rows, fit: Span, choice: Choice) -> tuple[Rows, Span] | None:
    inside = choice.loop.start <= fit.start and fit.end <= choice.loop.end
    return (test, fit) if inside and are_sides(train, test) else None


def _is_set_aside(facts: Facts, rows: Rows, choice: Choice) -> bool:
    """Whether rows are the test part, of a split of all rows that stands before the loop."""
    names = names_of(facts, rows)
    before = rows.split is not None and 0 <= rows.split.span.start < choice.loop.start
    first = rows.of is None or rows.of.split is None
    return before and first and bool(names) and all(is_called(name, "test") for name in names)


def _is_judged_behind(facts: Facts, choice: Choice, rows: Rows) -> bool:
    """Whether a model is, or may be, asked about other rows behind the loop: then another score may be what counts."""
    for call in (*facts.method_calls, *facts.calls):
        name = _judges_by(call) if call.span.start >= choice.loop.end else None
        if name is None:
            continue
        # of several models that a call may be of, the names of arguments need not be known
        first = next((each.value for each in call.arguments if each.name in (name, None)), None)
        if not isinstance(first, Data) or first.rows is not rows:
            return True
    return False


def _judges_by(call: MethodCall | FunctionCall) -> str | None:
    """The argument with the rows that a model is judged by; None where a call does nothing of the kind."""
    if isinstance(call, FunctionCall):
        known = call.entry.parameter_named
        return "y_true" if known("y_true") is not None else "X" if known("cv") is not None else None
    asks = call.name in ("score", "decision_function") or call.name.partition("_")[0] == "predict"
    return "X" if asks else None
