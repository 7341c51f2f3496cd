"""SKL201 learned-parameter-before-fit."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Access, Facts
from fitlens.rules.cached import caching_fit
from fitlens.rules.model import Finding, Severity
from fitlens.rules.surfacing import surfaces
from fitlens.rules.unfitted import excused, explanation, is_unfitted, related, rests_on_others
from fitlens.source.document import Document


class LearnedParameterBeforeFit:
    """Learned parameter read from an estimator that is not fitted.

    ## What it does
    Finds reads of learned parameters at places where the estimator is certainly unfitted, also after calls that fit only
    a copy of it: `cross_val_score`, `GridSearchCV(...).fit`, `clone`.

    ## Why is this bad?
    Learned parameters are set by `fit`. Before that the attribute does not exist and reading it raises `AttributeError`.

    ## Example
    ```python
    from sklearn.datasets import load_diabetes
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import cross_val_score

    X, y = load_diabetes(return_X_y=True)
    model = Ridge(alpha=0.5)
    scores = cross_val_score(model, X, y)
    model.coef_
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_diabetes
    from sklearn.linear_model import Ridge

    X, y = load_diabetes(return_X_y=True)
    model = Ridge(alpha=0.5)
    model.fit(X, y)
    model.coef_
    ```
    """

    code = "SKL201"
    name = "learned-parameter-before-fit"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each read that comes too early."""
        for access in facts.accesses:
            if is_too_early(access) and caching_fit(access, facts) is None and surfaces(access, "NotFittedError"):
                yield Finding(
                    self.code,
                    self.name,
                    self.severity,
                    f"`{access.name}` does not exist yet: `{access.receiver.text}` is not fitted",
                    access.span,
                    label="set by fit",
                    help=explanation(access, document),
                    related=related(access),
                )


def is_too_early(access: Access) -> bool:
    """Whether it needs a fit that certainly has not come."""
    if access.context not in ("read", "call") or not is_unfitted(access):
        return False
    learned = [entry.learned_named(access.name) for entry in access.receiver.classes]
    return all(
        each is not None
        and each.absent_unfitted
        and not excused(access, each.escapes)
        and not rests_on_others(access, each.escapes)
        for each in learned
    )
