"""SKL304 cached-step-accessed."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Access, Facts
from fitlens.rules import skl201, skl208
from fitlens.rules.cached import caching_fit
from fitlens.rules.model import Finding, Related, Severity
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class CachedStepAccessed:
    """Transformer used by itself after the fit of a pipeline that fits clones, since it has a `memory`.

    ## What it does
    Finds learned parameters read from a transformer, and methods of it that need a fit, where it was given to a pipeline
    with `memory` and only the pipeline was fitted. A transformer that was fitted by itself before is reported as a
    warning: what it answers is what it learned then.

    ## Why is this bad?
    Without `memory`, a pipeline fits the very transformers that it is given. With it, it fits clones: those that were given
    stay as they are. Reading what they have not learned raises `AttributeError`, using them `NotFittedError`.

    ## Example
    ```python
    from sklearn.datasets import load_wine
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    X, y = load_wine(return_X_y=True)
    scaler = StandardScaler()
    Pipeline([("scale", scaler), ("svc", SVC())], memory="cache").fit(X, y)
    scaler.mean_
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_wine
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    X, y = load_wine(return_X_y=True)
    pipe = Pipeline([("scale", StandardScaler()), ("svc", SVC())], memory="cache").fit(X, y)
    pipe.named_steps["scale"].mean_
    ```
    """

    code = "SKL304"
    name = "cached-step-accessed"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each attribute."""
        for access in facts.accesses:
            fit = caching_fit(access, facts)
            if fit is None or not surfaces(access, "NotFittedError"):
                continue
            fails = skl201.is_too_early(access) or skl208.is_too_early(access)
            if fails or _is_of_another_fit(access):
                yield Finding(
                    self.code,
                    self.name,
                    self.severity if fails else "warning",
                    f"`{access.receiver.text}` is not what the pipeline fitted: with `memory`, that is a clone of it",
                    access.span,
                    label="not fitted" if fails else "learned before",
                    help="reach the clone through the pipeline's `named_steps`",
                    related=(Related(fit.span, "a clone of it is fitted here"),),
                )


def _is_of_another_fit(access: Access) -> bool:
    """Whether a learned parameter is read that an earlier fit set."""
    receiver = access.receiver
    return (
        access.context == "read"
        and receiver.state == "fitted"
        and receiver.complete
        and not receiver.exposed
        and bool(receiver.fitted)
        and receiver.fitted[-1].start < receiver.copied[-1].start
        and access.name not in receiver.assigned
        and all(entry.learned_named(access.name) is not None for entry in receiver.classes)
    )
