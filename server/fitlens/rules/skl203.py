"""SKL203 absent-learned-parameter."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Access, Facts
from fitlens.analysis.known import known_of
from fitlens.catalog import phrases
from fitlens.rules import conditions
from fitlens.rules.model import Finding, Severity
from fitlens.rules.surfacing import surfaces
from fitlens.rules.unfitted import is_unfitted
from fitlens.source.document import Document


class AbsentLearnedParameter:
    """Learned parameter that exists only under other hyperparameter values.

    ## What it does
    Finds reads of learned parameters which `fit` sets only under certain values of hyperparameters, where the estimator
    has others: `coef_` of an SVC with another kernel than a linear one, `oob_score_` without `oob_score=True`,
    `best_estimator_` of a search with `refit=False`. Under which values each exists was observed.

    ## Why is this bad?
    The attribute does not exist, and reading it raises `AttributeError`, after the training time is spent.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    clf = SVC(kernel="rbf")
    clf.fit(X, y)
    clf.coef_
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    clf = SVC(kernel="linear")
    clf.fit(X, y)
    clf.coef_
    ```

    ## Fix safety
    Where one value of one hyperparameter makes the attribute exist, the fix sets it at the construction. It is unsafe:
    another model is learned, or more is computed.

    ## References
    - `fitlens show CLASS` prints under which values each learned parameter exists, `--why` what was run to see it.
    """

    code = "SKL203"
    name = "absent-learned-parameter"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each read of what cannot be there."""
        for access in facts.accesses:
            known = known_of(access.receiver) if _is_read(access) else None
            learned = None if known is None else known.entry.learned_named(access.name)
            if known is None or learned is None or not conditions.missing(access, known, learned.conditions):
                continue
            if is_unfitted(access) and learned.absent_unfitted:
                continue  # SKL201 says what comes first
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{access.name}` does not exist on `{conditions.described(known, learned.conditions)}`",
                access.span,
                label=f"learned {phrases.only(learned.conditions, most=conditions.MOST)}",
                fix=conditions.fix(access, known, learned.conditions, facts, document),
                related=conditions.related(access),
            )


def _is_read(access: Access) -> bool:
    return access.context in ("read", "call") and surfaces(access, "AttributeError")
