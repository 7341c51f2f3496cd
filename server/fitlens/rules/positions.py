"""What the positional arguments of a call stand for, and how they are given by keyword."""

from __future__ import annotations

from collections.abc import Sequence

from fitlens.analysis.acceptance import accepts
from fitlens.analysis.facts import Argument, Span
from fitlens.analysis.values import Constant
from fitlens.catalog.model import Parameter
from fitlens.rules.model import Edit, Fix


def most(parameters: Sequence[Parameter]) -> int | None:
    """How many positional arguments are taken; None for any number."""
    if any(parameter.kind == "var-positional" for parameter in parameters):
        return None
    return sum(parameter.kind in ("positional", "positional-only") for parameter in parameters)


def counted(number: int) -> str:
    """`no positional argument`, `1 positional argument`, `2 positional arguments`."""
    return f"{number or 'no'} positional argument{'s' if number > 1 else ''}"


def names_meant(parameters: Sequence[Parameter], arguments: Sequence[Argument]) -> list[str] | None:
    """The parameters that the positional arguments stand for, or None where they are not unambiguous.

    By its place in the signature; an option that is not accepted there stands for the one parameter that has it.
    """
    positional = [argument for argument in arguments if not argument.keyword]
    order = [each for each in parameters if not each.kind.startswith("var-")]
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
    by_keyword = {argument.name for argument in arguments if argument.keyword}
    return names if len(set(names)) == len(names) and by_keyword.isdisjoint(names) else None


def by_keyword(arguments: Sequence[Argument], names: Sequence[str]) -> Fix:
    """Gives positional arguments the names that they stand for."""
    edits = (
        Edit(Span(argument.span.start, argument.span.start), f"{name}=")
        for argument, name in zip(arguments, names, strict=True)
    )
    return Fix("Give by keyword", tuple(edits), safe=False)


def _has_option(parameter: Parameter, argument: Argument) -> bool:
    value = argument.value
    return isinstance(value, Constant) and any(
        constraint.kind == "options" and value.value in constraint.values for constraint in parameter.constraints or ()
    )
