"""Tests that can be decided: what a comparison, an `isinstance` or a plain value comes to, where everything in it is known."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from fitlens.analysis.context import Context
from fitlens.analysis.values import (
    UNKNOWN,
    Class,
    Collection,
    Constant,
    External,
    Function,
    Instance,
    Module,
    OneOf,
    UserFunction,
    Value,
    members,
)

_ORDER: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_BUILT_IN = frozenset({"str", "int", "float", "bool", "list", "tuple", "dict", "set", "bytes", "complex", "type"})


def truth(context: Context, value: Value) -> bool | None:
    """Whether a value counts as true; None where that is not known."""
    match value:
        case Constant():
            return bool(value.value)
        case Class() | Function() | UserFunction() | Module():
            return True
        case Instance():
            # a class of the user's, or one that holds others, may have a length of its own
            return True if value.user is None and not value.entry.compositions else None
        case Collection():
            items = context.state.items(value)
            return bool(items.values) if items.exact else None
        case OneOf():
            answers = {truth(context, member) for member in value.members}
            return answers.pop() if len(answers) == 1 else None
        case _:
            return None


def compare(left: Value, op: ast.cmpop, right: Value) -> bool | None:
    """What `left op right` comes to; None where that is not known."""
    if isinstance(left, OneOf) or isinstance(right, OneOf):
        answers = {compare(a, op, b) for a in members(left) for b in members(right)}
        return answers.pop() if len(answers) == 1 else None
    if isinstance(op, (ast.Is, ast.IsNot)):
        same = _is(left, right)
        return None if same is None else same == isinstance(op, ast.Is)
    if isinstance(left, Class) and isinstance(right, Class) and isinstance(op, (ast.Eq, ast.NotEq)):
        same = _is(left, right)
        return None if same is None else same == isinstance(op, ast.Eq)
    compared = _ORDER.get(type(op))
    if compared is None or not isinstance(left, Constant) or not isinstance(right, Constant):
        return None
    try:
        return bool(compared(left.value, right.value))
    except TypeError:
        return None


def _is(left: Value, right: Value) -> bool | None:
    if isinstance(left, Class) and isinstance(right, Class):
        return left.entry is right.entry and left.user is right.user
    for one, other in ((left, right), (right, left)):
        if isinstance(other, Constant) and other.value is None:
            if isinstance(one, Constant):
                return one.value is None
            return False if isinstance(one, (Instance, Class, Collection, Function, UserFunction, Module)) else None
    return None


def contains(context: Context, left: Value, right: Value) -> bool | None:
    """What `left in right` comes to."""
    if not isinstance(left, Constant) or not isinstance(right, Collection):
        return None
    items = context.state.items(right)
    inside = items.keys if right.kind == "dict" else items.values
    if not items.exact or not all(isinstance(each, Constant) for each in inside):
        return None
    return any(isinstance(each, Constant) and each.value == left.value for each in inside)


def is_instance(value: Value, kind: Value) -> bool | None:
    """What `isinstance(value, kind)` comes to, for one value and one class."""
    if isinstance(kind, External):
        module, _, name = kind.path.rpartition(".")
        built_in = module == "builtins" and name in _BUILT_IN
        return False if built_in and isinstance(value, Instance) else None
    if not isinstance(value, Instance) or not isinstance(kind, Class):
        return False if isinstance(kind, Class) and isinstance(value, (Constant, Collection)) else None
    return is_subclass(Class(value.entry, value.user), kind, exact=value.node is not None)


def is_subclass(one: Class, other: Class, *, exact: bool = True) -> bool | None:
    """What `issubclass(one, other)` comes to; not `exact`: of `one` or a class derived from it."""
    if one.entry is None or other.entry is None:
        return None
    if one.user is other.user and one.entry is other.entry:
        return True
    if other.user is None and other.entry.path in one.entry.bases:
        return True
    if other.user is not None or not exact or one.entry.dynamic:
        return None
    return False


def answer(found: bool | None) -> Value:
    """A decided test as a value."""
    return UNKNOWN if found is None else Constant(found)
