"""SKL103 conflicting-hyperparameters."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.acceptance import accepts
from fitlens.analysis.facts import Argument, Construction, Facts, Span
from fitlens.analysis.known import Known, known_at_fit, known_when_made
from fitlens.analysis.values import Constant, Instance, Value
from fitlens.catalog import phrases
from fitlens.catalog.model import Conflict, Parameter, Setting
from fitlens.catalog.wording import literal
from fitlens.rules import arguments
from fitlens.rules.model import Finding, Fix, Related, Severity
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document

_MOST = 6
"""Values to use instead that are named."""
_SINGLE = frozenset({"options", "interval", "none", "nan", "boolean", "random-state", "verbose", "pandas-na"})
"""Kinds of constraint that only numbers, words and the like satisfy: of these enough were tried."""


class ConflictingHyperparameters:
    """Values that are accepted each by itself and refused together.

    ## What it does
    Checks known values of hyperparameters against the pairs that were observed to be refused together on all data on
    which each alone is accepted. One of the two may be the default of a hyperparameter that is never set.

    ## Why is this bad?
    scikit-learn raises at `fit`, far from the place where the values were set; a splitter raises where it is
    constructed. A value that is set again before `fit` is not reported; a pair that no `fit` in the file will see is
    reported as a warning. Nothing is reported where a further argument is an object that may reconcile the two.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.model_selection import KFold, cross_val_score
    from sklearn.svm import LinearSVC

    X, y = load_iris(return_X_y=True)
    model = LinearSVC(penalty="l1", loss="hinge")
    cross_val_score(model, X, y, cv=KFold(5, random_state=0))
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.model_selection import KFold, cross_val_score
    from sklearn.svm import LinearSVC

    X, y = load_iris(return_X_y=True)
    model = LinearSVC(penalty="l1", loss="squared_hinge", dual=False)
    cross_val_score(model, X, y, cv=KFold(5, shuffle=True, random_state=0))
    ```

    ## Fix safety
    Where a value needs a switch that is off by default (`random_state` of a splitter needs `shuffle=True`), the fix turns
    it on. It is unsafe: leaving the value out would do as well.

    ## References
    - `fitlens show CLASS` prints the conflicts of a class, `--why` what was run to see them.
    """

    code = "SKL103"
    name = "conflicting-hyperparameters"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each argument that takes part in a conflict."""
        for construction in facts.constructions:
            if len(construction.classes) == 1 and construction.classes[0].conflicts and construction.arguments:
                yield from self._conflicts(construction, document)

    def _conflicts(self, construction: Construction, document: Document) -> Iterator[Finding]:
        told: set[Span] = set()
        for conflict in construction.classes[0].conflicts:
            known = (
                known_when_made(construction)
                if conflict.when == "construct"
                else known_at_fit(construction, first=True)
            )
            if known is None or not _certain(conflict, known, construction):
                continue
            involved = [each for each in construction.arguments if each.name in _names(conflict)]
            if _span(involved[-1]) in told:
                continue
            told.add(_span(involved[-1]))
            yield self._finding(conflict, known, construction, involved, document)

    def _finding(
        self,
        conflict: Conflict,
        known: Known,
        construction: Construction,
        involved: list[Argument],
        document: Document,
    ) -> Finding:
        last = involved[-1]
        instead = _instead(conflict, known)
        return Finding(
            self.code,
            self.name,
            # where no fit is in sight, nothing raises here: it will where the estimator is fitted
            "warning" if conflict.when == "fit" and last.settled == "pending" else self.severity,
            _message(conflict, known, involved),
            _span(last),
            label=f"{conflict.exception} {'at fit' if conflict.when == 'fit' else 'here'}",
            help=f"use {instead}" if instead else "",
            fix=_fix(conflict, known, construction, document),
            related=tuple(Related(_span(each), "refused with this") for each in involved[:-1]),
        )


def _names(conflict: Conflict) -> tuple[str, str]:
    return conflict.first.parameter, conflict.second.parameter


def _span(argument: Argument) -> Span:
    """Name and value."""
    return Span(argument.span.start, argument.value_span.end)


def _holds(conflict: Conflict, known: Known) -> bool:
    """Whether both values are known to be there, and none that reconciles them can be."""
    return known.meets_all((conflict.first, conflict.second)) is True and all(
        known.meets(each) is False for each in conflict.unless
    )


def _certain(conflict: Conflict, known: Known, construction: Construction) -> bool:
    names = _names(conflict)
    written = [each for each in construction.arguments if each.name in names]
    return (
        bool(written)
        and not construction.open
        and _holds(conflict, known)
        and surfaces(construction, conflict.exception)
        # no fit is in sight, where what is left to its default may be set as well
        and (conflict.when == "construct" or len(written) == 2 or written[0].settled == "yes")
        and names[0] not in known.entry.rewritten
        and names[1] not in known.entry.rewritten
        and not any(_refused(known, name) for name in names)
        and not any(_data_decides(known, each) for each in (conflict.first, conflict.second))
        and not any(
            _may_reconcile(known, parameter, later=conflict.when == "fit" and parameter.name in construction.early)
            for parameter in known.entry.parameters
            if parameter.name not in names
        )
    )


def _refused(known: Known, name: str) -> bool:
    """Whether a value is refused alone: SKL102 says so."""
    parameter, value = known.entry.parameter_named(name), known.given.get(name)
    return parameter is not None and value is not None and accepts(parameter.constraints, value) is False


def _data_decides(known: Known, setting: Setting) -> bool:
    """Whether it tells a count from None, which leaves the count to the data: on data of another size it may be accepted."""
    parameter = known.entry.parameter_named(setting.parameter)
    if parameter is None or None not in setting.values:
        return False
    intervals = [each for each in parameter.constraints or () if each.kind == "interval"]
    return bool(intervals) and all(each.number == "integral" for each in intervals)


def _may_reconcile(known: Known, parameter: Parameter, *, later: bool) -> bool:
    """Whether a further hyperparameter has, or may have, a value that was not tried beside the two: an object."""
    value = known.given.get(parameter.name)
    if (value is None and not later) or isinstance(value, Constant) or parameter.name in known.entry.runtime:
        return False
    if _is_observed(known, parameter.name, value):
        return False
    kinds = _SINGLE | {"array-like"} if _takes_several(parameter) else _SINGLE
    return parameter.constraints is None or any(each.kind not in kinds for each in parameter.constraints)


def _is_observed(known: Known, name: str, value: Value | None) -> bool:
    """Whether an estimator is given where one is taken, which has no ways of its own: with such ones the pair was tried."""
    takes = any(each.parameter == name for each in known.entry.compositions)
    return takes and isinstance(value, Instance) and bool(value.entry.evidence) and not value.entry.dynamic


def _takes_several(parameter: Parameter) -> bool:
    """Whether the default is a sequence of numbers itself: another one is no other kind of thing."""
    return parameter.default is not None and parameter.default[:1] in ("(", "[")


def _message(conflict: Conflict, known: Known, involved: list[Argument]) -> str:
    name = known.entry.name
    if len(involved) == 2:
        one, other = (f"`{each.name}={each.text}`" for each in involved)
        return f"{one} and {other} are refused together by `{name}`"
    left = next(each for each in _names(conflict) if each != involved[0].name)
    value = known.constant(left)
    assert value is not None
    default = "" if left in known.given else ", the default"
    return (
        f"`{involved[0].name}={involved[0].text}` is refused by `{name}` with `{left}={literal(value.value)}`{default}"
    )


def _instead(conflict: Conflict, known: Known) -> str:
    """Values of either that no conflict is known of, that of what is left to its default first."""
    names = sorted(_names(conflict), key=lambda name: name in known.given)
    found = [
        phrases.setting(Setting(name, values), mark="`", most=_MOST)
        for name in names
        if (values := tuple(each for each in _alternatives(known, name) if _free(known, name, each)))
    ]
    return ", or ".join(found)


