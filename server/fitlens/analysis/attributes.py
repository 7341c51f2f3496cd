"""What `value.attribute` may be, of any value: of modules, estimators, the program's own objects, views on steps."""

from __future__ import annotations

import ast

from fitlens.analysis import (
    alternatives,
    datasets,
    escapes,
    estimators,
    experimental,
    functions,
    local_modules,
    objects,
    releases,
    wholes,
)
from fitlens.analysis.context import Context
from fitlens.analysis.facts import Reference, ReferenceForm, Site
from fitlens.analysis.rows import Data
from fitlens.analysis.values import (
    UNKNOWN,
    Class,
    Collection,
    Constant,
    External,
    File,
    Function,
    Instance,
    LocalModule,
    Method,
    Module,
    Named,
    OneOf,
    Partial,
    Release,
    Super,
    UserObject,
    Value,
    members,
    without_none,
)
from fitlens.catalog.model import ClassEntry, FunctionEntry
from fitlens.catalog.store import Catalog

VERSION = "sklearn.__version__"
_NUMBERS = {"numpy.nan": float("nan"), "numpy.inf": float("inf"), "math.nan": float("nan"), "math.inf": float("inf")}


def from_package(context: Context, path: str) -> Value:
    """What a dotted path of another package leads to: an installed estimator class, or something known by its path only."""
    if context.packages is not None and path.rpartition(".")[2][:1].isupper() and not path.startswith("builtins."):
        entry = context.packages(path)
        if entry is not None:
            return Class(entry)
    return External(path)


def from_catalog(catalog: Catalog, path: str) -> Value:
    """What a dotted path of scikit-learn leads to."""
    found = catalog.resolve(path)
    if isinstance(found, ClassEntry):
        return Class(found)
    if isinstance(found, FunctionEntry):
        return Function(found)
    if found is not None:
        return Module(found)
    return releases.judged(catalog) if path == VERSION else External(path)


def attribute(context: Context, node: ast.Attribute, call: ast.Call | None) -> Value:
    """What `value.attr` may be; `call` is the call whose function it is."""
    value = without_none(context.evaluate(node.value))
    known = members(value)
    kinds = set(map(type, known))
    if kinds == {Instance} or (kinds == {Class} and all(m.entry is not None for m in known if isinstance(m, Class))):
        return estimators.attribute(context, node, value, call)
    likely = alternatives.known(context, node.value.id) if isinstance(node.value, ast.Name) else UNKNOWN
    if likely is UNKNOWN:
        context.recorder.unknown_access(node, of_module=isinstance(value, Module))
        if isinstance(value, Module) and isinstance(node.ctx, ast.Load):
            record_reference(context, node, f"{value.path}.{node.attr}", "attribute")
    else:
        with context.doubtful():
            estimators.attribute(context, node, likely, call)
    result = context.one_of(tuple(value_of(context, member, node.attr, node) for member in known))
    if isinstance(result, (Class, OneOf)) and UserObject not in kinds:
        record_class(context, node, result)
    return result


def value_of(context: Context, value: Value, name: str, node: ast.expr | None = None) -> Value:
    """What an attribute of one value may be; `node` is where it is read."""
    match value:
        case Module():
            return from_catalog(context.catalog, f"{value.path}.{name}")
        case LocalModule():
            found_there = local_modules.member(context, value, name)
            if found_there is None:
                return from_package(context, f"{value.path}.{name}") if value.path else UNKNOWN
            return found_there
        case External():
            path = f"{value.path}.{name}"
            return Constant(_NUMBERS[path]) if path in _NUMBERS else from_package(context, path)
        case Named():
            if isinstance(node, ast.Attribute):
                wholes.record_step(context, node, node, name, value)
            found = [item for key, item in value.items if key == name]
            return found[0] if found else Method(value, name)
        case UserObject() if name == "__dict__":
            context.unnamed.add(value)
            context.escape(value)
            return UNKNOWN
        case UserObject() if escapes.may_change(context, value, name):
            return UNKNOWN
        case UserObject():
            method = value.user.method(name)
            if method is not None and functions.is_decorated(method):
                return objects.computed(context, value, method, node)
            found_value = context.state.value((value, name))
            if found_value is not None:
                return found_value
            if method is None:
                changed = value.user in context.patched or objects.may_be_overridden(context, value, name)
                shared = None if changed else value.user.attribute(name)
                return Method(value, name) if name == "_replace" else shared or UNKNOWN
            return Method(value, name)
        case Instance():
            return estimators.attribute_of(context, value, name, node)
        case Release() if value.form == "parsed":
            return releases.attribute(value, name)
        case Collection() | Class() | Super() | Release() | File():
            return Method(value, name)
        case Partial() | Method():
            # a bound method taken apart may be called in any way
            context.escape(value.receiver if isinstance(value, Method) else value)
            return UNKNOWN
        case Constant() if isinstance(value.value, str):
            return Method(value, name)
        case Data():
            return datasets.attribute(context, value, name)
        case _:
            return UNKNOWN


def record_reference(context: Context, node: ast.Attribute | ast.Name, path: str, form: ReferenceForm) -> None:
    """Note that something of scikit-learn's is named here."""
    recorder = context.recorder
    if recorder.recording and recorder.place is None:
        statement = recorder.span(node) if form == "attribute" else None
        span = recorder.name_span(node)
        recorder.reference(
            node,
            Reference(
                span,
                path,
                form,
                statement=statement,
                lacking=experimental.lacking(context, path),
                guards=context.guards,
                trusted=context.trusted(node),
            ),
        )


def record_class(context: Context, node: ast.expr, value: Value) -> None:
    """Label the name of an estimator class."""
    if not context.recorder.recording:
        return
    entries = tuple(m.entry for m in members(value) if isinstance(m, Class) and m.entry is not None)
    if len(entries) != len(members(value)) or any(entry.kind != "estimator" for entry in entries):
        return
    paths = tuple(sorted({entry.path for entry in entries}))
    name = node.attr if isinstance(node, ast.Attribute) else entries[0].name
    context.recorder.site(node, Site(context.recorder.name_span(node), "estimator", paths, name, "unfitted", entries))
