"""SKL210 unknown-method."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules import attributes
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.naming import class_names, nearest, verb
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class UnknownMethod:
    """Method that the estimator does not have.

    ## What it does
    Checks the names of called methods against everything that an instance of the class has.

    ## Why is this bad?
    The call raises `AttributeError`.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression

    X, y = load_iris(return_X_y=True)
    clf = LogisticRegression().fit(X, y)
    clf.predict_probability(X)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression

    X, y = load_iris(return_X_y=True)
    clf = LogisticRegression().fit(X, y)
    clf.predict_proba(X)
    ```

    ## Fix safety
    The fix renames the method to the nearest one. It is safe: the call raises as it stands.
    """

    code = "SKL210"
    name = "unknown-method"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each call of a method that does not exist."""
        for access in facts.accesses:
            if access.context != "call" or access.name.endswith("_") or not attributes.never_was(access, facts.version):
                continue
            if attributes.with_underscore(access) or not surfaces(access, "AttributeError"):
                continue
            classes = access.receiver.classes
            known = {method.name for entry in classes for method in entry.methods}
            common = [name for name in known if all(entry.method_named(name) for entry in classes)]
            meant = nearest(access.name, common)
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"{class_names(classes)} {verb(classes, 'has', 'have')} no method `{access.name}`",
                access.span,
                label=f"did you mean `{meant}`?" if meant else "no such method",
                help=f"did you mean `{meant}`?" if meant else "",
                fix=Fix(f"Rename to `{meant}`", (Edit(access.span, meant),)) if meant else None,
            )
