"""SKL301 invalid-step-name."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Composite, Facts, Part, Span
from fitlens.rules.model import Finding, Related, Severity
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class InvalidStepName:
    """Step name that a pipeline or another composite refuses.

    ## What it does
    Finds steps that share a name, names with two underscores in a row, and names that are also an argument of the
    composite's constructor.

    ## Why is this bad?
    Nested hyperparameters are reached by the step's name, two underscores and their own: such a name would be ambiguous.
    `fit` raises `ValueError`. A composite that is not fitted in the file is reported as a warning.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    Pipeline([("my__scaler", StandardScaler()), ("svc", SVC())]).fit(X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    Pipeline([("my_scaler", StandardScaler()), ("svc", SVC())]).fit(X, y)
    ```
    """

    code = "SKL301"
    name = "invalid-step-name"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each name that is refused."""
        for composite in facts.composites:
            if composite.settled == "no" or composite.composition.form == "one":
                continue
            if surfaces(composite, "ValueError"):
                yield from self._names(composite)

    def _names(self, composite: Composite) -> Iterator[Finding]:
        first: dict[str, Part] = {}
        taker = composite.entry.name
        for part in composite.parts or ():
            name = part.name
            if name is None:
                continue
            if name in first:
                before = first[name].name_span
                related = () if before is None else (Related(before, "the first step of this name"),)
                yield self._finding(composite, part, f"two steps of `{taker}` are named `{name}`", "taken", related)
                continue
            first[name] = part
            if "__" in name:
                message = f"the step name `{name}` has two underscores in a row"
                yield self._finding(composite, part, message, "separates a step from a hyperparameter")
            elif composite.entry.parameter_named(name) is not None:
                message = f"the step name `{name}` is also an argument of `{taker}`"
                yield self._finding(composite, part, message, "an argument's name")

    def _finding(
        self, composite: Composite, part: Part, message: str, label: str, related: tuple[Related, ...] = ()
    ) -> Finding:
        # where no fit is in sight, nothing raises here: it will where the whole is fitted
        severity = self.severity if composite.settled == "yes" else "warning"
        span: Span = part.name_span or part.value_span or composite.span
        return Finding(self.code, self.name, severity, message, span, label, "give it another name", related=related)
