"""SKL604 variadic-init."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules.contracts import asked, stands
from fitlens.rules.model import Finding, Related, Severity
from fitlens.source.document import Document


class VariadicInit:
    """Constructor of an estimator that takes `*args`.

    ## What it does
    Finds `*args` in the `__init__` of estimator classes that have no `get_params` of their own.

    ## Why is this bad?
    scikit-learn reads from the constructor which hyperparameters there are, and those in `*args` have no names:
    `get_params` raises `RuntimeError`, and with it `clone`, every search and cross-validation, and the representation of
    the estimator. Where none of these is in sight in the file, it is a warning.

    `**kwargs` raises nothing, but what is in it is lost to `clone`.

    ## Example
    ```python
    from sklearn.base import BaseEstimator, clone


    class Selected(BaseEstimator):
        def __init__(self, *columns):
            self.columns = columns


    clone(Selected("age", "height"))
    ```

    ## Use instead
    ```python
    from sklearn.base import BaseEstimator, clone


    class Selected(BaseEstimator):
        def __init__(self, columns=()):
            self.columns = columns


    clone(Selected(("age", "height")))
    ```
    """

    code = "SKL604"
    name = "variadic-init"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each class."""
        for definition in facts.definitions:
            rest = definition.variadic
            if rest is None or not stands(definition):
                continue
            place = asked(facts, definition, "RuntimeError")
            yield Finding(
                self.code,
                self.name,
                self.severity if place is not None else "warning",
                f"`__init__` of `{definition.entry.name}` takes `*{rest.name}`: `get_params` raises RuntimeError",
                rest.span,
                label="hyperparameters without names",
                help="name each hyperparameter, or take one that holds them all",
                related=() if place is None else (Related(place, "asks for its hyperparameters"),),
            )
