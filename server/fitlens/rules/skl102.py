"""SKL102 invalid-hyperparameter-value."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.acceptance import accepts
from fitlens.analysis.facts import Argument, Construction, Facts
from fitlens.catalog.model import Constraint
from fitlens.catalog.wording import accepted
from fitlens.rules import lifetimes
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.naming import class_names, nearest_option
from fitlens.rules.skl305 import SCORING
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document

MOST = 8
"""Options that are named; of more, the first."""


class InvalidHyperparameterValue:
    """Value that scikit-learn's own validation refuses.

    ## What it does
    Checks known values of hyperparameters against the constraints that the class declares: options, intervals, types.

    ## Why is this bad?
    scikit-learn validates hyperparameters when `fit` runs and raises `InvalidParameterError` (a `ValueError`) there, far
    from the place where the value was set. A value that is set again before `fit` is not reported; one that no `fit` in
    the file will see is reported as a warning.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    SVC(kernel="rfb").fit(X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    SVC(kernel="rbf").fit(X, y)
    ```

    ## Fix safety
    For a misspelt option the fix puts the nearest one. It is safe: `fit` raises as the value stands.

    ## References
    - Rules SKL403 and SKL405 find values that another version takes.
    - `fitlens show CLASS` prints what each hyperparameter of a class accepts.
    """

    code = "SKL102"
    name = "invalid-hyperparameter-value"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each value that is refused."""
        for construction in facts.constructions:
            if surfaces(construction, "ValueError") and all(
                entry.kind == "estimator" for entry in construction.classes
            ):
                for argument in construction.arguments:
                    # the names of scorers are SKL305's
                    if argument.settled != "no" and argument.name is not None and argument.name != SCORING:
                        yield from self._refused(construction, argument, argument.name, facts.version)

    def _refused(self, construction: Construction, argument: Argument, name: str, version: str) -> Iterator[Finding]:
        constraints: tuple[Constraint, ...] = ()
        for entry in construction.classes:
            parameter = entry.parameter_named(name)
            if (
                parameter is None
                or name in entry.rewritten
                or accepts(parameter.constraints, argument.value) is not False
            ):
                return
            constraints = parameter.constraints or ()
        if lifetimes.refused(construction.classes, name, argument.value, version) is not None:
            return  # SKL403 and SKL405 know more of what another version takes
        meant = nearest_option(argument.value, argument.text, constraints)
        yield Finding(
            self.code,
            self.name,
            # where no fit is in sight, nothing raises here: it will where the estimator is fitted
            self.severity if argument.settled == "yes" else "warning",
            f"`{name}={argument.text}` is refused by {class_names(construction.classes)}",
            argument.value_span,
            label=f"did you mean {meant}?" if meant else f"accepts {accepted(constraints, most=MOST)}",
            help=f"`{name}` accepts {accepted(constraints, most=MOST)}" if meant else "",
            fix=Fix(f"Replace with {meant}", (Edit(argument.value_span, meant),)) if meant else None,
        )
