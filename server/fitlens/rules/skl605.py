"""SKL605 fit-without-self."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules.contracts import standing
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.source.document import Document


class FitWithoutSelf:
    """`fit` of an estimator that does not return the estimator.

    ## What it does
    Follows the ways out of `fit` in estimator classes, and finds those on which it returns nothing, or something that
    surely is not its instance. What another method or a base class returns is followed as far as it is known.

    ## Why is this bad?
    `fit` is used in chains: `fit(X, y).predict(X)` by users, `fit(X, y).transform(X)` by the `fit_transform` that
    scikit-learn's mixin brings, on which pipelines rely. They raise `AttributeError`, or go on with the wrong object.

    ## Example
    ```python
    import numpy as np
    from sklearn.base import BaseEstimator, TransformerMixin


    class Centred(TransformerMixin, BaseEstimator):
        def fit(self, X, y=None):
            self.mean_ = np.mean(X, axis=0)

        def transform(self, X):
            return X - self.mean_
    ```

    ## Use instead
    ```python
    import numpy as np
    from sklearn.base import BaseEstimator, TransformerMixin


    class Centred(TransformerMixin, BaseEstimator):
        def fit(self, X, y=None):
            self.mean_ = np.mean(X, axis=0)
            return self

        def transform(self, X):
            return X - self.mean_


    Centred().fit_transform(np.eye(3))
    ```

    ## Fix safety
    The fix returns the instance where nothing is returned. It is safe: nobody can use what was returned before. It is not
    offered where `fit` gives some other result, whose None may have a meaning.
    """

    code = "SKL605"
    name = "fit-without-self"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each way out."""
        for definition in standing(facts):
            for way in definition.returned:
                fix: Fix | None = None
                if way.mend is not None:
                    fix = Fix("Return the estimator", (Edit(*way.mend),))
                owner = definition.entry.name
                if way.how == "other":
                    message, label = f"`fit` of `{owner}` returns `{_short(way.text)}`, not itself", "not the estimator"
                elif way.how == "end":
                    message, label = f"`fit` of `{owner}` may end without returning itself", "returns None"
                else:
                    message, label = f"`fit` of `{owner}` returns None, not itself", "returns None"
                yield Finding(
                    self.code,
                    self.name,
                    self.severity,
                    message,
                    way.span,
                    label=label,
                    help="`fit` returns the estimator, so that `fit(X, y).predict(X)` and `fit_transform` work",
                    fix=fix,
                )


def _short(text: str) -> str:
    first = text.split("\n", 1)[0]
    return first if first == text and len(first) <= 40 else f"{first[:40].rstrip()} ..."
