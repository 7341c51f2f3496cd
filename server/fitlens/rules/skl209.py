"""SKL209 unavailable-method."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Access, Facts
from fitlens.analysis.known import known_of
from fitlens.catalog import phrases
from fitlens.catalog.model import Conditions
from fitlens.rules import conditions
from fitlens.rules.model import Finding, Severity
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class UnavailableMethod:
    """Method that the hyperparameter values switch off.

    ## What it does
    Finds methods that a class has only under certain values of its hyperparameters, called or read where it has others:
    `predict_proba` of an `SGDClassifier` with the hinge loss, `predict` of a `LocalOutlierFactor` without `novelty=True`.
    Under which values each is there was observed.

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


def unavailable(access: Access) -> Conditions:
    """The conditions of a method that are certainly not met; `()` where it may be there."""
    known = known_of(access.receiver)
    method = None if known is None else known.entry.method_named(access.name)
    if known is None or method is None or not conditions.missing(access, known, method.conditions):
        return ()
    return method.conditions
