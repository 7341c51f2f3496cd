"""SKL608 mixin-order."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.catalog.history import numbers
from fitlens.rules.contracts import stands
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.naming import class_names, listed, verb
from fitlens.source.document import Document

_SINCE = (1, 6)
"""Tags are methods that call the next class's since then, and that of `BaseEstimator` calls none."""


class MixinOrder:
    """Mixin behind `BaseEstimator` that says what kind of estimator a class is.

    ## What it does
    Finds estimator classes in which `BaseEstimator` comes before a mixin such as `ClassifierMixin`. Judged by
    scikit-learn 1.6 or later. Mixins that say nothing scikit-learn asks for, as `TransformerMixin`, are not reported.

    ## Why is this bad?
    Since scikit-learn 1.6, what the mixin says is not heard behind `BaseEstimator`: `is_classifier` is False. Nothing
    fails at first, but cross-validation no longer stratifies, scores that need probabilities are refused, and
    `VotingClassifier` does not take it.

    ## Example
    ```python
    import numpy as np
    from sklearn.base import BaseEstimator, ClassifierMixin


    class Majority(BaseEstimator, ClassifierMixin):
        def fit(self, X, y):
            self.classes_, counts = np.unique(y, return_counts=True)
            self.most_ = self.classes_[counts.argmax()]
            return self
    ```

    ## Use instead
    ```python
    import numpy as np
    from sklearn.base import BaseEstimator, ClassifierMixin, is_classifier


    class Majority(ClassifierMixin, BaseEstimator):
        def fit(self, X, y):
            self.classes_, counts = np.unique(y, return_counts=True)
            self.most_ = self.classes_[counts.argmax()]
            return self


    assert is_classifier(Majority())
    ```

    ## Fix safety
    The fix moves `BaseEstimator` behind the mixins of scikit-learn's that it hides. It is offered where only classes of
    scikit-learn's change places, and unsafe: results may change, which is what the order is about.
    """

    code = "SKL608"
    name = "mixin-order"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each class."""
        if numbers(facts.version) < _SINCE:
            return
        for definition in facts.definitions:
            misplaced = definition.misplaced
            if misplaced is None or not stands(definition):
                continue
            asks = listed(misplaced.asks)
            base = document.text[misplaced.span.start : misplaced.span.end]
            hidden = class_names(misplaced.hidden)
            fix: Fix | None = None
            if misplaced.swap:
                fix = Fix(f"Put `{base}` last", tuple(Edit(*each) for each in misplaced.swap), safe=False)
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"{hidden} {verb(misplaced.hidden, 'stands', 'stand')} behind `{base}`: {asks} of "
                f"`{definition.entry.name}` {'is' if len(misplaced.asks) == 1 else 'are'} False",
                misplaced.span,
                label=f"hides what {hidden} {verb(misplaced.hidden, 'says', 'say')}",
                help=f"put {hidden} before `{base}`",
                fix=fix,
            )
