"""SKL307 mismatched-estimator-kind."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.analysis.values import Instance, Value, members
from fitlens.rules.model import Finding, Severity
from fitlens.rules.naming import class_names, verb
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document

_OTHER = {"classifier": "regressor", "regressor": "classifier"}


class MismatchedEstimatorKind:
    """Regressor in an ensemble of classifiers, or the reverse.

    ## What it does
    Finds estimators of the wrong kind among those that vote or are stacked, and at the top of a stack.

    ## Why is this bad?
    What they predict cannot be put together: `fit` raises `ValueError`. A stack of classifiers does take regressors below
    the one at its top.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.ensemble import VotingClassifier
    from sklearn.linear_model import LinearRegression
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    VotingClassifier([("linear", LinearRegression()), ("svc", SVC())]).fit(X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.ensemble import VotingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    VotingClassifier([("linear", LogisticRegression()), ("svc", SVC())]).fit(X, y)
    ```
    """

    code = "SKL307"
    name = "mismatched-estimator-kind"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each estimator of the wrong kind."""
        for composite in facts.composites:
            kind = next((kind for kind in _OTHER if kind in composite.entry.tags), None)
            if kind is None or composite.settled == "no" or not surfaces(composite, "ValueError"):
                continue
            topped = any(each.form == "one" for each in composite.entry.compositions)
            if kind == "classifier" and topped and composite.composition.form != "one":
                continue
            for part in composite.parts or ():
                found = members(part.value)
                if not all(_is(member, _OTHER[kind]) and not _is(member, kind) for member in found):
                    continue
                entries = tuple({m.entry.path: m.entry for m in found if isinstance(m, Instance)}.values())
                other = _OTHER[kind]
                is_other = verb(entries, f"is a {other}", f"are {other}s")
                yield Finding(
                    self.code,
                    self.name,
                    # where no fit is in sight, nothing raises here: it will where the whole is fitted
                    self.severity if composite.settled == "yes" else "warning",
                    f"`{composite.entry.name}` takes {kind}s: {class_names(entries)} {is_other}",
                    part.value_span or composite.span,
                    label=f"a {other}",
                )


def _is(value: Value, kind: str) -> bool:
    """Whether it is scikit-learn's own estimator of that kind: what others are depends on more than their class."""
    return (
        isinstance(value, Instance)
        and value.user is None
        and value.node is not None
        and value.entry.path.startswith("sklearn.")
        and not value.entry.compositions
        and kind in value.entry.tags
    )
