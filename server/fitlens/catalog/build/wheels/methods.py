"""The public methods of a class, as its source and its bases' define them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal, NamedTuple

from fitlens.catalog.build.wheels.classes import Classes, SourceClass
from fitlens.catalog.build.wheels.namespaces import Definition, Namespaces
from fitlens.catalog.build.wheels.signatures import decorator_names, line_of, parameters_of
from fitlens.catalog.model import Method

_CONDITIONAL = ("available_if", "if_delegate_has_method")
"""In the names of the decorators that make a method depend on hyperparameters."""

_MethodKind = Literal["instance", "class", "static"]


class _Found(NamedTuple):
    module: str
    node: ast.FunctionDef
    kind: _MethodKind
    conditional: bool


def methods_of(namespaces: Namespaces, classes: Classes, found: SourceClass) -> Iterator[Method]:
    """Sorted by name, inherited ones too."""
    names = {name for each in found.known for name in (*each.methods, *each.others) if not name.startswith("_")}
    for name in sorted(names):
        method = _find(namespaces, classes, found, name)
        if method is not None:
            here = method.module == found.definition.module
            yield Method(
                name=name,
                parameters=parameters_of(namespaces, method.module, method.node, bound=method.kind != "static"),
                conditional=method.conditional,
                kind=method.kind,
                line=line_of(method.node) if here else None,
            )


def _find(namespaces: Namespaces, classes: Classes, found: SourceClass, name: str) -> _Found | None:
    """What a public name calls; None where it is no method."""
    for each in found.known:
        if name in each.methods:
            return _defined(found, each, each.methods[name])
        if name in each.others:
            return _assigned(namespaces, classes, each, each.others[name])
    return None


def _defined(found: SourceClass, owner: SourceClass, node: ast.FunctionDef) -> _Found | None:
    decorators = decorator_names(node)
    conditional = any(_is_condition(name) for name in decorators)
    if not any(name.endswith("property") for name in decorators):
        kind = "static" if "staticmethod" in decorators else "class" if "classmethod" in decorators else "instance"
        return _Found(owner.definition.module, node, kind, conditional)
    # A property that gives a method stands for one: `predict_proba`, before there was `available_if`.
    match node.body[-1]:
        case ast.Return(value=ast.Attribute(value=ast.Name(id="self"), attr=meant)) if meant != node.name:
            at = found.method(meant)
            given = at and _defined(found, *at)
            return given and given._replace(conditional=True)
        case _:
            return None


def _assigned(namespaces: Namespaces, classes: Classes, owner: SourceClass, value: ast.expr | None) -> _Found | None:
    """The function that a class body gives a name to.

    `path = staticmethod(enet_path)`, or `predict_proba = available_if(check)(PredictionMixin.predict_proba)`.
    """
    module = owner.definition.module
    match value:
        case ast.Name(id=name) if name in owner.methods:
            return _defined(owner, owner, owner.methods[name])
        case ast.Call(func=ast.Name(id="staticmethod"), args=[inner]):
            match namespaces.evaluate(module, inner):
                case Definition(module=where, node=ast.FunctionDef() as node):
                    return _Found(where, node, "static", conditional=False)
                case _:
                    return None
        case ast.Call(func=ast.Call(func=condition), args=[ast.Attribute(value=holder, attr=name)]):
            match namespaces.evaluate(module, holder):
                case Definition(node=ast.ClassDef()) as definition if _is_condition(ast.unparse(condition)):
                    other = classes.of(definition)
                    at = other.method(name)
                    given = at and _defined(other, *at)
                    return given and given._replace(conditional=True)
                case _:
                    return None
        case _:
            return None


def _is_condition(decorator: str) -> bool:
    return any(word in decorator for word in _CONDITIONAL)
