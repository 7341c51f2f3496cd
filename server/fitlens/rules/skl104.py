"""SKL104 positional-hyperparameter."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.acceptance import accepts
from fitlens.analysis.facts import Argument, Construction, Facts, Span
from fitlens.analysis.values import Constant
from fitlens.catalog.model import ClassEntry, Parameter
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.naming import class_names, verb
from fitlens.rules.skl101 import has_known_signature
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class PositionalHyperparameter:
    """Hyperparameter given by position where only keywords are taken, or where it is given by keyword as well.

    ## What it does
    Counts the positional arguments of a constructor call against those that the class takes, and finds hyperparameters
    that are given twice: by position, and by keyword.

    ## Why is this bad?
    Most hyperparameters are keyword-only, and none takes two values: the call raises `TypeError`. Even where a position is
    taken, its meaning is hidden from the reader.

    ## Example
    ```python
    from sklearn.linear_model import LogisticRegression

    LogisticRegression("l2", 0.5)
    ```

    ## Use instead
    ```python
    from sklearn.linear_model import LogisticRegression

    LogisticRegression(C=0.5)
    ```

    ## Fix safety
    The fix names each argument after the hyperparameter at its place in the signature, or after the one that has it as an
    option. It is unsafe: the signature may have had another order in the version that the code was written for.
    """

    code = "SKL104"
    name = "positional-hyperparameter"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each construction with too many positional arguments, or for each that is given twice."""
        for construction in facts.constructions:
            if (
                not construction.exhaustive
                or not has_known_signature(construction)
                or not surfaces(construction, "TypeError")
            ):
                continue
            taken = [_positions(entry) for entry in construction.classes]
            if any(count is None for count in taken):
                continue
            most = max(count for count in taken if count is not None)
            positional = [argument for argument in construction.arguments if not argument.keyword]
            if len(positional) > most:
                yield self._finding(construction, positional, most)
                continue
            by_keyword = {argument.name for argument in construction.arguments if argument.keyword}
            for argument in positional:
                if argument.name in by_keyword:
                    yield self._twice(construction, argument)

    def _twice(self, construction: Construction, argument: Argument) -> Finding:
        return Finding(
            self.code,
            self.name,
            self.severity,
            f"{class_names(construction.classes)}: `{argument.name}` is given twice, by position and by keyword",
            argument.span,
            label=f"this is `{argument.name}`",
            help="give it once, by keyword",
        )

    def _finding(self, construction: Construction, positional: list[Argument], most: int) -> Finding:
        classes = construction.classes
        extra = positional[most:]
        takes = (
            "no positional argument"
            if most == 0
            else "1 positional argument"
            if most == 1
            else f"{most} positional arguments"
        )
        names = _names(construction, positional)
        return Finding(
            self.code,
            self.name,
            self.severity,
            f"{class_names(classes)} {verb(classes, 'takes', 'take')} {takes}, {len(positional)} given",
            Span(extra[0].span.start, extra[-1].span.end),
            label="must be given by keyword",
            help="" if names is None else f"write {', '.join(f'`{name}=`' for name in names[most:])}",
            fix=None
            if names is None
            else Fix(
                "Give by keyword",
                tuple(
                    Edit(Span(a.span.start, a.span.start), f"{name}=")
                    for a, name in zip(extra, names[most:], strict=True)
                ),
                safe=False,
            ),
        )


def _positions(entry: ClassEntry) -> int | None:
    if any(parameter.kind == "var-positional" for parameter in entry.parameters):
        return None
    return sum(parameter.kind in ("positional", "positional-only") for parameter in entry.parameters)


def _names(construction: Construction, positional: list[Argument]) -> list[str] | None:
    """The hyperparameters that the arguments stand for, or None where they are not unambiguous.

    By its place in the signature; an option that is not accepted there stands for the one hyperparameter that has it.
    """
    if len(construction.classes) != 1:
        return None
    order = [p for p in construction.classes[0].parameters if not p.kind.startswith("var-")]
    if len(positional) > len(order):
        return None
    names: list[str] = []
    for argument, parameter in zip(positional, order, strict=False):
        if accepts(parameter.constraints, argument.value) is not False:
            names.append(parameter.name)
            continue
        taking = [other.name for other in order if _has_option(other, argument)]
        if len(taking) != 1:
            return None
        names.append(taking[0])
    by_keyword = {argument.name for argument in construction.arguments if argument.keyword}
    return names if len(set(names)) == len(names) and by_keyword.isdisjoint(names) else None


def _has_option(parameter: Parameter, argument: Argument) -> bool:
    value = argument.value
    return isinstance(value, Constant) and any(
        constraint.kind == "options" and value.value in constraint.values for constraint in parameter.constraints or ()
    )
