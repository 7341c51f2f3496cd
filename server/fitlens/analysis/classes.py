"""Classes of the document: plain ones, and estimators, which get a catalog entry made from their source."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from fitlens.analysis import escapes, functions, records
from fitlens.analysis.completeness import is_complete
from fitlens.analysis.context import Context
from fitlens.analysis.state import Record
from fitlens.analysis.values import (
    UNKNOWN,
    Class,
    Constant,
    External,
    Function,
    Instance,
    UserClass,
    UserFunction,
    UserObject,
    Value,
)
from fitlens.catalog.model import ClassEntry, LearnedParameter, Method, Parameter
from fitlens.nodes import children, nodes

BASE = "sklearn.base.BaseEstimator"
_BARE = frozenset({"builtins.object", "abc.ABC", "abc.ABCMeta", "typing.Generic", "typing.Protocol"})
"""Bases of Python's that bring no attributes and no constructor of their own."""


def define(context: Context, node: ast.ClassDef) -> None:
    """A `class` statement."""
    user = UserClass(node, context.scope.index)
    known: list[Class] = []
    direct: list[Class | None] = []
    told: dict[str, bool] | None = None
    for base in node.bases:
        value = context.evaluate(base.value if isinstance(base, ast.Subscript) else base)
        direct.append(value if isinstance(value, Class) else None)
        if isinstance(value, Class):
            known.append(value)
        elif isinstance(value, External) and value.path == records.NAMED_TUPLE:
            told, user.tuple = {}, True
        elif not (isinstance(value, External) and value.path in _BARE):
            user.opaque = True
    for keyword in node.keywords:
        value = context.evaluate(keyword.value)
        user.opaque = user.opaque or not (isinstance(value, External) and value.path in _BARE)
    for decorator in node.decorator_list:
        value = context.evaluate(decorator)
        told = records.options(context, decorator, value)
        user.opaque = user.opaque or told is None or len(node.decorator_list) > 1
    user.opaque = user.opaque or any(base.user is not None and base.user.opaque for base in known)
    user.direct = tuple(direct)
    user.bases = tuple(base.user for base in known if base.user is not None)
    user.guards = context.guards | frozenset("*" if context.recorder.doubtful else ())
    with context.entered(context.scope.index, "class") as scope:
        context.execute(node.body)
        for name in [
            statement.name for statement in node.body if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef))
        ]:
            value = context.state.value((scope.index, name))
            if isinstance(value, UserFunction):
                value.owner = user
                user.methods[name] = value
        user.attributes = {
            name: value
            for statement in node.body
            if isinstance(statement, (ast.Assign, ast.AnnAssign))
            for name in bound_in(statement)
            if isinstance(value := context.state.value((scope.index, name)), (Class, Constant, External, Function))
        }
        _override(user, {name for statement in node.body for name in bound_in(statement)})
        if told is not None and not user.opaque:
            records.declare(context, user, told)
    entries = [base.entry for base in known if base.entry is not None]
    if any(entry.path == BASE or BASE in entry.bases for entry in entries):
        user.entry = _entry(context, user, known)
    elif entries:
        user.opaque = True
    if context.recorder.place is None:
        context.classes.append(user)
    context.bind(node.name, Class(user.entry, user))


def _override(user: UserClass, names: set[str]) -> None:
    for base in user.bases:
        base.extended = True
        base.overridden |= names
        _override(base, names)


def _entry(context: Context, user: UserClass, known: list[Class]) -> ClassEntry:
    """A catalog entry for an estimator class of the document, from its source and its bases."""
    node = user.node
    bases = [base.entry for base in known if base.entry is not None]
    sources = [node, *_plain_bases(user)]
    own_methods = [s for each in sources for s in each.body if isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef))]
    assigned = {name for each in sources for name in _assigned_on_self(each)}
    class_names = {name for each in sources for statement in each.body for name in bound_in(statement)}
    properties = {s.name for s in own_methods if s.decorator_list}
    dynamic = (
        user.opaque
        or any(entry.dynamic for entry in bases)
        or "__getattr__" in class_names
        or "__getattribute__" in class_names
        or any(_sets_unknown_names(each) for each in sources)
    )
    parameters = _constructor(context, user, known)
    if parameters is None or user.opaque:
        parameters = (
            *(p for p in parameters or () if p.kind != "var-keyword"),
            Parameter("kwargs", kind="var-keyword"),
        )
    own_learned = sorted(name for name in assigned | properties if name.endswith("_") and not name.startswith("_"))
    there = class_names | {name for s in own_methods if s.name == "__init__" for name in _assigned_on_self(s)}
    learned = {
        # (which attributes an `__init__` sets that does more than store its arguments is not known)
        name: LearnedParameter(name, documented=False, absent_unfitted=not dynamic and name not in there)
        for name in own_learned
    }
    for entry in bases:
        for each in entry.learned:
            if each.name not in class_names:
                learned.setdefault(each.name, each)
    methods = {
        s.name: Method(s.name, line=s.lineno)
        for s in own_methods
        if not s.name.startswith("_") and s.name not in properties
    }
    for entry in bases:
        for method in entry.methods:
            if method.name not in class_names:
                methods.setdefault(method.name, method)
    # metadata routing gives each method that takes more than data a setter for what it requests
    requests = {f"set_{name}_request" for name in methods}
    attributes = {name for entry in bases for name in entry.attributes} | assigned | class_names | requests
    return ClassEntry(
        path=user.name,
        kind="estimator",
        defined="",
        file=context.document.path,
        line=node.lineno,
        bases=tuple(dict.fromkeys(path for entry in bases for path in (entry.path, *entry.bases))),
        parameters=parameters,
        methods=tuple(methods.values()),
        learned=tuple(learned.values()),
        attributes=tuple(sorted(attributes - set(learned) - set(methods))),
        dynamic=dynamic,
        tags=tuple(dict.fromkeys(tag for entry in bases for tag in entry.tags)),
        compositions=next((entry.compositions for entry in bases if entry.compositions), ()),
    )


