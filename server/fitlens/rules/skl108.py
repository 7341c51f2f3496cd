"""SKL108 unknown-nested-hyperparameter."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules.model import Finding, Severity
from fitlens.rules.nested import meant_by, of_another_version, rename, replaces_step, what_is_missing
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class UnknownNestedHyperparameter:
    """Key of a search or keyword of `set_params` that names no hyperparameter.

    ## What it does
    Follows the keys of search spaces, the keywords of `set_params` and the `param_name` of a validation curve into the
    estimator that they are meant for, through steps and estimators inside it: a misspelt name, a forgotten or misspelt
    step, a prefix too many. Keys that are computed, and keys below a step that the same space replaces, are not judged.

    ## Why is this bad?
    `set_params` raises `ValueError` (`AttributeError` where there is no estimator under that name); a search does so when
    it fits its first candidate. A search that is not fitted in the file is reported as a warning.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    search = GridSearchCV(make_pipeline(StandardScaler(), SVC()), {"svc__gama": [0.1, 1]})
    search.fit(X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    search = GridSearchCV(make_pipeline(StandardScaler(), SVC()), {"svc__gamma": [0.1, 1]})
    search.fit(X, y)
    ```

    ## Fix safety
    The fix puts the name that was meant, where there is but one. It is safe: the code raises as it stands.

    ## References
    - Rule SKL303 finds steps that are replaced under a name that no step has.
    """

    code = "SKL108"
    name = "unknown-nested-hyperparameter"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each key that leads to nothing."""
        for key in facts.keys:
            missing = key.missing
            if missing is None or key.settled == "no" or replaces_step(key, missing):
                continue
            if of_another_version(missing, facts.version) is not None:
                continue  # SKL402 and SKL405 know more of what another version takes
            if not surfaces(key, "ValueError" if missing.owners else "AttributeError"):
                continue
            meant = meant_by(key, missing)
            label = f"no such {'step or ' if missing.steps else ''}hyperparameter" if missing.owners else "no estimator"
            yield Finding(
                self.code,
                self.name,
                # where no fit is in sight, nothing raises here: it will where the search is fitted
                self.severity if key.settled == "yes" else "warning",
                what_is_missing(missing),
                key.span,
                label=f"did you mean `{meant.name}`?" if meant.name else label,
                help=meant.help,
                fix=rename(key, meant),
            )
