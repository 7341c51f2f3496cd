"""Functions and plain classes of the document: their calls are followed with the arguments they get, within bounds."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from contextlib import nullcontext

from fitlens.analysis import first_turn, followed, generators, narrowing
from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.decorators import decorate
from fitlens.analysis.scopes import Scope
from fitlens.analysis.state import Content, Items, Key, Record
from fitlens.analysis.values import UNKNOWN, Class, Constant, Instance, UserFunction, UserObject, Value

NESTED = 6
"""Calls within calls that are followed."""
REPEATED = 12
"""Calls of one function that are followed, of all calls in a document."""


def define(context: Context, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    """A `def` statement."""
    decorators = [context.evaluate(each) for each in node.decorator_list]
    for default in (*node.args.defaults, *node.args.kw_defaults):
        if default is not None:
            context.evaluate(default)
    function = make(context, node)
    made = decorate(context, function, node.decorator_list, decorators)
    context.bind(node.name, function if made is UNKNOWN and context.scope.kind == "class" else made)


def make(context: Context, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> UserFunction:
    """The function that a definition makes where the interpretation stands."""
    function = UserFunction(node, context.scope.index, guards=context.guards, doubtful=context.recorder.doubtful)
    if context.recorder.place is None:
        context.functions[node] = function
    scope = context.scope
    while not scope.closed_over:
        scope.closed_over = True
        assert scope.parent is not None
        scope = context.scopes[scope.parent]
    return function


def follow(context: Context, function: UserFunction, arguments: Arguments, receiver: Value | None = None) -> Value:
    """A call of a function of the document: its body is interpreted with these arguments."""
    node = function.node
    # a file may be imported by what it imports: as a module its functions are not those that carry its labels
    root = context.root(function.scope)
    key: object = node if root == context.home else (root, node)
    count = context.followed.get(key, 0)
    if isinstance(receiver, (Instance, UserObject)) and function.kind == "class":
        receiver = Class(receiver.user.entry, receiver.user) if receiver.user is not None else None
    asked = _asked(context, function, arguments, receiver, root)
    remaining = NESTED - len(context.calling)
    records = None if asked is None else followed.records_of(context.state, arguments)
    if asked is not None and records is not None:
        before = followed.known(context, context.outcomes.get(asked, []), records, remaining)
        if before is not None:
            return _again(context, before)
    if (
        function.kind == "opaque"
        or function in context.calling
        or remaining <= 0
        or count >= REPEATED
        or not context.may_go_abroad(root)
    ):
        _note_cut(context, function, remaining)
        for value in (function, receiver, *arguments.values()):
            if value is not None:
                context.escape(value)
        return UNKNOWN
    if not context.dry:
        context.followed[key] = count + 1

    def bind() -> None:
        _bind(context, function, arguments, receiver)

    if isinstance(node, ast.AsyncFunctionDef):
        # it runs when it is awaited, not here
        for value in (receiver, *arguments.values()):
            if value is not None:
                context.escape(value)
        with context.doubtful():
            return run(context, function, bind, receiver, arguments.node)
    if asked is None or records is None or len(context.outcomes.get(asked, ())) >= followed.MOST:
        return run(context, function, bind, receiver, arguments.node)
    outer, trace = context.trace, followed.Trace(context.next_scope(), len(context.calling))
    made, base = len(context.instances), context.state
    context.trace = trace
    try:
        with context.layer() as layer:
            result = run(context, function, bind, receiver, arguments.node)
    finally:
        context.trace = outer
    written = layer.cells
    base.cells.update(written)
    if outer is not None:
        outer.contain(trace.reads, trace.last, cut=trace.cut, spoilt=trace.spoilt)
    found = followed.outcome(context, trace, arguments, (records, made, remaining), result, written)
    if found is not None:
        context.outcomes.setdefault(asked, []).append(found)
    return result


def _asked(
    context: Context, function: UserFunction, arguments: Arguments, receiver: Value | None, root: int
) -> tuple[object, ...] | None:
    """What a call asks, where the same may be asked again: of a function of this document, with nothing that catches around it."""
    if (
        receiver is not None
        or function.kind != "plain"
        or function.owner is not None
        or context.tries
        or isinstance(function.node, ast.AsyncFunctionDef)
        or root != context.home
        or context.recorder.place is not None
    ):
        return None
    return followed.question(context, function, arguments)


def _again(context: Context, before: followed.Outcome) -> Value:
    """What came of a call before comes again."""
    context.spend()
    if context.trace is not None:
        context.trace.contain(before.reads, before.last, cut=before.cut, spoilt=False)
    for key, content in before.written.items():
        context.state.set(key, content)
    return before.result


def _note_cut(context: Context, function: UserFunction, remaining: int) -> None:
    """A call is not followed: whether it is hangs on the calls around, beyond the one that is watched."""
    trace = context.trace
    if trace is None:
        return
    if function in context.calling:
        trace.spoilt = trace.spoilt or context.calling.index(function) < trace.level
    elif remaining <= 0:
        trace.cut = True


def run(
    context: Context,
    function: UserFunction,
    bind: Callable[[], None],
    receiver: Value | None = None,
    call: ast.expr | None = None,
) -> Value:
    """Interpret the body of a function after `bind` has bound its parameters; what it may return."""
    root = context.root(function.scope)
    if context.documents[root] is context.document and (root == context.home) == (context.recorder.place is None):
        return _run(context, function, bind, receiver)
    with context.within(root, call):
        return _run(context, function, bind, receiver)


def _run(context: Context, function: UserFunction, bind: Callable[[], None], receiver: Value | None) -> Value:
    node = function.node
    base = context.state
    context.calling.append(function)
    breaks, context.breaks = context.breaks, []
    doubted, context.doubted = context.doubted, frozenset()
    decorators = () if isinstance(node, ast.Lambda) else node.decorator_list
    ready = (
        frozenset((narrowing.WARNING,)) if any(map(narrowing.is_ready_for_warnings, decorators)) else frozenset[str]()
    )
    try:
        with (
            context.guarded(ready | function.guards),
            context.doubtful() if function.doubtful else nullcontext(),
            context.entered(function.scope, "function") as scope,
            context.layer() as layer,
        ):
            scope.base = base
            scope.receiver, scope.owner = receiver, function.owner
            bind()
            if isinstance(node, ast.Lambda):
                scope.returned.append(context.evaluate(node.body))
            else:
                with first_turn.called(context, node.body):
                    context.execute(node.body)
                if not layer.dead:
                    scope.returned.append(Constant(None))
            ends = list(scope.exits)
            if not layer.dead:
                ends.append(layer.since(base))
    finally:
        context.calling.pop()
        context.breaks = breaks
        context.doubted = doubted
    if ends:
        context.state.merge([_outliving(context, scope, written) for written in ends])
    if isinstance(node, ast.AsyncFunctionDef):
        return UNKNOWN
    if scope.yields:
        return generators.called(context, function, tuple(scope.yielded))
    return context.one_of(tuple(scope.returned))


def _outliving(context: Context, scope: Scope, written: Mapping[Key, Content]) -> dict[Key, Content]:
    """What was written in a call without its variables, and those of what was called within, that nobody can ask for again."""
    first, scopes = scope.index, context.scopes
    return {
        key: content
        for key, content in written.items()
        if not (type(key) is tuple and type(key[0]) is int and key[0] >= first) or scopes[key[0]].closed_over
    }


def _bind(context: Context, function: UserFunction, arguments: Arguments, receiver: Value | None) -> None:
    spec = function.node.args
    positional = [*spec.posonlyargs, *spec.args]
    given: list[Value] = [value for _, value in arguments.positional]
    if receiver is not None and not is_static(function):
        given.insert(0, receiver)
    by_name = arguments.by_name()
    defaults = dict(zip(reversed([a.arg for a in positional]), reversed(spec.defaults), strict=False))
    defaults.update({a.arg: d for a, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if d is not None})
    for index, parameter in enumerate(positional):
        if index < len(given):
            value = given[index]
        else:
            value = by_name.pop(parameter.arg, None) or _default(context, defaults.get(parameter.arg), arguments)
        context.bind(parameter.arg, value)
    for parameter in spec.kwonlyargs:
        value = by_name.pop(parameter.arg, None) or _default(context, defaults.get(parameter.arg), arguments)
        context.bind(parameter.arg, value)
    if spec.vararg is not None:
        rest = tuple(given[len(positional) :])
        context.bind(spec.vararg.arg, context.collection("tuple", Items(rest, exact=not arguments.unknown)))
    if spec.kwarg is not None:
        items = Items(tuple(by_name.values()), not arguments.unknown, tuple(Constant(name) for name in by_name))
        context.bind(spec.kwarg.arg, context.collection("dict", items))


def _default(context: Context, node: ast.expr | None, arguments: Arguments) -> Value:
    if arguments.unknown or not isinstance(node, (ast.Constant, ast.UnaryOp)):
        return UNKNOWN
    return context.evaluate(node)


def is_decorated(function: UserFunction) -> bool:
    """Whether a method is more than its body: a property, or what a decorator made of it."""
    return function.kind in ("property", "cached", "opaque")


def is_static(function: UserFunction) -> bool:
    """Whether a method takes no `self`."""
    return function.kind == "static"


def run_uncalled(context: Context, function: UserFunction) -> None:
    """Interpret a function that nothing in the document calls: anything may be passed to it, at any time."""
    context.followed[function.node] = 1
    with context.layer():
        run_with_any(context, function)


def run_with_any(context: Context, function: UserFunction, receiver: Value | None = None) -> None:
    """Interpret a function with arguments of which nothing but the annotation is known."""
    with context.guarded(frozenset("*") if function.node in context.expected else frozenset()):
        run(context, function, lambda: _bind_unknown(context, function, receiver), receiver)


def _bind_unknown(context: Context, function: UserFunction, receiver: Value | None) -> None:
    spec = function.node.args
    named = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs]
    for parameter in (spec.vararg, spec.kwarg):
        if parameter is not None:
            context.bind(parameter.arg, UNKNOWN)
    for parameter in named:
        context.bind(parameter.arg, annotated(context, parameter.annotation))
    if receiver is not None and named and not is_static(function):
        context.bind(named[0].arg, UNKNOWN if function.kind == "class" else receiver)


def annotated(context: Context, annotation: ast.expr | None) -> Value:
    """Something of which only the annotation is known: an instance, where that names an estimator class."""
    if not isinstance(annotation, (ast.Name, ast.Attribute)):
        return UNKNOWN
    found = context.evaluate(annotation)
    if isinstance(found, Class) and found.entry is not None and found.entry.kind == "estimator":
        return context.instance(Instance(found.entry, None, found.user), Record(fitted="maybe", open=True))
    return UNKNOWN
