"""What the positional arguments of a call stand for, and how they are given by keyword."""

from __future__ import annotations

from collections.abc import Sequence

from fitlens.analysis.acceptance import accepts
from fitlens.analysis.facts import Argument, Span
from fitlens.analysis.values import Constant
from fitlens.catalog.history import numbers
from fitlens.catalog.model import ClassEntry, FunctionEntry, Parameter
from fitlens.catalog.store import open_catalog, versions
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


def always_meant(path: str, method: str, names: Sequence[str], version: str) -> bool:
    """Whether arguments by position had these names in all versions before one that took so many, of which there must be some.

    path: of a function, or of a class; method: of the class, empty for its constructor.
    """
    found = False
    for each in versions():
        if not version or numbers(each) >= numbers(version):
            break
        order = [p.name for p in _parameters(path, method, each) if p.kind in ("positional", "positional-only")]
        if len(order) >= len(names):
            found = True
            if order[: len(names)] != list(names):
                return False
    return found


def _parameters(path: str, method: str, version: str) -> tuple[Parameter, ...]:
    entry = open_catalog(version).resolve(path)
    if method and isinstance(entry, ClassEntry):
        known = entry.method_named(method)
        return () if known is None else known.parameters
    return entry.parameters if isinstance(entry, (ClassEntry, FunctionEntry)) else ()


def by_keyword(arguments: Sequence[Argument], names: Sequence[str], *, safe: bool) -> Fix:
    """Gives positional arguments the names that they stand for."""
    edits = (
        Edit(Span(argument.span.start, argument.span.start), f"{name}=")
        for argument, name in zip(arguments, names, strict=True)
    )
    return Fix("Give by keyword", tuple(edits), safe=safe)


def _has_option(parameter: Parameter, argument: Argument) -> bool:
    value = argument.value
    return isinstance(value, Constant) and any(
        constraint.kind == "options" and value.value in constraint.values for constraint in parameter.constraints or ()
    )
