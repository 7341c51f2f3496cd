"""What Python's own functions and the methods of its collections do with estimators, as far as it matters here."""

from __future__ import annotations

from fitlens.analysis import composites, estimators
from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.state import Items
from fitlens.analysis.values import (
    UNKNOWN,
    Collection,
    Constant,
    Instance,
    Method,
    Named,
    OneOf,
    Value,
    members,
    one_of,
)

_RUNS_CODE = frozenset(
    {"map", "filter", "exec", "eval", "next", "iter", "globals", "locals", "vars", "super", "setattr", "delattr"}
)
"""Built-ins that may run code of the user's, or reach objects in a way of their own. All others leave an estimator as it is."""
_COPIES = frozenset({"copy.copy", "copy.deepcopy"})


def call(context: Context, path: str, arguments: Arguments) -> Value:
    """A call of a function that is known by its path only."""
    module, _, name = path.rpartition(".")
    if path in _COPIES and len(arguments.positional) == 1:
        value = arguments.positional[0][1]
        if isinstance(value, Instance):
            return (
                composites.copy_of(context, value, fitted=False)
                if _unfitted(context, value)
                else _escaped_copy(context, value)
            )
    if module != "builtins":
        for value in arguments.values():
            context.escape(value)
        return UNKNOWN
    if name in ("globals", "locals", "vars", "exec", "eval"):
        context.forget_states()
        return UNKNOWN
    if name == "getattr" and len(arguments.positional) >= 2:
        return _getattr(context, arguments)
    if name == "hasattr":
        # whoever asks does not rely on it: a refusal it would meet at fit is part of the question
        for value in arguments.values():
            for member in members(value):
                if isinstance(member, Instance):
                    context.journal.escaped(member)
    if name == "setattr" and len(arguments.positional) == 3:
        _setattr(context, arguments)
        return UNKNOWN
    if name in _RUNS_CODE:
        for value in arguments.values():
            context.escape(value)
        return UNKNOWN
    builder = _BUILDERS.get(name)
    if builder is not None and not arguments.starred:
        return builder(context, arguments)
    if any(keyword.arg == "key" for keyword, _ in arguments.keywords):
        for value in arguments.values():
            context.escape(value)
    return UNKNOWN


def _unfitted(context: Context, instance: Instance) -> bool:
    return context.state.record(instance).fitted == "unfitted"


def _escaped_copy(context: Context, instance: Instance) -> Value:
    """A copy that keeps what was learned."""
    before = context.state.record(instance)
    made = composites.copy_of(context, instance, fitted=True)
    if isinstance(made, Instance):
        context.update(made, fitted=before.fitted, assigned=before.assigned)
    return made


def clone(context: Context, value: Value) -> Value:
    """`sklearn.base.clone`: the same class and hyperparameters, nothing learned; of a list, each."""
    if isinstance(value, OneOf):
        return one_of(tuple(clone(context, member) for member in value.members))
    if isinstance(value, Instance):
        # a class may say itself how it is cloned (`FrozenEstimator` stays as it is)
        if value.user is not None or value.entry.dynamic:
            return UNKNOWN
        return composites.copy_of(context, value, fitted=False)
    return UNKNOWN


def _getattr(context: Context, arguments: Arguments) -> Value:
    (_, target), (_, name), *default = arguments.positional
    if isinstance(name, Constant) and isinstance(name.value, str):
        found = one_of(tuple(estimators.attribute_of(context, member, name.value) for member in members(target)))
        return found if not default or isinstance(found, Method) else UNKNOWN
    context.escape(target)
    return UNKNOWN


def _setattr(context: Context, arguments: Arguments) -> None:
    target, name, value = (value for _, value in arguments.positional)
    if isinstance(name, Constant) and isinstance(name.value, str):
        estimators.store_attribute(context, target, name.value, value)
        return
    context.escape(target)
    for member in members(target):
        if isinstance(member, Instance):
            context.journal.opened(member)
            context.update(member, open=True)


def _same_items(context: Context, arguments: Arguments) -> Value:
    if len(arguments.positional) != 1:
        return context.collection("list", Items())
    value = arguments.positional[0][1]
    if not isinstance(value, Collection):
        return UNKNOWN
    items = context.state.items(value)
    if value.kind == "dict":
        return context.collection("list", Items(items.keys, items.exact))
    return context.collection("list", items)


def _any_order(context: Context, arguments: Arguments) -> Value:
    made = _same_items(context, arguments)
    if isinstance(made, Collection):
        context.state.set(made, Items(context.state.items(made).values, exact=False))
    return made


