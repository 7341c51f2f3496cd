"""SKL403 removed-value."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Argument, Construction, Facts, FunctionCall
from fitlens.catalog.wording import accepted
from fitlens.rules import arguments, lives
from fitlens.rules.model import Finding, Severity
from fitlens.rules.skl102 import MOST
from fitlens.source.document import Document


class RemovedValue:
    """Value that an earlier scikit-learn took for a hyperparameter, and the selected one refuses.

    ## What it does
    Checks known values of hyperparameters, and of the arguments of scikit-learn's functions, against those that went before
    the selected version.

    ## Why is this bad?
    scikit-learn validates hyperparameters when `fit` runs and raises there. A value that is set again before `fit` is not
    reported; one that no `fit` in the file will see is reported as a warning.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.ensemble import RandomForestClassifier

    X, y = load_iris(return_X_y=True)
    RandomForestClassifier(max_features="auto").fit(X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.ensemble import RandomForestClassifier

    X, y = load_iris(return_X_y=True)
    RandomForestClassifier(max_features="sqrt").fit(X, y)
    ```

    ## Fix safety
    The fix puts the value that means the same today, where there is one and the old one is written at that place. It is
    safe: `fit` raises as the value stands.

    ## References
    - Rule SKL102 finds values that no version took.
    """

    code = "SKL403"
    name = "removed-value"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each value that went."""
        for fact, argument in arguments.values(facts):
            yield from self._refused(fact, argument, facts.version)

    def _refused(self, fact: Construction | FunctionCall, argument: Argument, version: str) -> Iterator[Finding]:
        found = arguments.refused(fact, argument, version)
        if found is None or found.change.state(version) != "removed":
            return
        change = found.change
        new = change.renamed if change.renamed and arguments.is_accepted(found.parameter, change.renamed) else None
        yield Finding(
            self.code,
            self.name,
            # where no fit is in sight, nothing raises here: it will where the estimator is fitted
            "warning" if isinstance(fact, Construction) and argument.settled == "pending" else self.severity,
            f"`{argument.name}={argument.text}` of `{change.target.rpartition('.')[2]}` {lives.was_removed(change)}",
            argument.value_span,
            label=f"now {arguments.like(argument, new)}" if new else "no longer accepted",
            help=""
            if new
            else lives.instead(change)
            or f"`{argument.name}` accepts {accepted(found.parameter.constraints, most=MOST)}",
            fix=arguments.value_fix(argument, change.value, new),
        )
