"""Arguments of a `def`, as the records have them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from typing import Literal

from fitlens.catalog.build.wheels.namespaces import Compiled, Definition, External, Namespaces, Value
from fitlens.catalog.model import Parameter

OPEN = (Parameter("args", kind="var-positional"), Parameter("kwargs", kind="var-keyword"))
"""Of what cannot be read: anything goes."""


def parameters_of(namespaces: Namespaces, module: str, node: ast.FunctionDef, *, bound: bool) -> tuple[Parameter, ...]:
    """Arguments in order; `bound` leaves the first one (`self`) out.

    Where `_deprecate_positional_args` stands above, arguments behind the star are still taken by position, with a warning.
    """
    tolerant = "_deprecate_positional_args" in decorator_names(node)
    found = list(_parameters(namespaces, module, node.args, tolerant=tolerant))
    return tuple(found[1 if bound else 0 :])


def decorator_names(node: ast.FunctionDef | ast.ClassDef) -> list[str]:
    """Last part of each decorator's name: `available_if` of `@metaestimators.available_if(...)`."""
    names: list[str] = []
    for each in node.decorator_list:
        called = each.func if isinstance(each, ast.Call) else each
        names.append(called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", ""))
    return names


def line_of(node: ast.ClassDef | ast.FunctionDef) -> int:
    """As `inspect` counts: decorators belong to what they decorate."""
    return min((each.lineno for each in node.decorator_list), default=node.lineno)


def _parameters(namespaces: Namespaces, module: str, given: ast.arguments, *, tolerant: bool) -> Iterator[Parameter]:
    ordered = [*given.posonlyargs, *given.args]
    defaults = [None] * (len(ordered) - len(given.defaults)) + given.defaults
    for index, (each, default) in enumerate(zip(ordered, defaults, strict=True)):
        kind: Literal["positional-only", "positional"]
        kind = "positional-only" if index < len(given.posonlyargs) else "positional"
        yield Parameter(each.arg, default and default_text(namespaces, module, default), kind)
    if given.vararg:
        yield Parameter(given.vararg.arg, kind="var-positional")
    for each, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        text = default and default_text(namespaces, module, default)
        yield Parameter(each.arg, text, "positional" if tolerant else "keyword-only")
    if given.kwarg:
        yield Parameter(given.kwarg.arg, kind="var-keyword")


def default_text(namespaces: Namespaces, module: str, expression: ast.expr) -> str:
    """A default as asking for it would say it: the constant, the name of a function, else the source text."""
    for _ in range(5):
        constant = _constant(expression)
        if constant is not None:
            return constant
        match namespaces.evaluate(module, expression):
            case Definition(node=node):
                return node.name
            case Compiled(name=name):
                return name
            case External(path):
                return path.rpartition(".")[2]
            case Value(module=where, expression=value):
                module, expression = where, value
            case _:
                break
    if isinstance(expression, ast.UnaryOp) and isinstance(expression.op, ast.USub):
        return "-" + default_text(namespaces, module, expression.operand)
    if isinstance(expression, ast.Tuple):
        inner = [default_text(namespaces, module, each) for each in expression.elts]
        return f"({inner[0]},)" if len(inner) == 1 else f"({', '.join(inner)})"
    return ast.unparse(expression)


def _constant(expression: ast.expr) -> str | None:
    match expression:
        case ast.Attribute(value=ast.Call(func=ast.Attribute(attr="finfo"), args=[kind]), attr="eps"):
            # What a double's precision is, numpy need not be asked.
            double = ast.unparse(kind).rpartition(".")[2] in ("float", "float64", "double")
            return repr(sys.float_info.epsilon) if double else None
        case ast.Set():
            return None  # printed in any order
        case ast.Call(func=ast.Name(id="tuple"), args=[]):
            return "()"
        case ast.Call(func=ast.Name(id="int"), args=[ast.Constant(value=int() | float() as number)]):
            return repr(int(number))
        case ast.BinOp(left=ast.Constant(value=int() as base), op=ast.Pow(), right=ast.Constant(value=int() as power)):
            return repr(base**power)
        case _:
            pass
    try:
        return repr(ast.literal_eval(expression))
    except (ValueError, TypeError, SyntaxError):
        return None
