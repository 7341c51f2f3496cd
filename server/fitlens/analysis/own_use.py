"""What a method does with the instance that it is called on, read from its source."""

from __future__ import annotations

import ast

from fitlens.nodes import nodes
from fitlens.record import NamedTuple

READERS = frozenset(
    {
        "callable",
        "format",
        "getattr",
        "hasattr",
        "hash",
        "id",
        "isinstance",
        "len",
        "print",
        "repr",
        "str",
        "super",
        "type",
    }
)
"""Built-in functions that set nothing on what they are given."""
_ASKING = frozenset({"getattr", "hasattr"})

Method = ast.FunctionDef | ast.AsyncFunctionDef


class OwnUse(NamedTuple):
    """What a method does with its instance; nested functions are taken to run."""

    this: str
    """What it calls it; empty where it takes none."""
    stores: dict[str, ast.expr]
    """Attributes that it sets, with the first place of each."""
    reads: dict[str, ast.expr]
    """Attributes that it reads, calls of methods not among them."""
    calls: frozenset[str]
    """Methods of the instance that it calls."""
    above: frozenset[str]
    """Methods that it calls on `super()`, or on a base by its name."""
    asks: bool
    """It asks by name whether the instance has something."""
    given: bool
    """The instance gets to code that may do anything with it, or attributes are set whose names are not known."""


def own_use(method: Method) -> OwnUse:
    """Reads one method."""
    named = [*method.args.posonlyargs, *method.args.args]
    this = named[0].arg if named else ""
    stores: dict[str, ast.expr] = {}
    reads: dict[str, ast.expr] = {}
    calls: set[str] = set()
    above: set[str] = set()
    asks = given = False
    accounted: set[ast.AST] = set()
    called: set[ast.AST] = set()
    for node in nodes(method):
        match node:
            case ast.Call(func=ast.Name(id="locals" | "vars")):
                given = True
            case ast.Call(
                func=ast.Name(id="setattr"), args=[ast.Name(id=owner) as name, ast.Constant(value=str(text)), _]
            ):
                if owner == this:
                    accounted.add(name)
                    stores.setdefault(text, name)
            case ast.Call(func=ast.Name(id=function), args=arguments) if function in READERS:
                mine = [each for each in arguments if isinstance(each, ast.Name) and each.id == this]
                asks = asks or (function in _ASKING and bool(mine))
                accounted.update(mine)
            case ast.Call(func=ast.Attribute(value=value, attr=attr) as function, args=arguments):
                if isinstance(value, ast.Name) and value.id == this:
                    calls.add(attr)
                    called.add(function)
                elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "super":
                    above.add(attr)
                elif (
                    attr == method.name and arguments and isinstance(arguments[0], ast.Name) and arguments[0].id == this
                ):
                    above.add(attr)
                    accounted.add(arguments[0])
            case ast.Attribute(value=ast.Name(id=owner) as name, attr=attr) if owner == this:
                accounted.add(name)
                given = given or attr == "__dict__"
                if isinstance(node.ctx, ast.Load):
                    if node not in called:
                        reads.setdefault(attr, node)
                else:
                    stores.setdefault(attr, node)
            case ast.Return(value=ast.Name(id=owner) as name) if owner == this:
                accounted.add(name)
            case ast.AugAssign(target=ast.Attribute(value=ast.Name(id=owner), attr=attr) as target) if owner == this:
                reads.setdefault(attr, target)
            case _:
                pass
    given = given or any(
        isinstance(node, ast.Name) and node.id == this and node not in accounted for node in nodes(method)
    )
    return OwnUse(this, stores, reads, frozenset(calls), frozenset(above), asks, given)
