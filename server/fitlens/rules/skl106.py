"""SKL106 ineffective-hyperparameter."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Argument, Construction, Facts, Span
from fitlens.analysis.known import Known, known_at_fit
from fitlens.analysis.values import Constant
from fitlens.catalog.model import Ineffective, Parameter
from fitlens.catalog.phrases import listed
from fitlens.catalog.wording import literal
from fitlens.rules import arguments
from fitlens.rules.model import Finding, Fix, Severity
from fitlens.rules.seeds import is_seed
from fitlens.rules.surfacing import stands
from fitlens.source.document import Document


class IneffectiveHyperparameter:
    """Value that changes nothing beside the other values.

    ## What it does
    Finds hyperparameters that are set, in the source, to another value than their default, and that were observed to
    change nothing of what is learned and predicted as long as others have the values that they have here. Seeds are left
    alone: many set them out of habit, and they do no harm.

    ## Why is this bad?
    Who wrote the value meant it to matter. It does not, and whoever tunes it wastes the time.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    SVC(kernel="linear", gamma=0.1).fit(X, y)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    SVC(kernel="rbf", gamma=0.1).fit(X, y)
    ```

    ## Fix safety
    The fix removes the argument. It is safe: the value has no effect.

    ## References
    - `fitlens show CLASS` prints which hyperparameters have no effect under which values, `--why` what was run to see it.
    """

    code = "SKL106"
    name = "ineffective-hyperparameter"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each argument that changes nothing."""
        by_parts = frozenset(
            span for access in facts.accesses if access.name == "partial_fit" for span in access.receiver.constructed
        )
        for construction in facts.constructions:
            if len(construction.classes) != 1 or not construction.classes[0].ineffective or not stands(construction):
                continue
            known = known_at_fit(construction)
            if known is None or _learns_by_parts(construction, by_parts):
                continue
            for argument in construction.arguments:
                under = _disarmed_by(argument, known)
                if under is not None:
                    edit = arguments.taken_out(construction, argument, document)
                    yield Finding(
                        self.code,
                        self.name,
                        self.severity,
                        f"`{argument.name}={argument.text}` has no effect on `{known.entry.name}` with {_told(known, under)}",
                        Span(argument.span.start, argument.value_span.end),
                        label="changes nothing",
                        fix=None if edit is None else Fix(f"Remove {argument.name}={argument.text}", (edit,)),
                    )


def _disarmed_by(argument: Argument, known: Known) -> Ineffective | None:
    """Beside which values an argument does nothing; None where it may do something, or was not meant to."""
    parameter = None if argument.name is None else known.entry.parameter_named(argument.name)
    if parameter is None or argument.settled == "no" or not isinstance(argument.value, Constant):
        return None
    if is_seed(parameter) or parameter.name in known.entry.runtime or _is_default(argument.value, known, parameter):
        return None
    for each in known.entry.ineffective:
        if each.parameter == parameter.name and known.meets_all(each.under) is True:
            given = all(setting.parameter in known.given for setting in each.under)
            # what is left to its default may be set where the estimator is fitted
            if given or argument.settled == "yes":
                return each
    return None


def _is_default(value: Constant, known: Known, parameter: Parameter) -> bool:
    """Whether it only says what would be without it."""
    default = Known(known.entry, {}, defaults=True).constant(parameter.name)
    return default is None or default.value == value.value


def _learns_by_parts(construction: Construction, by_parts: frozenset[Span]) -> bool:
    """Whether it may be fitted by `partial_fit`: what has no effect on `fit` may have one there."""
    return construction.span in by_parts or (
        construction.classes[0].method_named("partial_fit") is not None
        and any(argument.settled != "yes" for argument in construction.arguments)
    )


def _told(known: Known, fact: Ineffective) -> str:
    told: list[str] = []
    for name in dict.fromkeys(each.parameter for each in fact.under):
        value = known.constant(name)
        assert value is not None
        told.append(f"`{name}={literal(value.value)}`" + ("" if name in known.given else ", the default"))
    return listed(told, "and")
