"""SKL606 nothing-learned."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.contract import Definition
from fitlens.analysis.facts import Facts
from fitlens.analysis.values import Instance, members
from fitlens.catalog.history import numbers
from fitlens.rules.contracts import stands
from fitlens.rules.model import Finding, Severity
from fitlens.source.document import Document

_ASKED, _REFUSED = (1, 6), (1, 8)
"""Since when a pipeline warns, and since when it raises, where its last step does not pass for fitted."""


class NothingLearned:
    """`fit` that leaves no trace by which scikit-learn could tell that it ran.

    ## What it does
    Finds estimator classes whose methods set no attribute that ends in an underscore, and that say nowhere that they need
    no fit. Where the file uses the class, only as the last step of a pipeline. Judged by scikit-learn 1.6 or later.

    ## Why is this bad?
    Attributes that end in an underscore are how `check_is_fitted` tells a fitted estimator from others. A pipeline asks
    for them in its last step: since scikit-learn 1.8 its `transform` and `predict` raise `NotFittedError` after
    any fit, in 1.6 and 1.7 they warn. What plots or explains a fitted model asks as well.

    ## Example
    ```python
    import numpy as np
    from sklearn.base import BaseEstimator, TransformerMixin


    class Logarithm(TransformerMixin, BaseEstimator):
        def fit(self, X, y=None):
            return self

        def transform(self, X):
            return np.log1p(X)
    ```

    ## Use instead
    ```python
    import numpy as np
    from sklearn.base import BaseEstimator, TransformerMixin
    from sklearn.pipeline import make_pipeline


    class Logarithm(TransformerMixin, BaseEstimator):
        def fit(self, X, y=None):
            return self

        def transform(self, X):
            return np.log1p(X)

        def __sklearn_is_fitted__(self):
            return True


    make_pipeline(Logarithm()).fit(np.eye(3)).transform(np.eye(3))
    ```
    """

    code = "SKL606"
    name = "nothing-learned"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each class."""
        version = numbers(facts.version)
        if version < _ASKED:
            return
        for definition in facts.definitions:
            if definition.unlearned is None or not stands(definition) or _is_elsewhere(facts, definition):
                continue
            then = "raises NotFittedError" if version >= _REFUSED else "warns"
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`fit` of `{definition.entry.name}` sets no attribute that ends in an underscore: nothing shows that it ran",
                definition.unlearned,
                label="never passes for fitted",
                help=f"set one, or define `__sklearn_is_fitted__`: a pipeline that ends in it {then} after fit",
            )


def _is_elsewhere(facts: Facts, definition: Definition) -> bool:
    """Whether the file uses the class, and nowhere as the last step of a pipeline."""
    entry = definition.entry
    for whole in facts.composites:
        if whole.composition.by_position and whole.parts:
            last = whole.parts[-1].value
            if any(isinstance(each, Instance) and each.entry is entry for each in members(last)):
                return False
    return any(entry in construction.classes for construction in facts.constructions)
