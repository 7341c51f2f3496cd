"""SKL202 unknown-learned-parameter."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules import attributes
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.naming import class_names, nearest, verb
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class UnknownLearnedParameter:
    """Attribute with a trailing underscore that the estimator never has.

    ## What it does
    Checks attributes that end in an underscore against everything that an instance of the class was documented or seen
    to have, fitted or not.

    ## Why is this bad?
    Reading the attribute raises `AttributeError`, after the training time is spent.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.ensemble import RandomForestClassifier

    X, y = load_iris(return_X_y=True)
    forest = RandomForestClassifier().fit(X, y)
    forest.feature_importance_
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.ensemble import RandomForestClassifier

    X, y = load_iris(return_X_y=True)
    forest = RandomForestClassifier().fit(X, y)
    forest.feature_importances_
    ```

    ## Fix safety
    The fix renames the attribute to the nearest learned parameter. It is safe: the line raises as it stands.
    """

    code = "SKL202"
    name = "unknown-learned-parameter"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each attribute that cannot exist."""
        for access in facts.accesses:
            if (
                not access.name.endswith("_")
                or not attributes.never_was(access, facts.version)
                or not surfaces(access, "AttributeError")
            ):
                continue
            if attributes.without_underscore(access) or attributes.path_inside(access):
                continue  # SKL204 and SKL205 know better
            classes = access.receiver.classes
            meant = nearest(access.name, {each.name for entry in classes for each in entry.learned})
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"{class_names(classes)} {verb(classes, 'has', 'have')} no learned parameter `{access.name}`",
                access.span,
                label=f"did you mean `{meant}`?" if meant else "never set by fit",
                help=f"did you mean `{meant}`?" if meant else "",
                fix=Fix(f"Rename to `{meant}`", (Edit(access.span, meant),)) if meant else None,
            )
