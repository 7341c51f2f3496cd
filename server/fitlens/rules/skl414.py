"""SKL414 deprecated-attribute."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Access, Facts
from fitlens.catalog.history import Change
from fitlens.rules import attributes, lives
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.surfacing import warns
from fitlens.source.document import Document


class DeprecatedAttribute:
    """Method or attribute that scikit-learn has announced to go.

    ## What it does
    Checks what is read from estimators, and called on them, against what is deprecated in the selected version.

    ## Why is this bad?
    It works, with a `FutureWarning`, until the version that drops it: then the line raises `AttributeError`.

    ## Example
    ```python
    from sklearn.datasets import load_breast_cancer
    from sklearn.svm import SVC

    X, y = load_breast_cancer(return_X_y=True)
    clf = SVC().fit(X[:100], y[:100])
    clf.probA_
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_breast_cancer
    from sklearn.svm import SVC

    X, y = load_breast_cancer(return_X_y=True)
    clf = SVC().fit(X[:100], y[:100])
    clf.decision_function(X)
    ```

    ## Fix safety
    Where it has a new name, the fix renames it. It is safe: the new name means the same.

    ## References
    - Rule SKL404 finds what is gone already.
    """

    code = "SKL414"
    name = "deprecated-attribute"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each attribute that is to go."""
        for access in facts.accesses:
            if access.context not in ("read", "call") or not warns(access):
                continue
            found = self._dropped(access, facts.version)
            if found is None:
                continue
            path, change = found
            classes = access.receiver.classes
            new = lives.new_name(path, change, lives.ATTRIBUTE, attributes.names(classes), facts.version)
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{access.name}` of `{path.rpartition('.')[2]}` {lives.is_going(change)}",
                access.span,
                label=f"use `{new}`" if new else "deprecated",
                help=lives.instead(change, new),
                fix=Fix(f"Rename to `{new}`", (Edit(access.span, new),)) if new else None,
            )

    def _dropped(self, access: Access, version: str) -> tuple[str, Change] | None:
        receiver = access.receiver
        if not (receiver.complete and receiver.exact) or receiver.is_class or access.name in receiver.assigned:
            return None
        found: tuple[str, Change] | None = None
        for entry in receiver.classes:
            change = lives.going(entry.path, access.name, ("attribute", "method"), version)
            # one that was announced to go and never went is no news
            if change is None or change.removed is None or not entry.known_attribute(access.name):
                return None
            found = found or (entry.path, change)
        return found
