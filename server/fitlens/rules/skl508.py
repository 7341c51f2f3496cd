"""SKL508 hard-predictions-scored."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.analysis.rows import Data
from fitlens.analysis.values import Value, members
from fitlens.rules.model import Finding, Severity
from fitlens.rules.surfacing import stands
from fitlens.source.document import Document

SCORES = frozenset({"y_score", "y_proba", "y_prob", "probas_pred"})
"""What scikit-learn calls the argument that takes scores or probabilities, in this version and in earlier ones."""


class HardPredictionsScored:
    """Predicted classes given to a metric that is made for scores or probabilities.

    ## What it does
    Finds what `predict` of a classifier or an outlier detector gave, passed where a metric takes scores (`y_score`) or
    probabilities (`y_proba`): `roc_auc_score`, `average_precision_score`, `brier_score_loss` and others.

    ## Why is this bad?
    Such a metric looks at how the model ranks the rows, or how sure it is. Classes rank them in two heaps: the curve has
    one corner, and the number says something else than its name.

    ## Example
    ```python
    from sklearn.datasets import load_breast_cancer
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import train_test_split
    from sklearn.tree import DecisionTreeClassifier

    X, y = load_breast_cancer(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    tree = DecisionTreeClassifier(max_depth=3).fit(X_train, y_train)
    roc_auc_score(y_test, tree.predict(X_test))
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_breast_cancer
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import train_test_split
    from sklearn.tree import DecisionTreeClassifier

    X, y = load_breast_cancer(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    tree = DecisionTreeClassifier(max_depth=3).fit(X_train, y_train)
    roc_auc_score(y_test, tree.predict_proba(X_test)[:, 1])
    ```
    """

    code = "SKL508"
    name = "hard-predictions-scored"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each argument."""
        for call in facts.calls:
            for argument in call.arguments if stands(call) else ():
                if argument.name in SCORES and all(_is_classes(value) for value in members(argument.value)):
                    yield Finding(
                        self.code,
                        self.name,
                        self.severity,
                        f"`{call.entry.name}` is given predicted classes as `{argument.name}`",
                        argument.value_span,
                        label="classes, no scores",
                        help="give what `predict_proba` or `decision_function` says",
                    )


def _is_classes(value: Value) -> bool:
    """Whether it is one of a few classes for each row: what `predict` of a model that knows no others gave."""
    if not isinstance(value, Data) or value.kind != "labels":
        return False
    parts = value.made[-1].parts
    return bool(parts) and bool({"classifier", "outlier-detector"} & set(parts[-1].tags))
