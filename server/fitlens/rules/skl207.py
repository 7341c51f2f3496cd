"""SKL207 learned-parameter-assigned."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Access, Facts
from fitlens.rules.model import Finding, Related, Severity
from fitlens.rules.naming import class_names
from fitlens.rules.surfacing import stands
from fitlens.source.document import Document


class LearnedParameterAssigned:
    """Learned parameter of a fitted estimator, set by hand.

    ## What it does
    Finds assignments to learned parameters of an estimator that was fitted. On an unfitted estimator they are how weights
    that were learned elsewhere are put back, and nothing is reported. The rule is off by default: the program does what
    it says.

    ## Why is this bad?
    Learned parameters belong together: another that was computed from the old value keeps what it was, and nothing checks
    the shape of the new one.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.linear_model import Ridge

    X, y = load_iris(return_X_y=True)
    model = Ridge().fit(X, y)
    model.coef_ = model.coef_.round(1)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.linear_model import Ridge

    X, y = load_iris(return_X_y=True)
    model = Ridge().fit(X, y)
    rounded = Ridge()
    rounded.coef_, rounded.intercept_ = model.coef_.round(1), model.intercept_
    ```
    """

    code = "SKL207"
    name = "learned-parameter-assigned"
    severity: Severity = "info"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each assignment."""
        for access in facts.accesses:
            if access.context == "store" and stands(access) and _was_learned(access):
                yield Finding(
                    self.code,
                    self.name,
                    self.severity,
                    f"`{access.name}` was learned by {class_names(access.receiver.classes)}, and is set by hand",
                    access.span,
                    label="fit's to set",
                    related=tuple(Related(span, "fitted here") for span in access.receiver.fitted[-1:]),
                )


def _was_learned(access: Access) -> bool:
    receiver = access.receiver
    return (
        receiver.complete
        and receiver.exact  # a class sets what it learns itself
        and not receiver.is_class
        and receiver.state == "fitted"
        and bool(receiver.classes)
        and all(entry.learned_named(access.name) for entry in receiver.classes)
    )
