"""The names that a class's source assigns on its instances: what an instance may have beyond what the class shows."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterable
from functools import cache
from typing import Any


def assigned_names(found: type) -> frozenset[str]:
    """Names that the methods of a class (its own, not inherited) set on their first argument; empty without a source."""
    tree = _tree(found)
    return assigned_in_class(tree) if tree else frozenset()


def assigned_in_class(tree: ast.ClassDef) -> frozenset[str]:
    """Names that the methods in a `class` statement set on their first argument."""
    return frozenset(name for function in _methods(tree) for name in _assigned_in(function, tree.name.lstrip("_")))


def rewritten_arguments(found: type) -> frozenset[str]:
    """Arguments of a constructor, its parents' included, that its source does not keep just as they are given."""
    return rewritten_in_classes(tree for each in found.__mro__ if (tree := _tree(each)) is not None)


def rewritten_in_classes(trees: Iterable[ast.ClassDef]) -> frozenset[str]:
    """Arguments that a constructor in one of these `class` statements does not keep just as they are given."""
    return frozenset(
        name
        for tree in trees
        for function in _methods(tree)
        if function.name == "__init__"
        for name in _rewritten_in(function)
    )


def _rewritten_in(function: ast.FunctionDef) -> set[str]:
    arguments = {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=value):
                if not (isinstance(value, ast.Name) and value.id == name):
                    names.add(name)
            case _:
                pass
    return names & arguments


@cache
def assigned_by_functions(module: Any) -> frozenset[str]:
    """Names that the functions of a module set on any of their arguments (`estimator.n_features_in_ = ...`)."""
    try:
        return assigned_by_functions_in(ast.parse(inspect.getsource(module)))
    except (OSError, TypeError, SyntaxError):
        return frozenset()


def assigned_by_functions_in(tree: ast.Module) -> frozenset[str]:
    """Names that the functions of a module set on any of their arguments."""
    return frozenset(
        node.attr
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id in {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
    )


@cache
def _tree(found: type) -> ast.ClassDef | None:
    try:
        node = ast.parse(textwrap.dedent(inspect.getsource(found))).body[0]
    except (OSError, TypeError, SyntaxError):
        return None
    return node if isinstance(node, ast.ClassDef) else None


def _methods(tree: ast.ClassDef) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def _assigned_in(function: ast.FunctionDef, found: str) -> set[str]:
    arguments = function.args.posonlyargs + function.args.args
    if not arguments:
        return set()
    owner = arguments[0].arg
    names: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute):
            if isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name) and node.value.id == owner:
                private = node.attr.startswith("__") and not node.attr.endswith("__")
                names.add(f"_{found}{node.attr}" if private else node.attr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr":
            match node.args:
                case [ast.Name(id=name), ast.Constant(value=str() as attribute), _] if name == owner:
                    names.add(attribute)
                case _:
                    pass
    return names
