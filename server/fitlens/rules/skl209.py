"""SKL209 unavailable-method."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Access, Facts
from fitlens.analysis.known import known_of
from fitlens.catalog import phrases
from fitlens.catalog.model import Conditions
from fitlens.rules import conditions
from fitlens.rules.model import Finding, Severity
from fitlens.rules.naming import class_names, verb
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class UnavailableMethod:
    """Method that the hyperparameter values switch off.

    ## What it does
    Finds methods that a class has only under certain values of its hyperparameters, called or read where it has others:
    `predict_proba` of an `SGDClassifier` with the hinge loss, `predict` of a `LocalOutlierFactor` without `novelty=True`.
    Under which values each is there was observed. So are methods found that a search or a pipeline has only where the
    estimator inside has them: `predict_proba` of `GridSearchCV(LinearSVC(), ...)`.

    ## Why is this bad?
    The method is hidden, and naming it raises `AttributeError`, fitted or not.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.neighbors import LocalOutlierFactor

    X, y = load_iris(return_X_y=True)
    lof = LocalOutlierFactor(n_neighbors=5).fit(X)
    lof.predict(X)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.neighbors import LocalOutlierFactor

    X, y = load_iris(return_X_y=True)
    lof = LocalOutlierFactor(n_neighbors=5, novelty=True).fit(X)
    lof.predict(X)
    ```

    ## Fix safety
    Where one value of one hyperparameter makes the method available, the fix sets it at the construction. It is unsafe:
    another model is learned, or more is computed.

    ## References
    - `fitlens show CLASS` prints under which values each method is there, `--why` what was run to see it.
    """

    code = "SKL209"
    name = "unavailable-method"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each method that is switched off."""
        for access in facts.accesses:
            if access.context in ("read", "call") and surfaces(access, "AttributeError"):
                if lacks_inside(access):
                    yield self._inside(access)
                    continue
                missing = unavailable(access)
                known = known_of(access.receiver)
                if missing and known is not None:
                    yield Finding(
                        self.code,
                        self.name,
                        self.severity,
                        f"`{access.name}` is not available on `{conditions.described(known, missing)}`",
                        access.span,
                        label=f"there {phrases.only(missing, most=conditions.MOST)}",
                        fix=conditions.fix(access, known, missing, facts, document),
                        related=conditions.related(access),
                    )

    def _inside(self, access: Access) -> Finding:
        one, inside = class_names(access.receiver.classes), class_names(access.withheld)
        return Finding(
            self.code,
            self.name,
            self.severity,
            f"`{access.name}` is not available on {one}: {inside} inside {verb(access.withheld, 'has', 'have')} none",
            access.span,
            label="there only where the estimator inside has it",
            related=conditions.related(access),
        )


def is_unavailable(access: Access) -> bool:
    """Whether a method is certainly not there, fitted or not."""
    return bool(unavailable(access)) or lacks_inside(access)


def lacks_inside(access: Access) -> bool:
    """Whether an estimator inside, which would have to have a method as well, certainly does not."""
    receiver = access.receiver
    certain = receiver.complete and receiver.exact and not receiver.is_class and not receiver.exposed
    return bool(access.withheld) and certain and access.name not in receiver.assigned


def unavailable(access: Access) -> Conditions:
    """The conditions of a method that are certainly not met; `()` where it may be there."""
    known = known_of(access.receiver)
    method = None if known is None else known.entry.method_named(access.name)
    if known is None or method is None or not conditions.missing(access, known, method.conditions):
        return ()
    return method.conditions
