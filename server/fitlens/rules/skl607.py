"""SKL607 hyperparameter-overwritten-in-fit."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules.contracts import standing
from fitlens.rules.model import Finding, Severity
from fitlens.source.document import Document


class HyperparameterOverwrittenInFit:
    """`fit` that sets a hyperparameter of its own estimator.

    ## What it does
    Finds assignments to attributes that are named like arguments of the constructor, in `fit`, `partial_fit`,
    `fit_transform`, `fit_predict` and in the methods that they call. A method that sets it back is not reported.

    ## Why is this bad?
    Hyperparameters are the user's to set. What `fit` puts in their place goes into every later fit and every clone, so that
    the next data is treated by what was right for the last, and `get_params` does not say what was chosen.

    ## Example
    ```python
    import numpy as np
    from sklearn.base import BaseEstimator, TransformerMixin


    class Scaled(TransformerMixin, BaseEstimator):
        def __init__(self, factor=None):
            self.factor = factor

        def fit(self, X, y=None):
            if self.factor is None:
                self.factor = 1 / np.max(X)
            self.n_features_in_ = X.shape[1]
            return self
    ```

    ## Use instead
    ```python
    import numpy as np
    from sklearn.base import BaseEstimator, TransformerMixin


    class Scaled(TransformerMixin, BaseEstimator):
        def __init__(self, factor=None):
            self.factor = factor

        def fit(self, X, y=None):
            self.factor_ = 1 / np.max(X) if self.factor is None else self.factor
            self.n_features_in_ = X.shape[1]
            return self
    ```
    """

    code = "SKL607"
    name = "hyperparameter-overwritten-in-fit"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each hyperparameter, in each method."""
        for definition in standing(facts):
            for each in definition.overwritten:
                of = f"`{each.fitting}` of `{definition.entry.name}`"
                where = of if each.method == each.fitting else f"`{each.method}`, which {of} calls,"
                yield Finding(
                    self.code,
                    self.name,
                    self.severity,
                    f"{where} overwrites the hyperparameter `{each.name}`",
                    each.span,
                    label="the user's to set",
                    help=f"keep what fit makes of it under another name: `{each.name.rstrip('_')}_`",
                )
