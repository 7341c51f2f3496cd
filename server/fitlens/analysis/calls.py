"""Calls: of scikit-learn's classes, functions and methods, of the document's own, of Python's built-ins, of the unknown."""

from __future__ import annotations

import ast

from fitlens.analysis import (
    attributes,
    builtin_calls,
    composites,
    estimators,
    expressions,
    functions,
    grids,
    narrowing,
    spaces,
    steps,
)
from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.facts import FunctionCall
from fitlens.analysis.state import Items, Record, with_calls
from fitlens.analysis.values import (
    UNKNOWN,
    Class,
    Collection,
    Constant,
    External,
    Function,
    Instance,
    Method,
    Named,
    OneOf,
    Super,
    UserFunction,
    UserObject,
    Value,
    members,
    without_none,
)
from fitlens.analysis.written import arguments_of
from fitlens.catalog.model import FunctionEntry

TRIED, TRIED_VALUES = "param_name", "param_range"
"""Arguments of functions that try the values of one hyperparameter."""


def call(context: Context, node: ast.Call) -> Value:
    """What a call may give."""
    if isinstance(node.func, ast.Attribute):
        callee = attributes.attribute(context, node.func, node)
    else:
        callee = without_none(context.evaluate(node.func))
    arguments = _arguments(context, node)
    if narrowing.is_expecting(node.func):
        context.expected.update(v.node for v in arguments.values() if isinstance(v, UserFunction))
    known = members(callee)
    classes = tuple(m for m in known if isinstance(m, Class) and m.entry is not None)
    if len(classes) == len(known):
        return estimators.construct(context, classes, arguments)
    if len(known) == 1:
        return _call_one(context, callee, arguments)
    results: list[Value] = []
    written: list[dict[object, object]] = []
    base = context.state
    for member in known:
        # with one of them the call may be right
        with context.layer() as layer, context.guarded(frozenset("*")):
            results.append(_call_one(context, member, arguments))
        written.append(layer.since(base))  # type: ignore[arg-type]
    context.state.merge(written)  # type: ignore[arg-type]
    return context.one_of(tuple(results))


def _arguments(context: Context, node: ast.Call) -> Arguments:
    arguments = Arguments(node)
    for each in node.args:
        if isinstance(each, ast.Starred):
            value = context.evaluate(each.value)
            items = context.state.items(value) if isinstance(value, Collection) else Items(exact=False)
            if items.exact:
                arguments.positional.extend((each, inner) for inner in items.values)
            else:
                arguments.starred = True
                context.escape(value)
        else:
            arguments.positional.append((each, _argument(context, each)))
    for keyword in node.keywords:
        value = _argument(context, keyword.value)
        spread = _spread(context, value, keyword) if keyword.arg is None else [(keyword, value)]
        if spread is None:
            arguments.starred = True
            context.escape(value)
        else:
            arguments.keywords.extend(spread)
    return arguments


def _spread(context: Context, value: Value, spread: ast.keyword) -> list[tuple[ast.keyword, Value]] | None:
    """The keywords that `**value` gives, where it is a dict whose display with plain names as keys is in the document."""
    if context.recorder.place is not None and isinstance(value, Collection):
        return _spread_elsewhere(context, value, spread)
    literal = context.literals.get(value) if isinstance(value, Collection) else None
    if not isinstance(literal, ast.Dict) or not isinstance(value, Collection):
        return None
    items = context.state.items(value)
    if not items.exact or len(items.keys) != len(literal.keys):
        return None
    found: list[tuple[ast.keyword, Value]] = []
    for key, name, node, each in zip(literal.keys, items.keys, literal.values, items.values, strict=True):
        if not (isinstance(key, ast.Constant) and isinstance(key.value, str) and isinstance(name, Constant)):
            return None
        span = context.recorder.span(key)
        if name.value != key.value or context.document.text[span.start + 1 : span.end - 1] != key.value:
            return None
        keyword = ast.keyword(key.value, node)
        keyword.lineno, keyword.col_offset = key.lineno, key.col_offset + 1
        keyword.end_lineno, keyword.end_col_offset = node.end_lineno, node.end_col_offset
        found.append((keyword, each))
    return found


def _spread_elsewhere(
    context: Context, value: Collection, spread: ast.keyword
) -> list[tuple[ast.keyword, Value]] | None:
    """The same in code of another module, where nothing is labelled and no display need be at hand."""
    items = context.state.items(value)
    names = [key.value for key in items.keys if isinstance(key, Constant) and isinstance(key.value, str)]
    if value.kind != "dict" or not items.exact or len(names) != len(items.values):
        return None
    return [
        (ast.copy_location(ast.keyword(name, spread.value), spread), each)
        for name, each in zip(names, items.values, strict=True)
    ]


def _argument(context: Context, node: ast.expr) -> Value:
    if isinstance(node, ast.GeneratorExp):
        return expressions.comprehension(context, node)  # who takes a generator uses it up
    return context.evaluate(node)


