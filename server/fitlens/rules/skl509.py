"""SKL509 unscaled-features."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from fitlens.analysis.facts import Access, Construction, Facts, FunctionCall, Span
from fitlens.analysis.known import Known, known_at_fit, known_of
from fitlens.analysis.rows import Data, Rows
from fitlens.analysis.values import Constant, Instance
from fitlens.catalog.model import ClassEntry
from fitlens.rules.evaluations import given, path
from fitlens.rules.model import Finding, Severity
from fitlens.rules.seeds import seed_of
from fitlens.rules.surfacing import stands
from fitlens.source.document import Document

_PREDICTS: Final = frozenset({"classifier", "regressor", "clusterer", "outlier-detector"})
_SCALED: Final = frozenset({"scaled", "normalize"})
"""What scikit-learn calls the argument of a loader that says whether what it gives is scaled."""


class UnscaledFeatures:
    """Model to which the units of the features matter, fitted on features as they were loaded.

    ## What it does
    Finds estimators whose predictions change where one column of the data is multiplied by a number, which was observed of
    each class, fitted or cross-validated on what a loader of scikit-learn's gives, where nothing has transformed it.

    Nothing is reported where the data comes from elsewhere or anything was computed with it, of pipelines and other
    estimators that hold some, and where a hyperparameter is set by which the class may do without scales. The rule is off by
    default: columns may be of one unit anyway.

    ## Why is this bad?
    A column in grams counts a thousand times as much as one in kilograms: to distances, to penalties and to steps of a
    gradient. What is learned depends on units that say nothing about the question.

    ## Example
    ```python
    from sklearn.datasets import load_wine
    from sklearn.neighbors import KNeighborsClassifier

    X, y = load_wine(return_X_y=True)
    KNeighborsClassifier().fit(X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_wine
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    X, y = load_wine(return_X_y=True)
    make_pipeline(StandardScaler(), KNeighborsClassifier()).fit(X, y)
    ```
    """

    code = "SKL509"
    name = "unscaled-features"
    severity: Severity = "info"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each fit."""
        for entry, span, made, data in (*_fits(facts), *_cross_validations(facts, document)):
            if _is_as_loaded(data, facts):
                yield Finding(
                    self.code,
                    self.name,
                    self.severity,
                    f"`{entry.name}` is fitted on features that nothing scaled, and their units count for what it predicts",
                    span,
                    label="features as loaded",
                    help="put a scaler before it, in a pipeline",
                    related=path((made, "constructed here")),
                )


def _fits(facts: Facts) -> Iterator[tuple[ClassEntry, Span, Span | None, Data]]:
    """Fits of estimators to which scales matter, with where they were constructed and what they are fitted on."""
    calls = {each.span: each for each in facts.method_calls}
    for access in facts.accesses:
        call = None if access.call_span is None else calls.get(access.call_span)
        if call is None or not access.name.startswith("fit") or not stands(call):
            continue
        known, data = _known(access), given(call, "X")
        if known is not None and data is not None and _counts(known):
            made = access.receiver.constructed
            yield known.entry, call.name_span, made[-1] if made else None, data


def _known(access: Access) -> Known | None:
    receiver = access.receiver
    return known_of(receiver) if receiver.complete and receiver.exact and not receiver.exposed else None


def _cross_validations(facts: Facts, document: Document) -> Iterator[tuple[ClassEntry, Span, Span | None, Data]]:
    """The same of what functions fit clones of."""
    constructions = {each.span: each for each in facts.constructions}
    for call in facts.calls:
        data = given(call, "X") if call.entry.clones and stands(call) else None
        if data is None:
            continue
        for argument in call.arguments:
            made = _construction(call, argument.name, argument.value, constructions, document)
            known = None if made is None else known_at_fit(made)
            if made is not None and known is not None and _counts(known):
                yield known.entry, argument.value_span, made.span, data


def _construction(
    call: FunctionCall,
    name: str | None,
    value: object,
    constructions: dict[Span, Construction],
    document: Document,
) -> Construction | None:
    """Where the estimator that a function clones was made."""
    if name not in call.entry.clones or not isinstance(value, Instance) or value.user is not None:
        return None
    return constructions.get(Span(*document.extent(value.node))) if isinstance(value.node, ast.Call) else None


def _counts(known: Known) -> bool:
    """Whether scales were seen to matter to such an estimator, and what is set makes no difference to that.

    What was seen with defaults holds with other numbers above zero, and with whatever changes no result.
    """
    entry = known.entry
    seed = seed_of(entry)
    return (
        entry.rescaling == "more"
        and not _PREDICTS.isdisjoint(entry.tags)
        and known.defaults
        and all(
            name in entry.runtime or (seed and name == seed.name) or _is_harmless(known, name) for name in known.given
        )
    )


def _is_harmless(known: Known, name: str) -> bool:
    value = known.constant(name)
    default = Known(known.entry, {}, defaults=True).constant(name)
    if not isinstance(value, Constant):
        return False
    if isinstance(value.value, int | float) and not isinstance(value.value, bool):
        return value.value > 0
    return default is not None and value.value == default.value


def _is_as_loaded(data: Data, facts: Facts) -> bool:
    """Whether it is what a loader gave, or a part of its rows, and nothing was done to it."""
    rows: Rows = data.rows
    while rows.of is not None and rows not in facts.changed:
        rows = rows.of
    if rows in facts.changed or rows.loader is None or data.made or data.kind not in ("array", "loaded"):
        return False
    return all(each.name not in _SCALED for each in rows.loader.parameters)
