"""SKL413 deprecated-value."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules import lifetimes, lives
from fitlens.rules.model import Finding, Severity
from fitlens.source.document import Document


class DeprecatedValue:
    """Value of a hyperparameter that scikit-learn has announced to refuse.

    ## What it does
    Checks known values of hyperparameters, and of the arguments of scikit-learn's functions, against those that are
    deprecated in the selected version. A value that is set again before `fit`, and one that is the default, is not reported.

    ## Why is this bad?
    It works, with a `FutureWarning` when the estimator is fitted, until the version that drops it: then `fit` raises.

    ## Example
    ```python
    from sklearn.datasets import load_diabetes
    from sklearn.tree import DecisionTreeRegressor

    X, y = load_diabetes(return_X_y=True)
    DecisionTreeRegressor(criterion="friedman_mse").fit(X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_diabetes
    from sklearn.tree import DecisionTreeRegressor

    X, y = load_diabetes(return_X_y=True)
    DecisionTreeRegressor(criterion="squared_error").fit(X, y)
    ```

    ## Fix safety
    The fix puts the value that scikit-learn names for it. It is safe: it means the same.

    ## References
    - Rule SKL403 finds what is refused already.
    """

    code = "SKL413"
    name = "deprecated-value"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each value that is to go."""
        for place in lifetimes.quiet_places(facts):
            told = lifetimes.dropped(place, facts.version)
            if told is None:
                continue
            change, new = told.change, lifetimes.successor(told)
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{place.written}` of `{change.target.rpartition('.')[2]}` {lives.is_going(change)}",
                place.span,
                label=f"use {lifetimes.like(place, new)}" if new else "deprecated",
                help="" if new else lives.instead(change),
                fix=lifetimes.replacement(place, change.value, new),
            )
