"""What code that is not known may do to what it gets hold of: fit it, now or later, rebind names, set attributes, fill lists.

A function that was handed out may run at any time after. So the names it reads stay watched: what they are bound to later is
in its hands as well.
"""

from __future__ import annotations

import ast
from typing import NamedTuple

from fitlens.analysis.context import Context
from fitlens.analysis.state import Items, Record
from fitlens.analysis.values import (
    UNKNOWN,
    Class,
    Collection,
    Instance,
    Method,
    Named,
    OneOf,
    Super,
    UserClass,
    UserFunction,
    UserObject,
    Value,
)


class Touched(NamedTuple):
    """What the code of a function does beyond its own variables."""

    reads: frozenset[str]
    rebinds: frozenset[str]
    """Names that it declares `global` or `nonlocal`."""
    stores: frozenset[str]
    """Attributes that it sets, on whatever."""


def touched(context: Context, node: ast.AST) -> Touched:
    """What a function's code touches, found once."""
    found = context.touched.get(node)
    if found is None:
        reads: set[str] = set()
        rebinds: set[str] = set()
        stores: set[str] = set()
        for each in ast.walk(node):
            match each:
                case ast.Name(id=name, ctx=ast.Load()):
                    reads.add(name)
                case ast.Global(names=names) | ast.Nonlocal(names=names):
                    rebinds.update(names)
                case ast.Attribute(attr=name, ctx=ast.Store()):
                    stores.add(name)
                case _:
                    pass
        found = Touched(frozenset(reads), frozenset(rebinds), frozenset(stores))
        context.touched[node] = found
    assert isinstance(found, Touched)
    return found


def methods_of(user: UserClass) -> list[UserFunction]:
    """The methods of a class and of its bases in the document."""
    return [*user.methods.values(), *(function for base in user.bases for function in methods_of(base))]


def may_change(context: Context, value: UserObject, name: str) -> bool:
    """Whether an attribute of an object that was handed out may have got another value: a method other than `__init__` sets it."""
    return value.open or (
        value.escaped
        and any(
            name in touched(context, function.node).stores
            for function in methods_of(value.user)
            if getattr(function.node, "name", "") != "__init__"
        )
    )


def escape(context: Context, value: Value, *, structure: bool = True) -> None:
    """Code that is not known got hold of a value. `structure`: it may also fill and empty the collections it reaches."""
    if value is not UNKNOWN:
        _Escape(context, structure).of(value)


class _Escape:
    """One value's escape: everything that is reached from it, once."""

    def __init__(self, context: Context, structure: bool) -> None:
        self.context = context
        self.structure = structure
        self.seen: set[int] = set()

    def of(self, value: Value) -> None:
        if value is UNKNOWN or id(value) in self.seen:
            return
        self.seen.add(id(value))
        context = self.context
        match value:
            case Instance():
                context.maybe_fitted(value)
                context.journal.escaped(value)
                if self.structure:
                    context.update(value, exposed=True)
                    context.journal.exposed(value)
                for each in context.state.record(value).parameters.values():
                    self.of(each)
            case OneOf():
                for member in value.members:
                    self.of(member)
                if isinstance(context.state.get(value), Record):
                    context.maybe_fitted(value)
            case Collection():
                self._collection(value)
            case Named():
                for _, each in value.items:
                    self.of(each)
            case Method() | Super():
                self.of(value.receiver)
            case UserFunction():
                self._function(value)
            case UserObject():
                value.escaped = True
                for name in list(value.names):
                    found = context.state.value((value, name))
                    if found is not None:
                        self.of(found)
                for function in methods_of(value.user):
                    self._function(function)
            case Class() if value.user is not None and value.entry is None:
                for function in methods_of(value.user):
                    self._function(function)
            case _:
                pass

    def _collection(self, value: Collection) -> None:
        items = self.context.state.items(value)
        for each in items.values:
            self.of(each)
        if self.structure and value.kind != "tuple":
            self.context.state.set(value, Items(items.values, exact=False, keys=items.keys, open=True))

    def _function(self, function: UserFunction) -> None:
        if id(function.node) in self.seen:
            return
        self.seen.add(id(function.node))
        context = self.context
        does = touched(context, function.node)
        for name in does.reads:
            key, found = context.resolve(function.scope, name)
            context.watched.add(key)
            if found is not None:
                self.of(found)
        for name in does.rebinds:
            for key in ((0, name), context.resolve(function.scope, name)[0]):
                context.rebound.add(key)
                context.state.set(key, UNKNOWN)
