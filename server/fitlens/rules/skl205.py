"""SKL205 learned-parameter-on-wrapper."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts, Span
from fitlens.rules import attributes
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.naming import class_names
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class LearnedParameterOnWrapper:
    """Learned parameter read from a pipeline or search instead of the estimator inside it.

    ## What it does
    Finds learned parameters that live on a step of a pipeline, or on the `best_estimator_` of a search, and are read
    from the pipeline or search itself.

    ## Why is this bad?
    A pipeline or search passes on only a few attributes (`classes_`, `n_features_in_`): any other read raises
    `AttributeError`.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    X, y = load_iris(return_X_y=True)
    model = make_pipeline(StandardScaler(), LogisticRegression())
    model.fit(X, y)
    model.coef_
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    X, y = load_iris(return_X_y=True)
    model = make_pipeline(StandardScaler(), LogisticRegression())
    model.fit(X, y)
    model[-1].coef_
    ```

    ## Fix safety
    The fix puts the path to the estimator before the attribute. It is safe: the line raises as it stands.
    """

    code = "SKL205"
    name = "learned-parameter-on-wrapper"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each read that looks one level too high."""
        for access in facts.accesses:
            if (
                not access.name.endswith("_")
                or not attributes.never_was(access, facts.version)
                or not surfaces(access, "AttributeError")
            ):
                continue
            inside = attributes.path_inside(access)
            if inside is None:
                continue
            path, owners = inside
            before_dot = Span(access.span.start - 1, access.span.start - 1)
            right = f"{access.receiver.text}{path}.{access.name}"
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{access.name}` is learned by {class_names(owners)} inside, not by {class_names(access.receiver.classes)}",
                access.span,
                label=f"on {class_names(owners)}",
                help=f"write `{right}`",
                fix=Fix(f"Read it from `{access.receiver.text}{path}`", (Edit(before_dot, path),)),
            )
