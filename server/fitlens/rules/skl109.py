"""SKL109 invalid-search-space."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.acceptance import accepts
from fitlens.analysis.facts import Facts, Key, Span
from fitlens.analysis.values import Collection, Constant, Function, Instance, Value, members
from fitlens.catalog.model import Constraint
from fitlens.catalog.wording import accepted, literal
from fitlens.rules import lifetimes
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.naming import class_names, nearest_option
from fitlens.rules.skl102 import MOST
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class InvalidSearchSpace:
    """Search space without candidates, or with candidates that scikit-learn's own validation refuses.

    ## What it does
    Checks what stands under each key of a search space: one value where a list of candidates is needed, an empty list,
    and candidates that the hyperparameter does not accept.

    ## Why is this bad?
    A value that is no list, or an empty one, raises `TypeError` or `ValueError` when the search is fitted. A candidate
    that is refused fails its fits. Where all fail, the search raises `ValueError`; where others are left, it goes on, and
    the finding is a warning: the candidate is never judged, its score is `nan`.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.model_selection import GridSearchCV
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    GridSearchCV(SVC(), {"C": 10, "kernel": ["linear", "rbf"]}).fit(X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.model_selection import GridSearchCV
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    GridSearchCV(SVC(), {"C": [10], "kernel": ["linear", "rbf"]}).fit(X, y)
    ```

    ## Fix safety
    The fix puts brackets around a single value, or the nearest option for a misspelt one. The first is safe: the search
    raises as it stands. So is the second where all candidates are refused; elsewhere the search tries another candidate
    than before, and the fix is unsafe.

    ## References
    - Rule SKL102 checks values that are given to estimators themselves.
    """

    code = "SKL109"
    name = "invalid-search-space"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each value that is no space, and each candidate that is refused."""
        if not facts.observed:
            return  # what older versions refuse was never seen
        for key in facts.keys:
            if not key.searched or key.settled == "no" or key.missing is not None:
                continue
            if all(_is_single(member, key) for member in members(key.value)):
                if surfaces(key, "TypeError"):
                    yield self._finding(key, *_single(key))
            elif key.candidates == () and isinstance(key.value, Collection):
                if surfaces(key, "ValueError"):
                    yield self._finding(key, f"`{key.name}` has no candidates", "an empty list", "", None)
            elif surfaces(key, "ValueError"):
                yield from self._refused(key, facts.version)

    def _finding(self, key: Key, message: str, label: str, help_: str, fix: Fix | None) -> Finding:
        # where no fit is in sight, nothing raises here: it will where the search is fitted
        severity = self.severity if key.settled == "yes" else "warning"
        return Finding(self.code, self.name, severity, message, key.value_span or key.span, label, help_, fix)

    def _refused(self, key: Key, version: str) -> Iterator[Finding]:
        constraints = _constraints(key)
        refused = [
            candidate
            for candidate in key.candidates or ()
            if constraints and all(accepts(each, candidate.value) is False for each in constraints)
        ]
        everything = key.alone and len(refused) == len(key.candidates or ())
        if not refused or not constraints or (key.failures_scored and not everything):
            return
        name = key.name.rpartition("__")[2]
        words = accepted(constraints[0], most=MOST)
        for candidate in refused:
            if lifetimes.refused(key.owners, name, candidate.value, version) is not None:
                continue  # SKL403 and SKL405 know more of what another version takes
            text = candidate.text or _source(candidate.value)
            meant = nearest_option(candidate.value, candidate.text, constraints[0])
            span = candidate.span or key.value_span or key.span
            fixable = meant is not None and candidate.span is not None
            yield Finding(
                self.code,
                self.name,
                self.severity if everything and key.settled == "yes" else "warning",
                f"`{name}={text}` is refused by {class_names(key.owners)}",
                span,
                label=f"did you mean {meant}?" if meant else f"accepts {words}",
                help=f"`{name}` accepts {words}" if meant else "",
                fix=Fix(f"Replace with {meant}", (Edit(span, meant),), safe=everything) if fixable and meant else None,
            )


def _is_single(value: Value, key: Key) -> bool:
    """Whether it is certainly no list, array or distribution."""
    match value:
        case Constant(value=str()):
            return key.lists_only  # next to a distribution its letters are drawn
        case Constant(value=bytes()):
            return False
        case Constant() | Function():
            return True
        case Collection(kind="set"):
            return key.lists_only
        case Instance():
            return value.entry.kind == "estimator" and value.user is None and value.entry.path.startswith("sklearn.")
        case _:
            return False


def _single(key: Key) -> tuple[str, str, str, Fix | None]:
    """Message, label, help and fix for a value that is no space."""
    span = key.value_span
    is_set = isinstance(key.value, Collection)
    message = f"`{key.name}` is a set, not a list of candidates" if is_set else f"`{key.name}` is one value, not a list"
    if span is None or is_set:
        return message, "a list is needed", "give a list of candidates", None
    edits = (Edit(Span(span.start, span.start), "["), Edit(Span(span.end, span.end), "]"))
    return message, "a list is needed", "put it in brackets", Fix("Put it in brackets", edits)


def _constraints(key: Key) -> list[tuple[Constraint, ...]] | None:
    """What each owner accepts for the hyperparameter; None where that is not known."""
    name = key.name.rpartition("__")[2]
    found: list[tuple[Constraint, ...]] = []
    for owner in key.owners:
        parameter = owner.parameter_named(name)
        if parameter is None or parameter.constraints is None or name in owner.rewritten or owner.kind != "estimator":
            return None
        found.append(parameter.constraints)
    return found


def _source(value: Value) -> str:
    return literal(value.value) if isinstance(value, Constant) else "..."
