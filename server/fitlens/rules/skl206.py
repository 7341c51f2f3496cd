"""SKL206 learned-parameter-in-constructor."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules.model import Finding, Severity
from fitlens.rules.naming import class_names
from fitlens.rules.skl101 import has_known_signature
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class LearnedParameterInConstructor:
    """Learned parameter given to a constructor.

    ## What it does
    Finds constructor keywords that name what `fit` learns.

    ## Why is this bad?
    A constructor takes hyperparameters only, which are set before training; learned parameters are estimated from data
    by `fit`. The call raises `TypeError`.

    ## Example
    ```python
    from sklearn.linear_model import LinearRegression

    LinearRegression(coef_=[3.0], intercept_=20.0)
    ```

    ## Use instead
    ```python
    from sklearn.linear_model import LinearRegression

    model = LinearRegression()
    model.fit([[0.0], [1.0], [2.0]], [20.0, 23.0, 26.0])
    model.coef_, model.intercept_
    ```
    """

    code = "SKL206"
    name = "learned-parameter-in-constructor"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each such keyword."""
        for construction in facts.constructions:
            classes = construction.classes
            if not surfaces(construction, "TypeError") or not has_known_signature(construction):
                continue
            for argument in construction.arguments:
                name = argument.name
                if not argument.keyword or name is None:
                    continue
                if all(entry.learned_named(name) and not entry.parameter_named(name) for entry in classes):
                    yield Finding(
                        self.code,
                        self.name,
                        self.severity,
                        f"`{name}` is learned by fit and cannot be given to {class_names(classes)}",
                        argument.span,
                        label="a learned parameter, not a hyperparameter",
                        help="leave it out: `fit` estimates it from the data",
                    )
