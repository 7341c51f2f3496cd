"""SKL507 swapped-metric-arguments."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Argument, Facts, FunctionCall
from fitlens.analysis.rows import Data
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.surfacing import stands
from fitlens.source.document import Document

TRUTH, PREDICTED = "y_true", "y_pred"
"""What scikit-learn calls the arguments of its metrics: what is so, and what a model said."""


class SwappedMetricArguments:
    """Predictions given to a metric as what is true, and the true values as the predictions.

    ## What it does
    Finds metrics that get what a model predicted as `y_true`, and as `y_pred` values of the same rows that nothing
    predicted. The rule is off by default: to some metrics, such as the accuracy, the order makes no difference.

    ## Why is this bad?
    Precision becomes recall, a confusion matrix lies on its side, and what is explained of the variance is measured against
    that of the predictions.

    ## Example
    ```python
    from sklearn.datasets import load_diabetes
    from sklearn.linear_model import Ridge
    from sklearn.metrics import r2_score
    from sklearn.model_selection import train_test_split

    X, y = load_diabetes(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    predicted = Ridge().fit(X_train, y_train).predict(X_test)
    print(r2_score(predicted, y_test))
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_diabetes
    from sklearn.linear_model import Ridge
    from sklearn.metrics import r2_score
    from sklearn.model_selection import train_test_split

    X, y = load_diabetes(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    predicted = Ridge().fit(X_train, y_train).predict(X_test)
    print(r2_score(y_test, predicted))
    ```

    ## Fix safety
    The fix puts each argument in the place of the other. It is unsafe: the metric gives another number.
    """

    code = "SKL507"
    name = "swapped-metric-arguments"
    severity: Severity = "info"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each call."""
        for call in facts.calls:
            truth, predicted = _argument(call, TRUTH), _argument(call, PREDICTED)
            if truth is None or predicted is None or not stands(call) or not _are_swapped(truth, predicted):
                continue
            edits = (Edit(truth.value_span, predicted.text), Edit(predicted.value_span, truth.text))
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{call.entry.name}` is given predictions as `{TRUTH}`, and as `{PREDICTED}` what is true",
                truth.value_span,
                label="predicted",
                help="the true values come first",
                fix=Fix("Swap the arguments", edits, safe=False),
            )


def _argument(call: FunctionCall, name: str) -> Argument | None:
    return next((each for each in call.arguments if each.name == name), None)


def _are_swapped(truth: Argument, predicted: Argument) -> bool:
    first, second = truth.value, predicted.value
    return (
        isinstance(first, Data)
        and isinstance(second, Data)
        and first.kind in ("labels", "scores")
        and second.kind in ("array", "target")
        and first.rows is second.rows
        and not second.made
    )
