"""SKL601 learned-parameter-in-init."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules.contracts import standing
from fitlens.rules.model import Finding, Severity
from fitlens.source.document import Document


class LearnedParameterInInit:
    """Constructor of an estimator that sets a learned parameter.

    ## What it does
    Finds attributes whose name ends in one underscore and that `__init__` sets, where `fit` sets them too, or where their
    value says nothing yet (`None`, an empty list).

    ## Why is this bad?
    Attributes that end in an underscore are how scikit-learn tells a fitted estimator from others: `check_is_fitted` passes
    before any fit, and so does what relies on it. What is used unfitted then fails somewhere inside, or computes with `None`.

    A class that says itself when it is fitted (`__sklearn_is_fitted__`), or whose tags say that it needs no fit, is not
    reported, nor is one that is made of a model that was fitted before.

    ## Example
    ```python
    import numpy as np
    from sklearn.base import BaseEstimator, TransformerMixin


    class Centred(TransformerMixin, BaseEstimator):
        def __init__(self):
            self.mean_ = None

        def fit(self, X, y=None):
            self.mean_ = np.mean(X, axis=0)
            return self
    ```

    ## Use instead
    ```python
    import numpy as np
    from sklearn.base import BaseEstimator, TransformerMixin


    class Centred(TransformerMixin, BaseEstimator):
        def fit(self, X, y=None):
            self.mean_ = np.mean(X, axis=0)
            return self
    ```

    ## References
    - Rule SKL606 finds the reverse, a `fit` that sets no such attribute.
    """

    code = "SKL601"
    name = "learned-parameter-in-init"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each learned parameter."""
        for definition in standing(facts):
            for mark in definition.early:
                yield Finding(
                    self.code,
                    self.name,
                    self.severity,
                    f"`{mark.name}` is set before `fit`: an unfitted `{definition.entry.name}` passes for a fitted one",
                    mark.span,
                    label="for fit to set",
                    help="`check_is_fitted` looks for attributes that end in an underscore; set it in `fit` only",
                )