def _call_one(context: Context, callee: Value, arguments: Arguments) -> Value:
    match callee:
        case Method():
            return _call_method(context, callee, arguments)
        case UserFunction():
            return functions.follow(context, callee, arguments)
        case Class() if callee.entry is not None:
            return estimators.construct(context, (callee,), arguments)
        case Class():
            return functions.create(context, callee, arguments)
        case Function():
            return _call_function(context, callee, arguments)
        case External():
            result = builtin_calls.call(context, callee.path, arguments)
            return _made_elsewhere(context, callee.path) if result is UNKNOWN else result
        case Instance() if callee.user is None:
            for value in arguments.values():
                context.escape(value)
            return UNKNOWN
        case _:
            context.escape(callee)
            for value in arguments.values():
                context.escape(value)
            return UNKNOWN


def _made_elsewhere(context: Context, path: str) -> Value:
    """What a function of another package gives, as far as its source says that it always makes one of one class."""
    if context.packages is None or path.startswith("builtins."):
        return UNKNOWN
    entry = context.packages(f"{path}()")
    if entry is None:
        return UNKNOWN
    return context.instance(Instance(entry, None), Record(fitted="maybe", open=True))


def _call_method(context: Context, method: Method, arguments: Arguments) -> Value:
    receiver = method.receiver
    match receiver:
        case UserObject():
            found = receiver.user.method(method.name)
            return UNKNOWN if found is None else functions.follow(context, found, arguments, receiver)
        case Super():
            return _call_base(context, receiver, method.name, arguments)
        case Collection():
            return builtin_calls.collection_method(context, receiver, method.name, arguments)
        case Named():
            return builtin_calls.named_method(context, receiver, method.name)
        case Class():
            for value in arguments.values():
                context.escape(value)
            return UNKNOWN
        case Instance() | OneOf():
            return _call_estimator_method(context, method, arguments)
        case _:
            for value in arguments.values():
                context.escape(value)
            return UNKNOWN


def _call_base(context: Context, above: Super, name: str, arguments: Arguments) -> Value:
    """`super().name(...)`: the next class that has it."""
    for base in above.owner.bases:
        found = base.method(name)
        if found is not None:
            return functions.follow(context, found, arguments, above.receiver)
    receiver = above.receiver
    if isinstance(receiver, Instance) and name != "__init__":
        return estimators.call_method(context, Method(receiver, name), arguments)
    for value in arguments.values():
        context.escape(value)
    if above.owner.opaque:
        context.escape(receiver)
    return UNKNOWN


def _call_estimator_method(context: Context, method: Method, arguments: Arguments) -> Value:
    alternatives = members(method.receiver)
    owners = [
        m
        for m in alternatives
        if isinstance(m, Instance) and m.user is not None and m.user.method(method.name) is not None
    ]
    if len(owners) == len(alternatives) == 1:
        owner = owners[0]
        assert owner.user is not None
        function = owner.user.method(method.name)
        assert function is not None
        result = functions.follow(context, function, arguments, owner)
        if estimators.is_fit(method.name):
            composites.mark_fitted(context, owner, context.recorder.span(arguments.node).start)
            context.note_call(arguments.node)
            return owner if method.name == "fit" and result is UNKNOWN else result
        return result
    if all(isinstance(m, Instance) for m in alternatives):
        if owners:
            for value in arguments.values():
                context.escape(value)
        return estimators.call_method(context, method, arguments)
    for value in (method.receiver, *arguments.values()):
        context.escape(value)
    return UNKNOWN


def _record(context: Context, entry: FunctionEntry, arguments: Arguments) -> None:
    names = [p.name for p in entry.parameters if p.kind in ("positional", "positional-only")]
    node = arguments.node
    found = arguments_of(context, arguments, lambda at: names[at] if at < len(names) else None)
    span = context.recorder.span(node)
    call = FunctionCall(span, entry, tuple(found), context.guards, context.trusted(node))
    context.recorder.call(node, call)


def _call_function(context: Context, function: Function, arguments: Arguments) -> Value:
    entry = function.entry
    _record(context, entry, arguments)
    if entry.returns_clone is not None:
        given = arguments.named(entry.returns_clone, 0)
        return UNKNOWN if given is None else builtin_calls.clone(context, given[1])
    if entry.builds is not None:
        return steps.builds(context, entry.builds, arguments)
    positions = {p.name: index for index, p in enumerate(entry.parameters)}
    cloned: list[Value] = []
    for name in entry.clones:
        given = arguments.named(name, positions.get(name))
        if given is not None:
            node, value = given
            steps.record_given(context, node, entry.path.rpartition(".")[2], name, None, value)
            cloned.append(value)
            _note_copies(context, value, arguments.node)
            tried = arguments.named(TRIED, positions.get(TRIED)) if TRIED in positions else None
            if TRIED in positions:  # it tries values of a hyperparameter of its own choice
                grids.open_all(context, value)
            if tried is not None:
                values = arguments.named(TRIED_VALUES, positions.get(TRIED_VALUES))
                spaces.record_name(context, entry.name, value, tried, values)
    for value in arguments.values():
        if not any(value is each for each in cloned):
            context.lend(value)
    return UNKNOWN


def _note_copies(context: Context, value: Value, node: ast.Call) -> None:
    offset = context.recorder.span(node).start
    context.note_call(node)
    for member in members(value):
        if isinstance(member, Instance):
            record = context.state.record(member)
            context.update(member, copies=with_calls(record.copies, (offset,)))
            composites.note_fit(context, member)
        elif not isinstance(member, (Class, Constant)):
            context.escape(member)
