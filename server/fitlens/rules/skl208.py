"""SKL208 use-before-fit."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Access, Facts, Handed
from fitlens.catalog.model import ClassEntry
from fitlens.rules.cached import caching_fit
from fitlens.rules.model import Finding, Severity
from fitlens.rules.skl209 import is_unavailable
from fitlens.rules.surfacing import surfaces
from fitlens.rules.unfitted import excused, explanation, is_blocked, is_unfitted, needs_last, related
from fitlens.source.document import Document


class UseBeforeFit:
    """Method that needs a fitted estimator, called before fit.

    ## What it does
    Finds calls of `predict`, `transform`, `score` and their like on an estimator that is certainly unfitted. Which
    methods need a fit was observed by calling each on an unfitted instance; stateless transformers do not. The same goes
    for functions and class methods that were seen to refuse an estimator that is not fitted: `plot_tree`,
    `permutation_importance`, `RocCurveDisplay.from_estimator`. A call of `fit` is found where it comes to a
    `FrozenEstimator`, or to `SelectFromModel(..., prefit=True)` and its like, of an estimator that is not fitted.

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
            if _is_refused(access) and surfaces(access, "NotFittedError"):
                yield self._refused(access)
            elif is_too_early(access) and caching_fit(access, facts) is None and surfaces(access, "NotFittedError"):
                yield self._early(access, access.name, document)

        for handed in facts.handed:
            if _is_handed_too_early(handed) and surfaces(handed, "NotFittedError"):
                yield self._early(_asked(handed, "", handed.receiver.classes), handed.taker, document)

    def _early(self, access: Access, needing: str, document: Document) -> Finding:
        return Finding(
            self.code,
            self.name,
            self.severity,
            f"`{needing}` needs a fitted estimator: `{access.receiver.text}` is not fitted",
            access.span,
            label="raises NotFittedError",
            help=explanation(access, document),
            related=related(access),
        )

    def _refused(self, access: Access) -> Finding:
        assert access.receiver.frozen is not None
        return Finding(
            self.code,
            self.name,
            self.severity,
            f"`{access.name}` does not fit what `{access.receiver.frozen.name}` holds, and that is not fitted",
            access.span,
            label="raises NotFittedError",
            help=f"fit it before `{access.receiver.text}.{access.name}(...)` is called",
            related=related(access),
        )


def _is_handed_too_early(handed: Handed) -> bool:
    """Whether whatever it is asked for needs a fit that certainly has not come."""
    return bool(handed.receiver.classes) and all(
        (name := _answer(entry)) is not None and is_too_early(_asked(handed, name, (entry,)))
        for entry in handed.receiver.classes
    )


def _answer(entry: ClassEntry) -> str | None:
    """The method by which an estimator shows what it has learned: by scikit-learn's convention it has at least one of these."""
    return next((name for name in ("predict", "transform") if entry.method_named(name) is not None), None)


def _asked(handed: Handed, name: str, classes: tuple[ClassEntry, ...]) -> Access:
    """As if a method were called on what is handed over."""
    receiver = handed.receiver._replace(classes=classes)
    return Access(handed.span, name, "call", receiver, None, None, (), handed.guards, handed.trusted)


def _is_refused(access: Access) -> bool:
    """Whether a fit comes to an estimator that would have to be fitted before."""
    receiver = access.receiver
    fits = access.name in ("fit", "fit_transform", "fit_predict")
    return access.context == "call" and fits and receiver.frozen is not None and receiver.complete


def is_too_early(access: Access) -> bool:
    """Whether it needs a fit that certainly has not come."""
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
