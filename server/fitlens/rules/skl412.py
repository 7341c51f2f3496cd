"""SKL412 deprecated-hyperparameter."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules import lifetimes, lives, passed
from fitlens.rules.model import Finding, Severity
from fitlens.rules.surfacing import warns
from fitlens.source.document import Document


class DeprecatedHyperparameter:
    """Hyperparameter that scikit-learn has announced to go.

    ## What it does
    Checks what is given to constructors and to scikit-learn's functions, and the keys of search spaces, against what is
    deprecated in the selected version. What is given its default is not reported.

    ## Why is this bad?
    It works, with a `FutureWarning` when the estimator is fitted, until the version that drops it: then the call raises.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression

    X, y = load_iris(return_X_y=True)
    LogisticRegression(penalty="l2", max_iter=500).fit(X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression

    X, y = load_iris(return_X_y=True)
    LogisticRegression(l1_ratio=0, max_iter=500).fit(X, y)
    ```

    ## Fix safety
    Where it has a new name, the fix renames it. It is safe: the new name means the same. Where nothing takes its place, its
    removal is offered as an unsafe fix.

    ## References
    - Rule SKL402 finds what is gone already.
    """

    code = "SKL412"
    name = "deprecated-hyperparameter"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each argument that is to go."""
        for call, argument in passed.warned(facts, document):
            changes = [
                (entry.path, change)
                for entry in passed.entries(call.fact)
                if (change := lives.going(entry.path, argument.name or "", lives.PARAMETER, facts.version))
            ]
            if len(changes) != len(passed.entries(call.fact)) or passed.is_default(call.fact, argument):
                continue
            if lifetimes.refused(passed.entries(call.fact), argument.name or "", argument.value, facts.version):
                continue  # SKL403: it does not even work
            path, change = changes[0]
            new, fix = call.repair(path, argument, change, passed.known(call.fact))
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{argument.name}` of `{path.rpartition('.')[2]}` {lives.is_going(change)}",
                argument.span,
                label=f"use `{new}`" if new else "deprecated",
                help=lives.instead(change, new or None),
                fix=fix if argument.keyword else None,
            )
        for key in facts.keys:
            name = key.name.rpartition("__")[2]
            goings = [lives.going(owner.path, name, lives.PARAMETER, facts.version) for owner in key.owners]
            first = next(iter(goings), None)
            if first is None or None in goings or not warns(key) or key.settled == "no":
                continue
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{name}` of `{first.target.rpartition('.')[2]}` {lives.is_going(first)}",
                key.span,
                label="deprecated",
                help=lives.instead(first),
            )
