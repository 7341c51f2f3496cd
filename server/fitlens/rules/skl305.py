"""SKL305 unknown-scorer."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.acceptance import accepts
from fitlens.analysis.facts import Argument, Candidate, Construction, Facts, FunctionCall, Span
from fitlens.analysis.values import Constant, Function
from fitlens.catalog.model import Constraint, FunctionEntry, Parameter
from fitlens.catalog.wording import literal
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.naming import nearest_option
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document

SCORING = "scoring"
"""What scikit-learn calls the argument that takes a scorer, everywhere."""


class UnknownScorer:
    """Name that is no scorer's, or a metric function where a scorer is taken.

    ## What it does
    Checks `scoring=` of searches, cross-validations and the like, alone or in a list or dictionary: names against those
    that scikit-learn lists, and functions of `sklearn.metrics`, which score labels and predictions and not an estimator.

    ## Why is this bad?
    A name that is not known raises `ValueError` when the search is fitted or the function is called. A metric function
    raises as well where it is checked; a search or `cross_validate` may only warn, and goes on with `nan` for every
    score: this is reported as a warning.

    ## Example
    ```python
    from sklearn.datasets import load_iris
    from sklearn.model_selection import cross_val_score
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    cross_val_score(SVC(), X, y, scoring="acuracy")
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_iris
    from sklearn.model_selection import cross_val_score
    from sklearn.svm import SVC

    X, y = load_iris(return_X_y=True)
    cross_val_score(SVC(), X, y, scoring="accuracy")
    ```

    ## Fix safety
    The fix puts the nearest name, or for a metric function the name of its scorer. It is safe where the code raises as it
    stands, and unsafe where it only warns: afterwards there are scores, and another candidate may be the best.

    ## References
    - `sklearn.metrics.make_scorer` makes a scorer of a metric with arguments of its own.
    """

    code = "SKL305"
    name = "unknown-scorer"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each name and each function."""
        for construction in facts.constructions:
            if len(construction.classes) == 1 and construction.classes[0].path.startswith("sklearn."):
                parameter = construction.classes[0].parameter_named(SCORING)
                yield from self._scorers(construction, parameter, construction.arguments)
        for call in facts.calls:
            yield from self._scorers(call, call.entry.parameter_named(SCORING), call.arguments)

    def _scorers(
        self, fact: Construction | FunctionCall, parameter: Parameter | None, arguments: tuple[Argument, ...]
    ) -> Iterator[Finding]:
        argument = next((each for each in arguments if each.name == SCORING), None)
        is_call = isinstance(fact, FunctionCall)
        if parameter is None or argument is None or not surfaces(fact, "ValueError"):
            return
        if argument.settled == "no" and not is_call:
            return
        constraints = parameter.constraints or ()
        several = any(constraint.kind == "instance" for constraint in constraints)
        # only a function that takes one scorer was seen to check it in every version
        checked = is_call and bool(constraints) and not several
        for scorer in argument.items or (Candidate(argument.value_span, argument.value, argument.text),):
            span = scorer.span or argument.value_span
            found = self._unknown(scorer, span, constraints) or self._metric(scorer, span, constraints, checked=checked)
            if found is not None:
                # where no fit is in sight, nothing raises here: it will where the whole is fitted
                yield found if is_call or argument.settled == "yes" else found._replace(severity="warning")

    def _unknown(self, scorer: Candidate, span: Span, constraints: tuple[Constraint, ...]) -> Finding | None:
        value = scorer.value
        if not isinstance(value, Constant) or not isinstance(value.value, str) or not _names(constraints):
            return None
        if accepts(constraints, value) is not False:
            return None
        meant = nearest_option(value, scorer.text, constraints)
        return Finding(
            self.code,
            self.name,
            self.severity,
            f"there is no scorer {literal(value.value)}",
            span,
            label=f"did you mean {meant}?" if meant else "no such scorer",
            help="" if meant else "`sklearn.metrics.get_scorer_names()` lists them",
            fix=Fix(f"Replace with {meant}", (Edit(span, meant),)) if meant else None,
        )

    def _metric(
        self, scorer: Candidate, span: Span, constraints: tuple[Constraint, ...], *, checked: bool
    ) -> Finding | None:
        if not isinstance(scorer.value, Function) or not _is_metric(scorer.value.entry):
            return None
        name = scorer.value.entry.name
        meant = _scorer_of(name, _names(constraints))
        fix = None
        if meant is not None and scorer.text:
            fix = Fix(f"Replace with {literal(meant)}", (Edit(span, literal(meant)),), safe=checked)
        return Finding(
            self.code,
            self.name,
            self.severity if checked else "warning",
            f"`{name}` is a metric, not a scorer",
            span,
            label="takes labels and predictions",
            help=f"write {literal(meant)}" if meant else f"write `make_scorer({name})`",
            fix=fix,
        )


def _is_metric(entry: FunctionEntry) -> bool:
    """Whether a function scores labels against what was predicted."""
    return entry.path.startswith("sklearn.metrics.") and entry.parameter_named("y_true") is not None


def _names(constraints: tuple[Constraint, ...]) -> frozenset[str]:
    return frozenset(
        option for each in constraints if each.kind == "options" for option in each.values if isinstance(option, str)
    )


def _scorer_of(metric: str, names: frozenset[str]) -> str | None:
    """The scorer of a metric: they share a name, but for an ending and a sign."""
    tried = (metric, metric.removesuffix("_score"), f"neg_{metric}", f"neg_{metric.removesuffix('_loss')}")
    return next((name for name in tried if name in names), None)
