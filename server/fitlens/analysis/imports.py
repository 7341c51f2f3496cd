"""Import statements: the project's own modules first, scikit-learn's names from the catalog, all others known by their path."""

from __future__ import annotations

import ast

from fitlens.analysis import experimental, local_modules
from fitlens.analysis.attributes import from_catalog, from_package
from fitlens.analysis.context import Context
from fitlens.analysis.facts import Reference, Span
from fitlens.analysis.values import UNKNOWN, External, LocalModule, Module, Value

ROOT = "sklearn"


def import_modules(context: Context, node: ast.Import) -> None:
    """`import a.b`, `import a.b as c`."""
    for alias in node.names:
        if _is_ours(context, alias.name):
            _record(context, node, alias, Reference(_place(context, alias, alias.name), alias.name, "import"))
        root = alias.name.partition(".")[0]
        value = _module(context, alias.name if alias.asname is not None else root)
        local = None if isinstance(value, (Module, External)) else value
        if local is not None and alias.asname is None and root != alias.name:
            local = _local(context, alias.name, 0)
        experimental.note_import(context, alias.name, local)
        context.bind(alias.asname or root, value)


def import_names(context: Context, node: ast.ImportFrom) -> None:
    """`from a import b`, `from a import *`, `from .a import b`."""
    module = node.module or ""
    found = _local(context, module, node.level)
    ours = not node.level and _is_ours(context, module)
    experimental.note_import(context, module, found)
    for alias in node.names:
        if ours:
            path, place = f"{module}.{alias.name}", _place(context, alias, alias.name)
            _record(context, node, alias, Reference(place, path, "from", module_span=_module_place(context, node)))
        if alias.name != "*":
            value = _member(context, found, alias.name)
            if ours:
                experimental.note_import(context, f"{module}.{alias.name}", None)
            elif isinstance(value, LocalModule):
                experimental.note_import(context, alias.name, value)
            context.bind(alias.asname or alias.name, _name(context, module, alias.name) if value is None else value)
        elif found is not None:
            _import_all(context, found)
        elif ours:
            _import_all_of_ours(context, module)


def _record(context: Context, node: ast.Import | ast.ImportFrom, alias: ast.alias, reference: Reference) -> None:
    recorder = context.recorder
    if recorder.recording and recorder.place is None:
        recorder.reference(
            alias,
            reference._replace(
                alias=alias.asname,
                statement=recorder.span(node),
                names=len(node.names),
                lacking=experimental.lacking(context, reference.path),
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


def _import_all(context: Context, module: Value) -> None:
    names = local_modules.every(context, module)
    if names is None:
        context.guards |= {"*"}  # any name may be bound to anything from here on
        return
    for name, value in names.items():
        context.bind(name, value)


def _import_all_of_ours(context: Context, module: str) -> None:
    for name in context.catalog.exports(module):
        path = f"{module}.{name}"
        if experimental.lacking(context, path) is None:
            context.bind(name, from_catalog(context.catalog, path))
        elif context.lookup(name) is None:
            context.bind(name, External(path))  # not bound at all, and known by what it would have been


def surely_works(context: Context, statement: ast.stmt) -> bool:
    """Whether a statement only imports what the judged scikit-learn has."""
    match statement:
        case ast.Import():
            return all(
                _is_ours(context, alias.name) and context.catalog.resolve(alias.name) is not None
                for alias in statement.names
            )
        case ast.ImportFrom(module=str(module), level=0) if _is_ours(context, module):
            return all(
                context.catalog.enabler(f"{module}.*") is None
                if alias.name == "*"
                else _surely_there(context, f"{module}.{alias.name}")
                for alias in statement.names
            )
        case _:
            return False


def _surely_there(context: Context, path: str) -> bool:
    return context.catalog.resolve(path) is not None and context.catalog.enabler(path) is None


def _is_ours(context: Context, module: str) -> bool:
    """Whether a module is scikit-learn's, and none of the project's that goes by its name."""
    return (module == ROOT or module.startswith(f"{ROOT}.")) and _local(context, module, 0) is None


def _local(context: Context, name: str, level: int) -> Value | None:
    """The project's module of that name; UNKNOWN for a relative one that is not known; None for one of others."""
    if context.library is None:
        return UNKNOWN if level else None
    if level == 0 and name.partition(".")[0] == ROOT:
        shadow = local_modules.locate(context, context.document.path, ROOT, 0)
        # a directory of that name that holds no code is where the program's author keeps what he does with scikit-learn
        if shadow is None or local_modules.is_blank(shadow):
            return None
    return local_modules.find(context, name, level)


def _member(context: Context, module: Value | None, name: str) -> Value | None:
    """What a name of the project's module is bound to; None where it is no name of one."""
    if isinstance(module, LocalModule):
        found = local_modules.member(context, module, name)
        return UNKNOWN if found is None and not module.path else found
    return module


def _module(context: Context, path: str) -> Value:
    found = _local(context, path, 0)
    if found is not None:
        return found
    if _is_ours(context, path):
        known = from_catalog(context.catalog, path)
        return known if isinstance(known, (Module, External)) else UNKNOWN
    return External(path)


def _name(context: Context, module: str, name: str) -> Value:
    if _is_ours(context, module):
        return from_catalog(context.catalog, f"{module}.{name}")
    return from_package(context, f"{module}.{name}")
