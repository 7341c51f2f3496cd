"""SKL110 hyperparameter-typo-assignment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from fitlens.analysis.facts import Access, Facts
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.naming import class_names, nearest, verb
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document

SHORT = 4
"""A name of fewer letters is too near to too many others: only another case of it is taken for a slip."""


class HyperparameterTypoAssignment:
    """Assignment to an attribute that is nearly, but not quite, a hyperparameter.

    ## What it does
    Finds assignments such as `clf.gama = 3` on an estimator that has no such attribute, where a hyperparameter's name is
    near and nothing else in the file names the attribute.

    ## Why is this bad?
    Python lets any attribute be set, and no estimator reads this one: `fit` goes on with the old value.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    clf = SVC()
    clf.gama = 0.1
    clf.fit(X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    clf = SVC()
    clf.gamma = 0.1
    clf.fit(X, y)
    ```

    ## Fix safety
    The fix renames the attribute. It is unsafe: what is fitted afterwards is another model.

    ## References
    - `set_params` refuses a name that is no hyperparameter (rule SKL108).
    """

    code = "SKL110"
    name = "hyperparameter-typo-assignment"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each attribute that nothing reads."""
        stores = [access for access in facts.accesses if access.context == "store"]
        times = Counter(access.name for access in stores)
        for access in stores:
            if not _is_foreign(access) or not surfaces(access, "AttributeError"):
                continue
            meant = _meant(access)
            # what the program names elsewhere is an attribute of its own
            if meant is None or _named(access.name, document) > times[access.name]:
                continue
            classes = access.receiver.classes
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"{class_names(classes)} {verb(classes, 'has', 'have')} no hyperparameter `{access.name}`",
                access.span,
                label=f"did you mean `{meant}`?",
                help="nothing reads this attribute; `set_params` would refuse the name",
                fix=Fix(f"Rename to `{meant}`", (Edit(access.span, meant),), safe=False),
            )


def _is_foreign(access: Access) -> bool:
    """Whether no instance of any class that may stand there has, or is known to read, the attribute."""
    receiver = access.receiver
    return (
        receiver.complete
        and receiver.exact
        and not receiver.is_class
        and bool(receiver.classes)
        and not access.name.startswith("_")
        and not access.name.endswith("_")
        and all(entry.kind == "estimator" and not entry.known_attribute(access.name) for entry in receiver.classes)
    )


def _meant(access: Access) -> str | None:
    classes = access.receiver.classes
    common = [p.name for p in classes[0].parameters if all(entry.parameter_named(p.name) for entry in classes)]
    same = next((name for name in common if name.lower() == access.name.lower()), None)
    return same or (nearest(access.name, common) if len(access.name) >= SHORT else None)


def _named(name: str, document: Document) -> int:
    """How often a text names an attribute: behind a dot, or as a string."""
    return len(re.findall(rf"\.\s*{re.escape(name)}\b|(?P<quote>[\"']){re.escape(name)}(?P=quote)", document.text))
