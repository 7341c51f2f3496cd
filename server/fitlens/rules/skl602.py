"""SKL602 hyperparameter-not-stored."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.contract import Forgotten
from fitlens.analysis.facts import Facts, Span
from fitlens.catalog.history import numbers
from fitlens.rules.contracts import asked, stands
from fitlens.rules.model import Edit, Finding, Fix, Related, Severity
from fitlens.source.document import Document

_RAISES = (0, 24)
"""Before this version `get_params` made do with None."""


class HyperparameterNotStored:
    """Argument of an estimator's constructor that no attribute of the same name keeps.

    ## What it does
    Checks that `__init__` assigns each of its arguments to an attribute of the same name. A constructor above it that does,
    a method that it calls, a property, an attribute of the class count; where any of these is not known, or the class
    has a `get_params` of its own, nothing is said.

    ## Why is this bad?
    scikit-learn reads the hyperparameters of an estimator from the attributes that are named like the constructor's
    arguments. Without one, `get_params` raises `AttributeError`, and with it `clone`, every search and cross-validation,
    and the representation of the estimator. Where none of these is in sight in the file, it is a warning.

    ## Example
    ```python
    from sklearn.base import BaseEstimator, clone


    class Trimmed(BaseEstimator):
        def __init__(self, limit=3.0):
            self.threshold = limit

        def fit(self, X, y=None):
            self.low_, self.high_ = -self.threshold, self.threshold
            return self


    clone(Trimmed())
    ```

    ## Use instead
    ```python
    from sklearn.base import BaseEstimator, clone


    class Trimmed(BaseEstimator):
        def __init__(self, limit=3.0):
            self.limit = limit

        def fit(self, X, y=None):
            self.low_, self.high_ = -self.limit, self.limit
            return self


    clone(Trimmed())
    ```

    ## Fix safety
    The fix keeps the argument under its name. It is safe where the constructor does nothing else with the argument. Where
    it does, what it makes of it would not follow when the hyperparameter is set, so the fix is unsafe.
    """

    code = "SKL602"
    name = "hyperparameter-not-stored"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each argument."""
        for definition in facts.definitions:
            if not definition.forgotten or not stands(definition):
                continue
            place = asked(facts, definition, "AttributeError") if numbers(facts.version) >= _RAISES else None
            for argument in definition.forgotten:
                yield self._finding(definition.entry.name, argument, place, raises=numbers(facts.version) >= _RAISES)

    def _finding(self, owner: str, argument: Forgotten, place: Span | None, *, raises: bool) -> Finding:
        name = argument.name
        says = "raises AttributeError" if raises else "gives None for it"
        fix: Fix | None = None
        if argument.store is not None:
            line = f"{argument.store.before}{argument.this}.{name} = {name}"
            edit = Edit(Span(argument.store.offset, argument.store.offset), line)
            fix = Fix(f"Keep it as `{argument.this}.{name}`", (edit,), safe=not argument.used)
        return Finding(
            self.code,
            self.name,
            self.severity if place is not None else "warning",
            f"`__init__` of `{owner}` does not set `{argument.this}.{name}`: `get_params` {says}",
            argument.span,
            label=f"not kept as `{argument.this}.{name}`",
            help=f"add `{argument.this}.{name} = {name}`, and read that in the other methods",
            fix=fix,
            related=() if place is None else (Related(place, "asks for its hyperparameters"),),
        )
