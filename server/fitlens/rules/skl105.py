"""SKL105 missing-hyperparameter."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Construction, Facts
from fitlens.rules.model import Finding, Severity
from fitlens.rules.naming import class_names, verb
from fitlens.rules.skl101 import has_known_signature
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class MissingHyperparameter:
    """Constructor call without an argument that has no default.

    ## What it does
    Checks that each argument without a default is given.

    ## Why is this bad?
    There is nothing to fall back on: the call raises `TypeError` before anything is set.

    ## Example
    ```python
    from sklearn.model_selection import GridSearchCV
    from sklearn.svm import SVC

    GridSearchCV(SVC())
    ```

    ## Use instead
    ```python
    from sklearn.model_selection import GridSearchCV
    from sklearn.svm import SVC

    GridSearchCV(SVC(), param_grid={"C": [0.1, 1, 10]})
    ```
    """

    code = "SKL105"
    name = "missing-hyperparameter"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each construction that lacks arguments."""
        for construction in facts.constructions:
            missing = _missing(construction)
            if (
                not missing
                or not construction.exhaustive
                or not has_known_signature(construction)
                or not surfaces(construction, "TypeError")
            ):
                continue
            classes = construction.classes
            listed = " and ".join(f"`{name}`" for name in missing)
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"{class_names(classes)} {verb(classes, 'needs', 'need')} {listed}",
                construction.name_span,
                label=f"{'has' if len(missing) == 1 else 'have'} no default",
            )


def _missing(construction: Construction) -> list[str]:
    """What every class that may be constructed needs and the call does not give."""
    positional = sum(not argument.keyword for argument in construction.arguments)
    given = {argument.name for argument in construction.arguments if argument.keyword}
    lacking: list[list[str]] = []
    for entry in construction.classes:
        order = [p for p in entry.parameters if p.kind in ("positional", "positional-only")]
        filled = given | {p.name for p in order[:positional]}
        lacking.append([p.name for p in entry.parameters if p.required and p.name not in filled])
    return [name for name in lacking[0] if all(name in each for each in lacking)] if lacking else []
