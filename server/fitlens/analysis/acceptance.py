"""Whether scikit-learn's own validation accepts a value: its `_parameter_constraints`, judged without running it."""

from __future__ import annotations

import math
from collections.abc import Callable

from fitlens.analysis.values import Class, Collection, Constant, Function, Instance, OneOf, UserFunction, Value
from fitlens.catalog.model import ClassEntry, Constraint


def accepts(constraints: tuple[Constraint, ...] | None, value: Value) -> bool | None:
    """True: accepted; False: refused for certain; None: not known."""
    if constraints is None:
        return None
    if isinstance(value, OneOf):
        answers = {accepts(constraints, member) for member in value.members}
        return answers.pop() if len(answers) == 1 else None
    answer: bool | None = False
    for constraint in constraints:
        satisfied = _satisfies(constraint, value)
        if satisfied:
            return True
        if satisfied is None:
            answer = None
    return answer


def _satisfies(constraint: Constraint, value: Value) -> bool | None:
    if isinstance(value, Constant):
        return _constant(constraint, value.value)
    if isinstance(value, Collection):
        return _collection(constraint, value)
    if isinstance(value, (Function, UserFunction)):
        return _callable(constraint)
    if isinstance(value, Instance):
        return _instance(constraint, value)
    if isinstance(value, Class) and value.entry is not None:
        return _class(constraint, value.entry)
    return None


def _constant(constraint: Constraint, value: object) -> bool | None:
    judge = _CONSTANTS.get(constraint.kind)
    return None if judge is None else judge(constraint, value)


def _is_integer(value: object) -> bool:
    return isinstance(value, int)  # a bool is an Integral to scikit-learn as well


def _is_real(value: object) -> bool:
    return isinstance(value, (int, float))


def _is_number(value: object) -> bool:
    return _is_real(value) and not isinstance(value, bool)


def _option(constraint: Constraint, value: object) -> bool:
    return any(type(option) is type(value) and option == value for option in constraint.values) or (
        _is_real(value) and any(_is_number(option) and option == value for option in constraint.values)
    )


def _interval(constraint: Constraint, value: object) -> bool:
    if constraint.number == "integral" and not _is_integer(value):
        return False
    if constraint.number == "real-not-int" and (not isinstance(value, float)):
        return False
    if not isinstance(value, (int, float)) or math.isnan(value):
        return False
    low = -math.inf if constraint.low is None else constraint.low
    high = math.inf if constraint.high is None else constraint.high
    above = value >= low if constraint.closed in ("left", "both") else value > low
    below = value <= high if constraint.closed in ("right", "both") else value < high
    return above and below


_INSTANCES: dict[str, Callable[[object], bool]] = {
    "str": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "int": lambda value: isinstance(value, int),
    "float": lambda value: isinstance(value, float),
    "numbers.Integral": _is_integer,
    "numbers.Real": _is_real,
    "numbers.Number": lambda value: isinstance(value, (int, float, complex)),
}


def _instance_of(constraint: Constraint, value: object) -> bool:
    judge = _INSTANCES.get(constraint.type or "")
    return judge is not None and judge(value)  # a constant is an instance of no other class that a constraint names


def _no(constraint: Constraint, value: object) -> bool:
    return False


_CONSTANTS: dict[str, Callable[[Constraint, object], bool | None]] = {
    "options": _option,
    "interval": _interval,
    "instance": _instance_of,
    "none": lambda _, value: value is None,
    "nan": lambda _, value: isinstance(value, float) and math.isnan(value),
    "boolean": lambda _, value: isinstance(value, bool),
    "callable": _no,
    "array-like": lambda _, value: False,
    "sparse-matrix": _no,
    "random-state": lambda _, value: value is None or (isinstance(value, int) and 0 <= value < 2**32),
    "verbose": lambda _, value: isinstance(value, bool) or (isinstance(value, int) and value >= 0),
    "missing-values": lambda _, value: value is None or isinstance(value, (int, float, str)),
    "pandas-na": _no,
    "cv-object": lambda _, value: value is None or isinstance(value, bytes) or (isinstance(value, int) and value >= 2),
    "iterable-not-string": lambda _, value: isinstance(value, bytes),
    "methods": lambda constraint, value: all(callable(getattr(value, name, None)) for name in constraint.methods),
}


_BUILT_IN: dict[str, type] = {"list": list, "tuple": tuple, "set": set, "dict": dict}


def _collection(constraint: Constraint, value: Collection) -> bool | None:
    match constraint.kind:
        case "array-like" | "iterable-not-string":
            return True
        case "instance":
            return constraint.type == value.kind or (None if "." in (constraint.type or ".") else False)
        case "options":
            return (
                None
                if any(not isinstance(option, (str, int, float, type(None))) for option in constraint.values)
                else False
            )
        case "cv-object":
            return True
        case "methods":
            return all(hasattr(_BUILT_IN[value.kind], name) for name in constraint.methods)
        case "opaque":
            return None
        case _:
            return False


def _callable(constraint: Constraint) -> bool | None:
    match constraint.kind:
        case "callable":
            return True
        case "opaque" | "instance" | "methods" | "cv-object":
            return None
        case _:
            return False


def _instance(constraint: Constraint, value: Instance) -> bool | None:
    match constraint.kind:
        case (
            "none"
            | "boolean"
            | "interval"
            | "options"
            | "verbose"
            | "nan"
            | "random-state"
            | "missing-values"
            | "sparse-matrix"
        ):
            return False
        case "methods" if value.user is None and not value.entry.dynamic:
            names = {method.name for method in value.entry.methods}
            conditional = {method.name for method in value.entry.methods if method.conditional}
            if not conditional.isdisjoint(constraint.methods):
                return None
            return all(name in names for name in constraint.methods)
        case _:
            return None


def _class(constraint: Constraint, entry: ClassEntry) -> bool | None:
    match constraint.kind:
        case "none" | "boolean" | "interval" | "options" | "verbose" | "nan" | "random-state" | "missing-values":
            return False
        case _:
            return None
