"""SKL107 class-instead-of-instance."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Access, Facts, Given, Span
from fitlens.analysis.values import Class, members
from fitlens.catalog.model import ClassEntry
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.naming import class_names
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class ClassInsteadOfInstance:
    """Estimator class used where an instance is needed.

    ## What it does
    Finds estimator classes given as a step or as the estimator of a search, a meta-estimator or a cross-validation, and
    methods called on a class with too few arguments.

    ## Why is this bad?
    A class holds no hyperparameter values and no data: fitting raises `TypeError` or `AttributeError`, whichever comes first.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.model_selection import cross_val_score
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    cross_val_score(SVC, X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.model_selection import cross_val_score
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    cross_val_score(SVC(), X, y)
    ```

    ## Fix safety
    The fix adds `()`, where the class needs no argument. It is safe: the code raises as it stands.
    """

    code = "SKL107"
    name = "class-instead-of-instance"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each class that stands for an instance."""
        for given in facts.given:
            entries = _classes(given)
            if entries and given.settled != "no" and surfaces(given, "TypeError") and surfaces(given, "ValueError"):
                where = (
                    f"step {given.step!r} of `{given.taker}`"
                    if given.step
                    else f"`{given.parameter}` of `{given.taker}`"
                )
                found = self._finding(entries, given.span, f"the class {class_names(entries)} is given as {where}")
                # where no fit is in sight, nothing raises here: it will where the whole is fitted
                yield found if given.settled == "yes" else found._replace(severity="warning")
        for access in facts.accesses:
            if _lacks_self(access) and surfaces(access, "TypeError"):
                entries = access.receiver.classes
                end = access.span.start - 1
                span = Span(end - len(access.receiver.text), end)
                yield self._finding(entries, span, f"`{access.name}` is called on the class {class_names(entries)}")

    def _finding(self, entries: tuple[ClassEntry, ...], span: Span, message: str) -> Finding:
        bare = not any(parameter.required for entry in entries for parameter in entry.parameters)
        return Finding(
            self.code,
            self.name,
            self.severity,
            message,
            span,
            label="an instance is needed",
            help=f"write `{entries[0].name}()`" if bare else f"give an instance of {class_names(entries)}",
            fix=Fix("Add `()`", (Edit(Span(span.end, span.end), "()"),)) if bare else None,
        )


def _classes(given: Given) -> tuple[ClassEntry, ...]:
    found = members(given.value)
    entries = tuple(member.entry for member in found if isinstance(member, Class) and member.entry is not None)
    return entries if len(entries) == len(found) and all(entry.kind == "estimator" for entry in entries) else ()


def _lacks_self(access: Access) -> bool:
    """Whether a method is called on a class with fewer arguments than it needs, `self` included."""
    receiver = access.receiver
    if access.context != "call" or not receiver.is_class or not receiver.complete or access.positional is None:
        return False
    for entry in receiver.classes:
        method = entry.method_named(access.name)
        if entry.kind != "estimator" or method is None or method.kind != "instance" or method.conditional:
            return False
        positional = [p for p in method.parameters if p.kind in ("positional", "positional-only")]
        filled = {p.name for p in positional[: max(access.positional - 1, 0)]} | set(access.keywords)
        needs_self = access.positional == 0
        if not needs_self and all(p.name in filled for p in method.parameters if p.required):
            return False
    return True
