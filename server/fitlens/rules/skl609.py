"""SKL609 unchecked-predict."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules.contracts import standing
from fitlens.rules.model import Finding, Severity
from fitlens.source.document import Document


class UncheckedPredict:
    """Method of an estimator that reads learned parameters without a check that they are there.

    ## What it does
    Finds public methods that read what `fit` sets, where neither they nor the methods that they call ask whether there was
    a fit.

    ## Why is this bad?
    An unfitted estimator raises `AttributeError` about a name that its user may never have heard of, instead of
    `NotFittedError`. It is advice, and off until selected.

    ## Example
    ```python
    import numpy as np
    from sklearn.base import BaseEstimator, TransformerMixin


    class Centred(TransformerMixin, BaseEstimator):
        def fit(self, X, y=None):
            self.mean_ = np.mean(X, axis=0)
            return self

        def transform(self, X):
            return X - self.mean_
    ```

    ## Use instead
    ```python
    import numpy as np
    from sklearn.base import BaseEstimator, TransformerMixin
    from sklearn.utils.validation import check_is_fitted


    class Centred(TransformerMixin, BaseEstimator):
        def fit(self, X, y=None):
            self.mean_ = np.mean(X, axis=0)
            return self

        def transform(self, X):
            check_is_fitted(self)
            return X - self.mean_
    ```
    """

    code = "SKL609"
    name = "unchecked-predict"
    severity: Severity = "info"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each method."""
        for definition in standing(facts):
            for each in definition.unchecked:
                yield Finding(
                    self.code,
                    self.name,
                    self.severity,
                    f"`{each.method}` of `{definition.entry.name}` reads `{each.learned}` without a check that it was fitted",
                    each.span,
                    label="not there before fit",
                    help="call `check_is_fitted(self)` first",
                )
