"""SKL403 removed-value."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.catalog.wording import accepted
from fitlens.rules import lifetimes, lives
from fitlens.rules.lifetimes import Place, Told
from fitlens.rules.model import Finding, Severity
from fitlens.rules.skl102 import MOST
from fitlens.source.document import Document


class RemovedValue:
    """Value that an earlier scikit-learn took for a hyperparameter, and the selected one refuses.

    ## What it does
    Checks known values of hyperparameters, the candidates of searches among them, and of the arguments of scikit-learn's
    functions, against those that went before the selected version.

    ## Why is this bad?
    scikit-learn validates hyperparameters when `fit` runs and raises there. A value that is set again before `fit` is not
    reported; one that no `fit` in the file will see is reported as a warning, and so is one of several candidates: the
    search leaves it out, with a warning of its own.

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
    safe: `fit` raises as the value stands. Of one of several candidates it is unsafe: the search tries more than before.

    ## References
    - Rule SKL102 finds values that no version took.
    """

    code = "SKL403"
    name = "removed-value"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each value that went."""
        for place in lifetimes.places(facts):
            told = lifetimes.refused(place.owners, place.name, place.value, facts.version)
            if told is not None and told.change.state(facts.version) == "removed":
                yield self._finding(place, told)

    def _finding(self, place: Place, told: Told) -> Finding:
        change, new = told.change, lifetimes.successor(told)
        known = f"`{place.name}` accepts {accepted(told.parameter.constraints, most=MOST)}"
        fix = lifetimes.replacement(place, change.value, new)
        return Finding(
            self.code,
            self.name,
            place.severity,
            f"`{place.written}` of `{change.target.rpartition('.')[2]}` {lives.was_removed(change)}",
            place.span,
            label=f"now {lifetimes.like(place, new)}" if new else "no longer accepted",
            help="" if new else lives.instead(change) or known,
            fix=fix if fix is None or place.severity == "error" or not place.is_candidate else fix._replace(safe=False),
        )