def _enumerate(context: Context, arguments: Arguments) -> Value:
    if not arguments.positional:
        return UNKNOWN
    value = arguments.positional[0][1]
    if not isinstance(value, Collection):
        return UNKNOWN
    items = context.state.items(value)
    values = items.keys if value.kind == "dict" else items.values
    rows = tuple(context.collection("tuple", Items((Constant(index), each))) for index, each in enumerate(values))
    return context.collection("list", Items(rows, items.exact))


def _zip(context: Context, arguments: Arguments) -> Value:
    columns: list[Items] = []
    for _, value in arguments.positional:
        columns.append(
            context.state.items(value) if isinstance(value, Collection) and value.kind != "dict" else Items(exact=False)
        )
    known = [column for column in columns if column.exact]
    if not known:
        return UNKNOWN
    length = min(len(column.values) for column in known)
    rows: list[Value] = []
    for index in range(length):
        row = tuple(column.values[index] if column.exact else one_of(column.values) for column in columns)
        rows.append(context.collection("tuple", Items(row)))
    return context.collection("list", Items(tuple(rows), exact=all(column.exact for column in columns)))


def _dict(context: Context, arguments: Arguments) -> Value:
    keys: list[Value] = []
    values: list[Value] = []
    if arguments.positional:
        source = arguments.positional[0][1]
        if not isinstance(source, Collection):
            return UNKNOWN
        items = context.state.items(source)
        if source.kind != "dict" or not items.exact:
            return context.collection("dict", Items(exact=False))
        keys.extend(items.keys)
        values.extend(items.values)
    for keyword, value in arguments.keywords:
        keys.append(Constant(keyword.arg))
        values.append(value)
    return context.collection("dict", Items(tuple(values), True, tuple(keys)))


_BUILDERS = {
    "list": _same_items,
    "tuple": _same_items,
    "set": _any_order,
    "sorted": _any_order,
    "reversed": _any_order,
    "enumerate": _enumerate,
    "zip": _zip,
    "dict": _dict,
}


def collection_method(context: Context, collection: Collection, name: str, arguments: Arguments) -> Value:
    """A method of a list, tuple, set or dict."""
    items = context.state.items(collection)
    given = list(arguments.values())
    match name:
        case "append" | "add" if len(given) == 1:
            context.state.set(collection, Items((*items.values, given[0]), items.exact and collection.kind == "list"))
        case "insert" if len(given) == 2:
            context.state.set(collection, Items((*items.values, given[1]), exact=False))
        case "extend" if len(given) == 1 and isinstance(given[0], Collection) and given[0].kind != "dict":
            more = context.state.items(given[0])
            context.state.set(collection, Items((*items.values, *more.values), items.exact and more.exact))
        case "items" if collection.kind == "dict":
            rows = tuple(
                context.collection("tuple", Items(pair)) for pair in zip(items.keys, items.values, strict=True)
            )
            return context.collection("list", Items(rows, items.exact))
        case "values" if collection.kind == "dict":
            return context.collection("list", Items(items.values, items.exact))
        case "keys" if collection.kind == "dict":
            return context.collection("list", Items(items.keys, items.exact))
        case "get" | "pop" | "setdefault" if collection.kind == "dict" and given:
            found = [
                v
                for k, v in zip(items.keys, items.values, strict=True)
                if isinstance(k, Constant) and isinstance(given[0], Constant) and k.value == given[0].value
            ]
            for value in given:
                context.escape(value)
            if name != "get":
                context.state.set(collection, Items(items.values, False, items.keys))
            return found[0] if found and items.exact else UNKNOWN
        case "pop":
            context.state.set(collection, Items(items.values, exact=False))
            return one_of(items.values)
        case "copy":
            return context.collection(collection.kind, items)
        case "index" | "count":
            return UNKNOWN
        case "update" | "__setitem__":
            for value in given:
                context.escape(value)
            context.state.set(collection, Items((), False, ()))
            for value in items.values:
                context.escape(value)
        case _:
            for value in given:
                context.escape(value)
            context.state.set(collection, Items(items.values, False, items.keys))
    return UNKNOWN


def named_method(context: Context, named: Named, name: str) -> Value:
    """`pipe.named_steps.items()` and its like."""
    keys = tuple(Constant(key) for key, _ in named.items)
    values = tuple(value for _, value in named.items)
    if name == "items":
        rows = tuple(context.collection("tuple", Items(pair)) for pair in zip(keys, values, strict=True))
        return context.collection("list", Items(rows))
    if name == "values":
        return context.collection("list", Items(values))
    if name == "keys":
        return context.collection("list", Items(keys))
    return UNKNOWN
