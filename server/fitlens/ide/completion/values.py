"""Values that an argument accepts and that can be written down: options, constants, a number of its range."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from math import isfinite

from fitlens.catalog.model import Constraint, Parameter
from fitlens.catalog.wording import literal
from fitlens.ide.completion.item import Item, Subject
from fitlens.ide.spelled import as_written


def values(parameter: Parameter, owner: str, *, text_only: bool) -> Iterator[Item]:
    """The values of one argument, its default first. text_only: the quotes are there already.

    owner: public path of the class or function that takes it.
    """
    told = f"value of {parameter.name}"
    default = parameter.default
    for value, deprecated in sorted(_texts(parameter), key=lambda each: (repr(each[0]) != default, each[1])):
        detail = f"{told}, deprecated" if deprecated else f"{told}, default" if repr(value) == default else told
        label = value if text_only else literal(value)
        yield Item(label, "value", detail, deprecated=deprecated, subject=Subject(owner, parameter.name))
    if text_only:
        return
    for each in others(parameter):
        detail = f"{told}, default" if each == default else told
        yield Item(each, "value", detail, subject=Subject(owner, parameter.name))


def constants(parameter: Parameter) -> list[str]:
    """The values of an argument that takes a few texts, as source, the default first; none where there are too many."""
    texts = [literal(value) for value, deprecated in _texts(parameter) if not deprecated]
    if not texts or len(texts) > _MOST_CHOICES:
        return []
    default = as_written(parameter.default) if parameter.default is not None else ""
    found = [*texts, *(each for each in others(parameter) if each in ("True", "False", "None"))]
    return sorted(found, key=lambda each: each != default)


_MOST_CHOICES = 12


def others(parameter: Parameter) -> list[str]:
    """Values that are no text, as source, each once; the default first."""
    found: dict[str, None] = {}
    if parameter.default is not None and _is_plain(parameter.default):
        found[parameter.default] = None
    for constraint in parameter.constraints or ():
        if constraint.hidden:
            continue
        match constraint.kind:
            case "options":
                found.update(dict.fromkeys(literal(v) for v in constraint.values if not isinstance(v, str)))
            case "none":
                found["None"] = None
            case "boolean":
                found.update({"True": None, "False": None})
            case "random-state":
                found.update({"None": None, "0": None})
            case "verbose":
                found.update({"True": None, "False": None})
            case "cv-object":
                found["5"] = None
            case "interval" if not any(_is_number(each) for each in found):
                number = _inside(constraint)
                if number is not None:
                    found[number] = None
            case _:
                pass
    return list(found)


def _texts(parameter: Parameter) -> Iterator[tuple[str, bool]]:
    """Accepted texts, and whether each is deprecated."""
    for constraint in parameter.constraints or ():
        if constraint.kind == "options" and not constraint.hidden:
            for value in constraint.values:
                if isinstance(value, str):
                    yield value, value in constraint.deprecated


def _inside(constraint: Constraint) -> str | None:
    """A number of the range, as one would begin with: 1 or more where it is not bounded, else the middle."""
    low = constraint.low if constraint.low is not None and isfinite(constraint.low) else None
    high = constraint.high if constraint.high is not None and isfinite(constraint.high) else None
    integral = constraint.number == "integral"
    if low is None and high is None:
        return None
    if low is None or high is None:
        number = max(1.0, (low or 0.0) + 1) if high is None else high - 1
    else:
        number = (low + high) / 2
    return str(int(number)) if integral else repr(float(number))


def _is_plain(source: str) -> bool:
    """Whether a default is a number, a boolean or None."""
    try:
        value: object = ast.literal_eval(source)
    except (SyntaxError, ValueError):
        return False
    return value is None or isinstance(value, (bool, int, float))


def _is_number(source: str) -> bool:
    return source not in ("True", "False", "None")
