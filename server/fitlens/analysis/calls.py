"""Calls: of scikit-learn's classes, functions and methods, of the document's own, of Python's built-ins, of the unknown."""

from __future__ import annotations

import ast

from fitlens.analysis import (
    attributes,
    builtin_calls,
    composites,
    containers,
    datasets,
    estimators,
    expressions,
    functions,
    grids,
    handed,
    narrowing,
    objects,
    records,
    releases,
    saved,
    spaces,
    steps,
    truth,
)
from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.facts import FunctionCall
from fitlens.analysis.rows import Data
from fitlens.analysis.state import Items, Record, with_calls
from fitlens.analysis.values import (
    UNKNOWN,
    Class,
    Collection,
    Constant,
    External,
    File,
    Function,
    Instance,
    Method,
    Named,
    OneOf,
    Partial,
    Release,
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
    return invoke(context, callee, arguments)


def invoke(context: Context, callee: Value, arguments: Arguments) -> Value:
    """What a call of a value with these arguments may give."""
    if not isinstance(callee, OneOf):
        return _call_one(context, callee, arguments)
    known = callee.members
    classes = tuple(m for m in known if isinstance(m, Class) and m.entry is not None)
    if len(classes) == len(known):
        return estimators.construct(context, classes, arguments)
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
                arguments.starred = arguments.unknown = True
                context.escape(value)
        else:
            arguments.positional.append((each, _argument(context, each)))
    for keyword in node.keywords:
        value = _argument(context, keyword.value)
        spread = _spread(context, value, keyword) if keyword.arg is None else [(keyword, value)]
        if spread is None and (hidden := _names(context, value)) is not None:
            arguments.starred = True
            arguments.hidden.update(hidden)
        elif spread is None:
            arguments.starred = arguments.unknown = True
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


def _names(context: Context, value: Value) -> dict[str, Value] | None:
    """What `**value` passes by name, where that is known."""
    if not isinstance(value, Collection) or value.kind != "dict":
        return None
    items = context.state.items(value)
    found = {
        key.value: each
        for key, each in zip(items.keys, items.values, strict=False)
        if isinstance(key, Constant) and isinstance(key.value, str)
    }
    return found if items.exact and not items.open and len(found) == len(items.values) else None


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
        case Partial():
            return _call_partial(context, callee, arguments)
        case Class() if callee.entry is not None:
            return estimators.construct(context, (callee,), arguments)
        case Class():
            return objects.create(context, callee, arguments)
        case Function():
            return _call_function(context, callee, arguments)
        case External():
            if len(arguments.positional) == 1 and releases.is_about(callee.path):
                version = releases.call(context, callee.path, *arguments.positional[0])
                if version is not None:
                    return version
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


def _call_partial(context: Context, callee: Partial, arguments: Arguments) -> Value:
    before = callee.arguments
    placed = callee.root == context.home and context.recorder.place is None
    if before.positional and not placed:
        for value in (callee, *arguments.values()):
            context.escape(value)
        return UNKNOWN
    named = arguments.by_name()
    joined = Arguments(arguments.node, [*before.positional, *arguments.positional])
    joined.starred, joined.unknown = before.starred or arguments.starred, arguments.unknown
    if placed:
        joined.keywords = [pair for pair in before.keywords if pair[0].arg not in named]
        joined.hidden = dict(before.hidden)
    else:
        joined.starred, joined.hidden = True, before.by_name()
    joined.keywords = [*joined.keywords, *arguments.keywords]
    joined.hidden.update(arguments.hidden)
    return invoke(context, callee.function, joined)


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
            if found is None:
                return records.changed(context, receiver, arguments)
            result = functions.follow(context, found, arguments, receiver)
            return UNKNOWN if objects.may_be_overridden(context, receiver, method.name) else result
        case Super():
            return _call_base(context, receiver, method.name, arguments)
        case Collection():
            return containers.method(context, receiver, method.name, arguments)
        case Data():
            return datasets.method(context, receiver, method.name, arguments)
        case Release():
            values = list(arguments.values())
            return releases.method(receiver, method.name, values[0]) if len(values) == 1 else UNKNOWN
        case File():
            return saved.method(context, receiver, method.name, arguments)
        case Named():
            return containers.method_of_named(context, receiver, method.name)
        case Class():
            return _call_class_method(context, receiver, method.name, arguments)
        case Instance() | OneOf():
            return _call_estimator_method(context, method, arguments)
        case _:
            for value in arguments.values():
                context.escape(value)
            return UNKNOWN


def _call_class_method(context: Context, receiver: Class, name: str, arguments: Arguments) -> Value:
    """`Class.method(...)`: a static or class method, or another with what is `self` to it given first."""
    found = None if receiver.user is None or receiver.user in context.patched else receiver.user.method(name)
    if found is not None and (found.kind in ("static", "class") or (found.kind == "plain" and receiver.entry is None)):
        return functions.follow(context, found, arguments, receiver if found.kind == "class" else None)
    as_they_are = handed.to_class_method(context, receiver, name, arguments)
    for value in arguments.values():
        if not any(value is each for each in as_they_are):
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
        if objects.may_be_overridden(context, owner, method.name):
            result = UNKNOWN
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
    node, recorder = arguments.node, context.recorder
    found = arguments_of(context, arguments, lambda at: names[at] if at < len(names) else None)
    span = recorder.span(node)
    recorder.call(
        node,
        FunctionCall(
            span=span,
            name_span=recorder.name_span(node.func),
            entry=entry,
            arguments=tuple(found),
            exhaustive=not arguments.starred,
            open_end=span.end - 1,
            guards=context.guards,
            trusted=context.trusted(node),
        ),
    )


def _call_function(context: Context, function: Function, arguments: Arguments) -> Value:
    entry = function.entry
    _record(context, entry, arguments)
    if entry.needs_fitted:
        handed.to_function(context, entry, arguments)
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
            tried = arguments.named(TRIED, positions.get(TRIED)) if TRIED in positions else None
            if TRIED in positions:  # it tries values of a hyperparameter of its own choice
                grids.open_all(context, value)
            _note_copies(context, value, arguments.node)
            if tried is not None:
                values = arguments.named(TRIED_VALUES, positions.get(TRIED_VALUES))
                spaces.record_name(context, entry.name, value, tried, values)
    for value in arguments.values():
        if not any(value is each for each in cloned):
            context.lend(value)
    result = _returned_clones(context, function, arguments)
    return datasets.returned(context, entry, arguments) if result is UNKNOWN else result


def _returned_clones(context: Context, function: Function, arguments: Arguments) -> Value:
    """The dict of results in which the fitted clones of `estimator` stand under its name, where `return_estimator` asks for them."""
    entry = function.entry
    for name in entry.clones:
        asked = arguments.named(f"return_{name}")
        given = arguments.named(name, next((i for i, p in enumerate(entry.parameters) if p.name == name), None))
        if asked is None or given is None or truth.truth(context, asked[1]) is not True:
            continue
        fitted = context.collection("list", Items((composites.copy_of(context, given[1], fitted=True),), exact=False))
        return context.collection("dict", Items((fitted,), exact=False, keys=(Constant(name),), open=True, placed=1))
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
