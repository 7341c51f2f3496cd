"""SKL208 use-before-fit."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Access, Facts
from fitlens.rules.model import Finding, Severity
from fitlens.rules.skl209 import is_unavailable
from fitlens.rules.surfacing import surfaces
from fitlens.rules.unfitted import excused, explanation, is_blocked, is_unfitted, needs_last, related
from fitlens.source.document import Document


class UseBeforeFit:
    """Method that needs a fitted estimator, called before fit.

    ## What it does
    Finds calls of `predict`, `transform`, `score` and their like on an estimator that is certainly unfitted. Which
    methods need a fit was observed by calling each on an unfitted instance; stateless transformers do not.

    ## Why is this bad?
    The call raises `NotFittedError`.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.neighbors import KNeighborsClassifier

    X, y = load_iris(return_X_y=True)
    knn = KNeighborsClassifier(n_neighbors=3)
    knn.predict(X)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.neighbors import KNeighborsClassifier

    X, y = load_iris(return_X_y=True)
    knn = KNeighborsClassifier(n_neighbors=3)
    knn.fit(X, y)
    knn.predict(X)
    ```
    """

    code = "SKL208"
    name = "use-before-fit"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each call that comes too early."""
        for access in facts.accesses:
            if _too_early(access) and surfaces(access, "NotFittedError"):
                yield Finding(
                    self.code,
                    self.name,
                    self.severity,
                    f"`{access.name}` needs a fitted estimator: `{access.receiver.text}` is not fitted",
                    access.span,
                    label="raises NotFittedError",
                    help=explanation(access, document),
                    related=related(access),
                )


def _too_early(access: Access) -> bool:
    if access.context != "call" or is_unavailable(access):
        return False  # what is not there, fitted or not, SKL209 tells of
    methods = [entry.method_named(access.name) for entry in access.receiver.classes]
    as_a_whole = is_unfitted(access) and needs_last(access)
    return bool(methods) and all(
        each is not None
        and each.raises_unfitted
        and (as_a_whole or is_blocked(access, each.escapes))
        and not excused(access, each.escapes)
        for each in methods
    )
