"""What code that is not known may do to what it gets hold of: fit it, now or later, rebind names, set attributes, fill lists.

A function that was handed out may run at any time after. So the names it reads stay watched: what they are bound to later is
in its hands as well.
"""

from __future__ import annotations

import ast

from fitlens.analysis import local_modules
from fitlens.analysis.context import Context
from fitlens.analysis.rows import Data
from fitlens.analysis.state import Items, Record
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
    Managed,
    Method,
    Module,
    Named,
    OneOf,
    Partial,
    Pickled,
    Super,
    UserClass,
    UserFunction,
    UserObject,
    Value,
)
from fitlens.nodes import nodes
from fitlens.record import NamedTuple


class Touched(NamedTuple):
    """What the code of a function does beyond its own variables."""

    reads: frozenset[str]
    rebinds: frozenset[str]
    """Names that it declares `global` or `nonlocal`."""
    stores: frozenset[str]
    """Attributes that it sets, on whatever."""
    members: frozenset[tuple[str, str]]
    """`name.attribute` that it reads or sets."""
    bare: frozenset[str]
    """Names that it reads otherwise than for an attribute."""


def touched(context: Context, node: ast.AST) -> Touched:
    """What a function's code touches, found once."""
    found = context.touched.get(node)
    if found is None:
        reads: set[str] = set()
        rebinds: set[str] = set()
        stores: set[str] = set()
        owned: set[tuple[str, str]] = set()
        owners: set[ast.Name] = set()
        bare: set[str] = set()
        for each in nodes(node):  # an attribute comes before what it is read from
            if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name):
                owned.add((each.value.id, each.attr))
                owners.add(each.value)
            match each:
                case ast.Name(id=name, ctx=ast.Load()):
                    reads.add(name)
                    if each not in owners:
                        bare.add(name)
                case ast.Global(names=names) | ast.Nonlocal(names=names):
                    rebinds.update(names)
                case ast.Attribute(attr=name, ctx=ast.Store()):
                    stores.add(name)
                case _:
                    pass
        found = Touched(frozenset(reads), frozenset(rebinds), frozenset(stores), frozenset(owned), frozenset(bare))
        context.touched[node] = found
    assert isinstance(found, Touched)
    return found


def methods_of(user: UserClass) -> list[UserFunction]:
    """The methods of a class and of its bases in the document."""
    return [*user.methods.values(), *(function for base in user.bases for function in methods_of(base))]


def used_unseen(context: Context, value: Instance) -> None:
    """Methods of an estimator's class in the document ran, or may run: what it holds is in their hands."""
    if value.user is None:
        return
    context.handed_out.add(value)
    for name in context.attributes.get(value, ()):
        found = context.state.value((value, name))
        if found is not None:
            context.escape(found)


def may_change(context: Context, value: UserObject | Instance, name: str) -> bool:
    """Whether an attribute of an object that was handed out may have got another value: a method other than `__init__` sets it."""
    return value in context.unnamed or (
        value in context.handed_out
        and value.user is not None
        and any(
            name in touched(context, function.node).stores
            for function in methods_of(value.user)
            if getattr(function.node, "name", "") != "__init__"
        )
    )


_UNTOUCHED = frozenset({type(UNKNOWN), Constant, External, File, Function, Module, Pickled})
"""Values that nothing can be done to."""


def escape(context: Context, value: Value, *, structure: bool = True) -> None:
    """Code that is not known got hold of a value. `structure`: it may also fill and empty the collections it reaches."""
    if type(value) not in _UNTOUCHED:
        _Escape(context, structure).everything(value)


class _Escape:
    """One value's escape: everything that is reached from it, once."""

    def __init__(self, context: Context, structure: bool) -> None:
        self.context = context
        self.structure = structure
        self.seen: set[int] = set()
        self.pending: list[Value] = []
        """Functions may call each other to any depth."""

    def everything(self, value: Value) -> None:
        self.pending.append(value)
        while self.pending:
            self._of(self.pending.pop())

    def _of(self, value: Value) -> None:
        if value is UNKNOWN or id(value) in self.seen:
            return
        self.seen.add(id(value))
        context, pending = self.context, self.pending
        match value:
            case Instance():
                context.maybe_refitted(value)
                context.journal.escaped(value)
                if self.structure:
                    context.update(value, exposed=True)
                    context.journal.exposed(value)
                pending.extend(context.state.record(value).parameters.values())
                if value.user is not None:
                    context.handed_out.add(value)
                    pending.extend(self._attributes(value))
            case OneOf():
                pending.extend(value.members)
                if isinstance(context.state.get(value), Record):
                    context.maybe_refitted(value)
            case Data() if self.structure:
                context.recorder.changed.add(value.rows)
            case Collection():
                self._collection(value)
            case Named():
                pending.extend(each for _, each in value.items)
            case LocalModule():
                pending.extend(local_modules.lost(context, value))
            case Managed():
                pending.append(value.given)
            case Partial():
                pending.extend((value.function, *value.arguments.values()))
            case Method() | Super():
                pending.append(value.receiver)
            case UserFunction():
                self._function(value)
            case UserObject():
                context.handed_out.add(value)
                pending.extend(self._attributes(value))
                pending.extend(methods_of(value.user))
            case Class() if value.user is not None and value.entry is None:
                pending.extend(methods_of(value.user))
            case _:
                pass

    def _attributes(self, value: UserObject | Instance) -> list[Value]:
        state = self.context.state
        found = [state.value((value, name)) for name in self.context.attributes.get(value, ())]
        return [each for each in found if each is not None]

    def _collection(self, value: Collection) -> None:
        items = self.context.state.items(value)
        self.pending.extend(items.values)
        if self.structure and value.kind != "tuple":
            self.context.shared.add(value)
            self.context.state.set(value, Items(items.values, exact=False, keys=items.keys, open=True))

    def _function(self, function: UserFunction) -> None:
        context = self.context
        # handed out once, what it gets hold of is watched: a second time it gets hold of nothing else
        if id(function.node) in self.seen:
            return
        before = context.state.get(function)
        if before is not None:
            if context.trace is not None:
                context.trace.read(function, before)
            return
        self.seen.add(id(function.node))
        if self.structure:
            context.state.set(function, UNKNOWN)
            context.handings += 1
        does = touched(context, function.node)
        context.spend(len(does.reads))
        for name in does.reads:
            key, found = context.resolve(function.scope, name)
            context.watched.add(key)
            if isinstance(found, LocalModule) and name not in does.bare:
                self._members(found, {attr for owner, attr in does.members if owner == name}, does.stores)
            elif found is not None:
                self.pending.append(found)
        for name in does.rebinds:
            for key in ((context.root(function.scope), name), context.resolve(function.scope, name)[0]):
                context.rebound.add(key)
                context.state.set(key, UNKNOWN)
                context.epoch += 1

    def _members(self, module: LocalModule, names: set[str], stored: frozenset[str]) -> None:
        """Code that may run at any time gets hold of these names of a module, and sets those among them that it stores."""
        for name in names:
            key = (module.exports.scope, name)
            found = self.context.state.value(key)
            self.context.watched.add(key)
            if found is not None:
                self.pending.append(found)
                if name in stored:
                    self.context.rebound.add(key)
                    self.context.state.set(key, UNKNOWN)
                    self.context.epoch += 1
