"""SKL302 invalid-intermediate-step."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Composite, Facts, Part
from fitlens.analysis.values import Function, Instance, UserFunction, Value, members
from fitlens.rules.model import Finding, Severity
from fitlens.rules.naming import class_names
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class InvalidIntermediateStep:
    """Step that cannot do what its place needs: transform, or fit.

    ## What it does
    Finds steps before the last one of a pipeline, and parts of a column transformer or feature union, that have no
    `transform`, last steps that have no `fit`, and functions that stand for transformers.

    ## Why is this bad?
    What a step makes of the data is what the next one gets. `fit` raises `TypeError`. A pipeline that is not fitted in
    the file is reported as a warning.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    X, y = load_iris(return_X_y=True)
    make_pipeline(LogisticRegression(), StandardScaler()).fit(X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    X, y = load_iris(return_X_y=True)
    make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)
    ```
    """

    code = "SKL302"
    name = "invalid-intermediate-step"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each step in a place that it cannot fill."""
        for composite in facts.composites:
            if composite.settled != "no" and surfaces(composite, "TypeError"):
                yield from self._parts(composite)

    def _parts(self, composite: Composite) -> Iterator[Finding]:
        composition, parts = composite.composition, composite.parts or ()
        # an ensemble of classifiers or regressors predicts with what it holds; whatever else takes several transforms
        union = not composition.by_position and {"classifier", "regressor"}.isdisjoint(composite.entry.tags)
        if composition.form == "one" or not (union or composition.by_position):
            return
        for part in parts if union else parts[:-1]:
            if all(_lacks(member, "transform") for member in members(part.value)):
                place = f"part of `{composite.entry.name}`" if union else "step before the last"
                yield self._finding(composite, part, f"{_what(part)} cannot be a {place}: it has no `transform`")
        if not union and parts and all(_lacks(member, "fit") for member in members(parts[-1].value)):
            yield self._finding(composite, parts[-1], f"{_what(parts[-1])} cannot be the last step: it has no `fit`")

    def _finding(self, composite: Composite, part: Part, message: str) -> Finding:
        function = all(isinstance(member, (Function, UserFunction)) for member in members(part.value))
        return Finding(
            self.code,
            self.name,
            # where no fit is in sight, nothing raises here: it will where the whole is fitted
            self.severity if composite.settled == "yes" else "warning",
            message,
            part.value_span or part.name_span or composite.span,
            label="raises TypeError at fit",
            help="put it into a `FunctionTransformer`" if function else "",
        )


def _lacks(value: Value, method: str) -> bool:
    """Whether it certainly has no such method."""
    if isinstance(value, (Function, UserFunction)):
        return True
    if not isinstance(value, Instance) or value.node is None:
        return False
    entry = value.entry
    plain = entry.path.startswith("sklearn.") if value.user is None else _is_own(value)
    return plain and not entry.known_attribute(method)


def _is_own(value: Instance) -> bool:
    """Whether nothing but scikit-learn and the document made its class."""
    bases = value.entry.bases
    return value.user is not None and not value.user.opaque and all(base.startswith("sklearn.") for base in bases)


def _what(part: Part) -> str:
    entries = {member.entry.path: member.entry for member in members(part.value) if isinstance(member, Instance)}
    if entries:
        return class_names(tuple(entries.values()))
    return f"the function in step `{part.name}`" if part.name else "a function"
