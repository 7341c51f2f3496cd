"""The constants that a class's hyperparameters can be, as the catalog knows them."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Final

from fitlens.catalog.model import ClassEntry, Parameter

UNKNOWN: Final = object()
"""A value that is no constant: equal to none."""

Domains = Mapping[str, tuple[object, ...]]
"""Hyperparameter -> its constants, the default first."""


def constant(text: str | None) -> object:
    """The value of a source text, UNKNOWN where it is no constant."""
    if text is None:
        return UNKNOWN
    try:
        value: object = ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return UNKNOWN
    return value if value is None or isinstance(value, str | int | float) else UNKNOWN


def domains(entry: ClassEntry) -> Domains:
    """Of all hyperparameters of a class; announced to go and hidden values left out."""
    return {parameter.name: _constants(parameter) for parameter in entry.parameters}


def is_flag(values: tuple[object, ...]) -> bool:
    """Whether it can be switched on."""
    return any(isinstance(each, bool) for each in values)


def phrase(parameter: str) -> str:
    """A hyperparameter's name as it would stand in prose, as a pattern."""
    return re.sub("_+", "[ _-]", re.escape(parameter))


def _constants(parameter: Parameter) -> tuple[object, ...]:
    found: list[object] = []
    default = constant(parameter.default)
    if default is not UNKNOWN and default not in ("deprecated", "warn"):
        found.append(default)
    if isinstance(default, bool):
        found.append(not default)
    for each in parameter.constraints or ():
        if each.hidden:
            continue
        if each.kind == "options":
            found.extend(sorted((value for value in each.values if value not in each.deprecated), key=repr))
        elif each.kind == "boolean":
            found.extend((False, True))
        elif each.kind == "none":
            found.append(None)
    distinct = {(type(value), value): value for value in found}
    return tuple(distinct.values())
