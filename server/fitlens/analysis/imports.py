"""Import statements: scikit-learn's names come from the catalog, all others are known by their path."""

from __future__ import annotations

import ast

from fitlens.analysis.attributes import from_catalog, from_package
from fitlens.analysis.context import Context
from fitlens.analysis.values import UNKNOWN, External, Module, Value

ROOT = "sklearn"


def import_modules(context: Context, node: ast.Import) -> None:
    """`import a.b`, `import a.b as c`."""
    for alias in node.names:
        if alias.asname is not None:
            context.bind(alias.asname, _module(context, alias.name))
        else:
            root = alias.name.partition(".")[0]
            context.bind(root, _module(context, root))


def import_names(context: Context, node: ast.ImportFrom) -> None:
    """`from a import b`, `from a import *`, `from .a import b`."""
    module = node.module or ""
    if node.level:
        for alias in node.names:
            context.bind(alias.asname or alias.name, UNKNOWN)
        return
    for alias in node.names:
        if alias.name == "*":
            if _is_ours(module):
                for name in context.catalog.exports(module):
                    context.bind(name, from_catalog(context.catalog, f"{module}.{name}"))
        else:
            context.bind(alias.asname or alias.name, _name(context, module, alias.name))


def surely_works(context: Context, statement: ast.stmt) -> bool:
    """Whether a statement only imports what the judged scikit-learn has."""
    match statement:
        case ast.Import():
            return all(
                _is_ours(alias.name) and context.catalog.resolve(alias.name) is not None for alias in statement.names
            )
        case ast.ImportFrom(module=str(module), level=0) if _is_ours(module):
            return all(
                alias.name == "*" or context.catalog.resolve(f"{module}.{alias.name}") is not None
                for alias in statement.names
            )
        case _:
            return False


def _is_ours(module: str) -> bool:
    return module == ROOT or module.startswith(f"{ROOT}.")


def _module(context: Context, path: str) -> Value:
    if _is_ours(path):
        found = from_catalog(context.catalog, path)
        return found if isinstance(found, Module) else UNKNOWN
    return External(path)


def _name(context: Context, module: str, name: str) -> Value:
    if _is_ours(module):
        return from_catalog(context.catalog, f"{module}.{name}")
    return from_package(context, f"{module}.{name}")