def _plain_bases(user: UserClass) -> list[ast.ClassDef]:
    """The classes of the document among the bases, at any distance, that are no estimators themselves."""
    found: list[ast.ClassDef] = []
    for base in user.bases:
        if base.entry is None:
            found += [base.node, *_plain_bases(base)]
    return found


def _constructor(context: Context, user: UserClass, known: list[Class]) -> tuple[Parameter, ...] | None:
    """The arguments of the constructor, own or inherited; None where it is not a plain `def __init__`."""
    own = [each for each in nodes(user.node) if isinstance(each, ast.FunctionDef) and each.name == "__init__"]
    if own:
        last = own[-1]
        plain = last in user.node.body and not last.decorator_list
        return _parameters(context, last, user.scope) if plain else None
    if any("__init__" in bound_in(statement) for statement in user.node.body):
        return None
    if user.fields is not None:
        return records.parameters(context, user)
    for base in known:
        if base.user is not None and base.entry is None:
            found = base.user.method("__init__")
            if found is not None:
                plain = isinstance(found.node, ast.FunctionDef) and not found.node.decorator_list
                return (
                    _parameters(context, found.node, found.scope)
                    if plain and isinstance(found.node, ast.FunctionDef)
                    else None
                )
        elif base.entry is not None and base.entry.parameters:
            return base.entry.parameters
    return ()


def _sets_unknown_names(node: ast.ClassDef) -> bool:
    """Whether the source sets attributes whose names are not in it."""
    for each in nodes(node):
        match each:
            case ast.Attribute(attr="__dict__") | ast.Call(func=ast.Name(id="vars")):
                return True
            case ast.Call(func=ast.Name(id="setattr"), args=[_, name, _]) if not isinstance(name, ast.Constant):
                return True
            case _:
                pass
    return False


def _parameters(context: Context, init: ast.FunctionDef, scope: int) -> tuple[Parameter, ...]:
    spec = init.args
    found: list[Parameter] = []
    positional = [*spec.posonlyargs, *spec.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(spec.defaults)) + list(spec.defaults)
    for parameter, default in list(zip(positional, defaults, strict=True))[1:]:
        found.append(Parameter(parameter.arg, None if default is None else context.source(default, scope)))
    for parameter, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True):
        text = None if default is None else context.source(default, scope)
        found.append(Parameter(parameter.arg, text, "keyword-only"))
    if spec.vararg is not None:
        found.append(Parameter(spec.vararg.arg, kind="var-positional"))
    if spec.kwarg is not None:
        found.append(Parameter(spec.kwarg.arg, kind="var-keyword"))
    return tuple(found)


def bound_in(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement binds, under whatever condition."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield statement.name
        case ast.Assign():
            for target in statement.targets:
                yield from (n.id for n in nodes(target) if isinstance(n, ast.Name))
        case ast.AnnAssign() if isinstance(statement.target, ast.Name):
            yield statement.target.id
        case _:
            # a name bound under a condition exists as well
            for child in children(statement):
                if isinstance(child, ast.stmt):
                    yield from bound_in(child)


def _assigned_on_self(node: ast.stmt) -> Iterator[str]:
    for each in nodes(node):
        match each:
            case ast.Attribute(value=ast.Name(), attr=name, ctx=ast.Store()):
                yield name
            case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value=str(name)), _]):
                yield name
            case _:
                pass


def run_uncalled_methods(context: Context, user: UserClass) -> None:
    """Interpret the methods of a class that nothing calls, on an object of which only the class is known.

    Who uses it may call its methods in any order: each attribute may hold what any of them puts there, fitted or not.
    """
    pending = [function for function in user.methods.values() if function.node not in context.followed]
    if not pending:
        return
    this: Value
    if user.entry is not None:
        node = user.node if is_complete(context, user) else None
        this = context.instance(Instance(user.entry, node, user), Record(fitted="maybe", open=True))
    elif user.opaque:
        this = UNKNOWN
    else:
        this = UserObject(user)
        context.of_any_class.add(this)
        with context.unrecorded():
            init = user.constructor()
            if isinstance(init, UserFunction):
                functions.run_with_any(context, init, this)
            elif init is not None:
                records.fill_with_any(context, this, init)
            for function in escapes.methods_of(user):
                if function is not init:
                    base = context.state
                    with context.layer() as layer:
                        functions.run_with_any(context, function, this)
                    context.state.merge([{}, layer.since(base)])
    context.forget_states()
    for function in pending:
        if function.node not in context.followed:
            context.followed[function.node] = 1
            with context.layer():
                functions.run_with_any(context, function, this)
