"""SKL113 defaulted-hyperparameter."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice
from typing import Final

from fitlens.analysis.facts import Construction, Facts
from fitlens.catalog.model import ClassEntry, Parameter
from fitlens.catalog.phrases import listed
from fitlens.catalog.wording import is_deprecated
from fitlens.rules import arguments
from fitlens.rules.model import Finding, Fix, Severity
from fitlens.rules.seeds import is_seed
from fitlens.rules.surfacing import stands
from fitlens.source.document import Document

_MATTER: Final = 3
"""The hyperparameters that count, of those that change predictions the strongest."""
_PREDICTS: Final = frozenset({"classifier", "regressor", "clusterer", "outlier-detector"})


class DefaultedHyperparameter:
    """Estimator of which nothing that matters most is set.

    ## What it does
    Finds classifiers, regressors, clusterers and outlier detectors for which none of the hyperparameters is set, or
    searched over, that were observed to change predictions most. The rule is off by default: defaults are often good.

    ## Why is this bad?
    The defaults were chosen for no data in particular, and they change between versions of scikit-learn.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.linear_model import Lasso

    X, y = load_iris(return_X_y=True)
    Lasso().fit(X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.linear_model import Lasso
    from sklearn.model_selection import GridSearchCV

    X, y = load_iris(return_X_y=True)
    GridSearchCV(Lasso(), {"alpha": [0.01, 0.1, 1.0]}).fit(X, y)
    ```

    ## Fix safety
    The fix writes the defaults out. It is safe: nothing changes but that they can be read, and stay as they are.
    """

    code = "SKL113"
    name = "defaulted-hyperparameter"
    severity: Severity = "info"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each construction."""
        for construction in facts.constructions:
            if len(construction.classes) != 1 or not construction.exhaustive or not stands(construction):
                continue
            matter = _matter(construction.classes[0])
            if not matter or _any_set(construction, matter):
                continue
            written = ", ".join(f"{each.name}={each.default}" for each in matter)
            edit = arguments.added(construction, written, document)
            names = listed([f"`{each.name}`" for each in matter], "and")
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{construction.classes[0].name}` is left to its defaults: {names} matter most"
                if len(matter) > 1
                else f"`{construction.classes[0].name}` is left to its defaults: {names} matters most",
                construction.name_span,
                label=f"here {written}",
                fix=None if edit is None else Fix("Write the defaults out", (edit,)),
            )


def _matter(entry: ClassEntry) -> list[Parameter]:
    """What was seen to change predictions most, the strongest first; none where it predicts nothing."""
    if _PREDICTS.isdisjoint(entry.tags):
        return []
    inside = {composition.parameter for composition in entry.compositions}
    if any(parameter.required for parameter in entry.parameters if parameter.name in inside):
        return []  # what it is given matters most
    found = (entry.parameter_named(name) for name in entry.influence)
    return list(islice((each for each in found if each is not None and _has_a_say(each)), _MATTER))


def _has_a_say(parameter: Parameter) -> bool:
    """Whether there is a default to be content with, and it is no seed."""
    if parameter.default is None or is_deprecated(parameter) or is_seed(parameter):
        return False
    try:
        ast.literal_eval(parameter.default)
    except (SyntaxError, ValueError):
        return False
    return True


def _any_set(construction: Construction, matter: list[Parameter]) -> bool:
    """Whether one of them is given, or is or may be set later."""
    given = {each.name for each in construction.arguments}
    return not {"*", None, *(each.name for each in matter)}.isdisjoint(given | construction.later)
