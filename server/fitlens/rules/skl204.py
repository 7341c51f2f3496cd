"""SKL204 hyperparameter-as-learned."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules import attributes
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.naming import class_names
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class HyperparameterAsLearned:
    """Attribute with one underscore too many or too few.

    ## What it does
    Finds hyperparameters written as learned parameters (`clf.C_`) and the reverse (`grid.best_params`).

    ## Why is this bad?
    The trailing underscore tells what `fit` learned from what was set before. The name without its sign does not exist:
    reading it raises `AttributeError`.

    ## Example
    ```python
    from sklearn.datasets import load_diabetes
    from sklearn.linear_model import LinearRegression

    X, y = load_diabetes(return_X_y=True)
    model = LinearRegression().fit(X, y)
    model.coef
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_diabetes
    from sklearn.linear_model import LinearRegression

    X, y = load_diabetes(return_X_y=True)
    model = LinearRegression().fit(X, y)
    model.coef_
    ```

    ## Fix safety
    The fix adds or drops the underscore. It is safe: the line raises as it stands.
    """

    code = "SKL204"
    name = "hyperparameter-as-learned"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each name with the wrong ending."""
        for access in facts.accesses:
            if not attributes.never_was(access, facts.version) or not surfaces(access, "AttributeError"):
                continue
            classes = access.receiver.classes
            hyperparameter, learned = attributes.without_underscore(access), attributes.with_underscore(access)
            meant = hyperparameter or learned
            if meant is None:
                continue
            kind = "a hyperparameter" if hyperparameter else "a learned parameter"
            rule = "has no trailing underscore" if hyperparameter else "ends in an underscore"
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{access.name}` does not exist on {class_names(classes)}: {kind} {rule}",
                access.span,
                label=f"did you mean `{meant}`?",
                help=f"`{meant}` is {kind} of {class_names(classes)}",
                fix=Fix(f"Rename to `{meant}`", (Edit(access.span, meant),)),
            )
