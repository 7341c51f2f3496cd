"""Import statements: scikit-learn's names come from the catalog, all others are known by their path."""

from __future__ import annotations

import ast

from fitlens.analysis.attributes import from_catalog, from_package
from fitlens.analysis.context import Context
from fitlens.analysis.facts import Reference, Span
from fitlens.analysis.values import UNKNOWN, External, Module, Value

ROOT = "sklearn"


def import_modules(context: Context, node: ast.Import) -> None:
    """`import a.b`, `import a.b as c`."""
    for alias in node.names:
        if _is_ours(alias.name):
            _record(context, node, alias, Reference(_place(context, alias, alias.name), alias.name, "import"))
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
        if _is_ours(module):
            path = f"{module}.{alias.name}"
            place = _place(context, alias, alias.name)
            _record(context, node, alias, Reference(place, path, "from", module_span=_module_place(context, node)))


def _record(context: Context, node: ast.Import | ast.ImportFrom, alias: ast.alias, reference: Reference) -> None:
    context.recorder.reference(
        alias,
        reference._replace(
            alias=alias.asname,
            statement=context.recorder.span(node),
            names=len(node.names),
            guards=context.guards,
            trusted=context.trusted(node),
        ),
    )


def _place(context: Context, alias: ast.alias, name: str) -> Span:
    start = context.recorder.span(alias).start
    return Span(start, start + len(name))


def _module_place(context: Context, node: ast.ImportFrom) -> Span | None:
    """Where the module's path stands, which the tree does not tell; None where it is not written in one piece."""
    span = context.recorder.span(node)
    assert node.module is not None
    start = context.document.text.find(node.module, span.start, span.end)
    return None if start < 0 else Span(start, start + len(node.module))


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
        return found if isinstance(found, (Module, External)) else UNKNOWN
    return External(path)


def _name(context: Context, module: str, name: str) -> Value:
    if _is_ours(module):
        return from_catalog(context.catalog, f"{module}.{name}")
    return from_package(context, f"{module}.{name}")
