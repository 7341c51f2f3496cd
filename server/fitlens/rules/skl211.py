"""SKL211 estimator-used-as-data."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Argument, Facts, FunctionCall, MethodCall
from fitlens.analysis.values import Instance, Value, members
from fitlens.catalog.model import ClassEntry, Constraint
from fitlens.rules.model import Finding, Severity
from fitlens.rules.naming import class_names
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document

DATA = "X"
"""What scikit-learn calls the argument that takes the data, in every method."""


class EstimatorUsedAsData:
    """Estimator given where data is taken, most often the result of `fit`.

    ## What it does
    Finds estimators given as `X` to the methods of other estimators, and as arrays to scikit-learn's functions.

    ## Why is this bad?
    `fit` returns the estimator, not what it makes of the data. Whatever gets it for an array raises `TypeError` or
    `ValueError`.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    X_scaled = StandardScaler().fit(X)
    SVC().fit(X_scaled, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    X_scaled = StandardScaler().fit_transform(X)
    SVC().fit(X_scaled, y)
    ```
    """

    code = "SKL211"
    name = "estimator-used-as-data"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each argument."""
        for call in facts.calls:
            for argument in call.arguments:
                parameter = None if argument.name is None else call.entry.parameter_named(argument.name)
                if parameter is not None and _takes_arrays(parameter.constraints):
                    yield from self._finding(call, argument, call.entry.name)
        for call in facts.method_calls:
            for argument in call.arguments:
                reads = argument.name == DATA and bool(call.owners) and all(_reads(entry) for entry in call.owners)
                if reads and not _are_related(call.owners, argument.value):
                    yield from self._finding(call, argument, call.name)

    def _finding(self, call: FunctionCall | MethodCall, argument: Argument, taker: str) -> Iterator[Finding]:
        found = members(argument.value)
        if not all(_is_plain(member) for member in found):
            return
        if not surfaces(call, "ValueError") or not surfaces(call, "TypeError"):
            return
        entries = tuple({m.entry.path: m.entry for m in found if isinstance(m, Instance)}.values())
        transforms = all(entry.method_named("transform") is not None for entry in entries)
        yield Finding(
            self.code,
            self.name,
            self.severity,
            f"`{taker}` is given an estimator as `{argument.name}`: {class_names(entries)}",
            argument.value_span,
            label="an estimator, not data",
            help="`fit` returns the estimator" + ("; `fit_transform` returns the data" if transforms else ""),
        )


def _takes_arrays(constraints: tuple[Constraint, ...] | None) -> bool:
    return bool(constraints) and all(each.kind in ("array-like", "sparse-matrix", "none") for each in constraints)


def _reads(entry: ClassEntry) -> bool:
    """Whether it certainly looks at the data itself: no composite, and none that learns nothing from it."""
    learns = "stateless" not in entry.tags and any(each.forms for each in entry.learned)
    return entry.path.startswith("sklearn.") and learns and not entry.compositions


def _are_related(owners: tuple[ClassEntry, ...], value: Value) -> bool:
    """Whether one of them has a base of its own module with what it is given: neighbours take over what others learned."""
    given = {base for member in members(value) if isinstance(member, Instance) for base in _own_bases(member.entry)}
    return any(not given.isdisjoint(_own_bases(entry)) for entry in owners)


def _own_bases(entry: ClassEntry) -> set[str]:
    """The classes it derives from, but for those that all estimators may."""
    return {base for base in (entry.path, *entry.bases) if not base.startswith(("sklearn.base.", "sklearn.utils."))}


def _is_plain(value: Value) -> bool:
    """Whether it is an estimator of scikit-learn's that is no sequence of others."""
    return (
        isinstance(value, Instance)
        and value.node is not None
        and value.user is None
        and value.entry.kind == "estimator"
        and value.entry.path.startswith("sklearn.")
        and not value.entry.compositions
    )
