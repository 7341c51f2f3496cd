"""SKL603 hyperparameter-modified-in-init."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules.contracts import stands
from fitlens.rules.model import Finding, Severity
from fitlens.rules.naming import listed
from fitlens.source.document import Document

_REFUSED = {
    "made anew": "`__init__` of `{owner}` keeps another object than the `{name}` it is given: `clone` refuses it",
    "made anew when empty": "`__init__` of `{owner}` replaces an empty `{name}` by a new one: `clone` refuses it",
    "dropped": "`__init__` of `{owner}` sets `{name}` to something else than it is given",
}
_LABELS = {"made anew": "not what was given", "made anew when empty": "new each time", "dropped": "not what was given"}


class HyperparameterModifiedInInit:
    """Constructor of an estimator that keeps something else than it is given, or works with its arguments.

    ## What it does
    Finds three things in `__init__`: an argument of which a copy or another value is kept (`list(x)`, `x or []`,
    `1 - x`), an argument that is not kept though its attribute is set, and an attribute that is made of a hyperparameter
    there and read by other methods, none of which makes it anew.

    ## Why is this bad?
    `clone` makes a new estimator of the hyperparameters of another one, and refuses to go on (`RuntimeError`) when that
    one does not hold the very objects it was given. A search sets hyperparameters by `set_params`, behind the
    constructor's back: what was made of the old value stays as it is, and all candidates give the same model.

    Keep the arguments as they are, and convert, check and use them in `fit`. A value that is filled in for `None` is not
    reported, nor is one that is only checked: neither stops `clone` or a search.

    ## Example
    ```python
    from sklearn.base import BaseEstimator, ClassifierMixin
    from sklearn.svm import SVC


    class Machine(ClassifierMixin, BaseEstimator):
        def __init__(self, C=1.0):
            self.C = C
            self.model = SVC(C=C)

        def fit(self, X, y):
            self.fitted_ = self.model.fit(X, y)
            return self
    ```

    ## Use instead
    ```python
    from sklearn.base import BaseEstimator, ClassifierMixin
    from sklearn.svm import SVC


    class Machine(ClassifierMixin, BaseEstimator):
        def __init__(self, C=1.0):
            self.C = C

        def fit(self, X, y):
            self.fitted_ = SVC(C=self.C).fit(X, y)
            return self
    ```
    """

    code = "SKL603"
    name = "hyperparameter-modified-in-init"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each argument that is not kept, and for each attribute made of some."""
        for definition in facts.definitions:
            if not stands(definition):
                continue
            owner = definition.entry.name
            for changed in definition.changed:
                yield Finding(
                    self.code,
                    self.name,
                    self.severity,
                    _REFUSED[changed.how].format(owner=owner, name=changed.name),
                    changed.span,
                    label=_LABELS[changed.how],
                    help="keep the argument as it is, and make of it what is needed in `fit`",
                )
            for derived in definition.derived:
                names = listed(derived.hyperparameters)
                yield Finding(
                    self.code,
                    self.name,
                    self.severity,
                    f"`{derived.name}` is made of {names} in `__init__` of `{owner}`: `set_params` does not reach it",
                    derived.span,
                    label="stays as it was made",
                    help="make it in `fit`, so that a search over its hyperparameters has an effect",
                )