def _alternatives(known: Known, name: str) -> Iterator[object]:
    """The words that a hyperparameter accepts beside the one it has."""
    value = known.constant(name)
    if value is None:
        return
    if isinstance(value.value, bool):
        yield not value.value
    parameter = known.entry.parameter_named(name)
    for constraint in () if parameter is None else parameter.constraints or ():
        if constraint.kind == "options" and not constraint.hidden:
            for each in constraint.values:
                if isinstance(each, str) and each != value.value and each not in constraint.deprecated:
                    yield each


def _free(known: Known, name: str, value: object) -> bool:
    """Whether no conflict is known of the hyperparameters with another value."""
    other = known._replace(given={**known.given, name: Constant(value)})
    return not any(_holds(each, other) for each in known.entry.conflicts)


def _fix(conflict: Conflict, known: Known, construction: Construction, document: Document) -> Fix | None:
    """The one other value of what is left to its default: a switch that the written value needs."""
    left = [name for name in _names(conflict) if name not in known.given]
    value = known.constant(left[0]) if left else None
    if value is None or not isinstance(value.value, bool) or not _free(known, left[0], not value.value):
        return None
    edit = arguments.given_another(construction, left[0], repr(not value.value), document)
    return None if edit is None else Fix(f"Set {left[0]}={not value.value}", (edit,), safe=False)
