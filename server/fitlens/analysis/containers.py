"""What the methods of Python's collections do with estimators, as far as it matters here."""

from __future__ import annotations

from fitlens.analysis import binding
from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.state import MOST_ITEMS, Items
from fitlens.analysis.values import UNKNOWN, Collection, Constant, External, Named, Value


def method(context: Context, collection: Collection, name: str, arguments: Arguments) -> Value:
    """A method of a list, tuple, set or dict."""
    items = context.state.items(collection)
    given = list(arguments.values())
    if collection.kind == "dict":
        return _dict_method(context, collection, items, name, arguments)
    match name:
        case "append" | "add" if len(given) == 1:
            _add(context, collection, items, (given[0],), exact=items.exact and collection.kind == "list")
        case "insert" if len(given) == 2:
            _insert(context, collection, items, *given)
        case "extend" | "update" if len(given) == 1 and isinstance(given[0], Collection) and given[0].kind != "dict":
            more = context.state.items(given[0])
            _add(
                context,
                collection,
                items._replace(open=items.open or more.open),
                more.values,
                exact=items.exact and more.exact,
            )
        case "pop" | "popleft":
            return _pop(context, collection, items, given)
        case "reverse" if items.exact and collection.kind == "list":
            context.state.set(collection, Items(items.values[::-1]))
        case "remove" | "reverse" | "sort" | "clear" | "discard":
            context.state.set(collection, items._replace(exact=False, placed=0))
        case "copy":
            return context.collection(collection.kind, items)
        case "index" | "count":
            pass
        case _:
            _unknown_method(context, collection, items, given)
    return UNKNOWN


def _add(context: Context, collection: Collection, items: Items, more: tuple[Value, ...], *, exact: bool) -> None:
    values = (*items.values, *more)
    if collection in context.shared:
        for value in more:
            context.escape(value)
    if len(values) > MOST_ITEMS:
        for value in values:
            context.escape(value)
        context.state.set(collection, Items(exact=False, open=True))
    else:
        context.state.set(collection, Items(values, exact, open=items.open))


def _insert(context: Context, collection: Collection, items: Items, at: Value, value: Value) -> None:
    if not (items.exact and collection.kind == "list" and isinstance(at, Constant) and isinstance(at.value, int)):
        _add(context, collection, items, (value,), exact=False)
        return
    _add(context, collection, items, (value,), exact=True)
    after = context.state.items(collection)
    if after.exact:
        values = list(after.values[:-1])
        values.insert(at.value, value)
        context.state.set(collection, Items(tuple(values)))


def _pop(context: Context, collection: Collection, items: Items, given: list[Value]) -> Value:
    place = given[0] if given else Constant(-1)
    if items.exact and collection.kind == "list" and isinstance(place, Constant) and isinstance(place.value, int):
        values = list(items.values)
        if -len(values) <= place.value < len(values):
            taken = values.pop(place.value)
            context.state.set(collection, Items(tuple(values)))
            return taken
    context.state.set(collection, items._replace(exact=False, placed=0))
    return context.item(items)


def _dict_method(context: Context, collection: Collection, items: Items, name: str, arguments: Arguments) -> Value:
    given = list(arguments.values())
    match name:
        case "update" if not arguments.starred and not arguments.unknown and len(arguments.positional) <= 1:
            _update(context, collection, items, arguments)
            return UNKNOWN
        case "setdefault" if given and not arguments.keywords:
            return _set_default(context, collection, items, given[0], given[1] if len(given) > 1 else Constant(None))
        case "items":
            rows = tuple(
                context.collection("tuple", Items(pair)) for pair in zip(items.keys, items.values, strict=True)
            )
            return context.collection("list", Items(rows, items.exact, open=items.open))
        case "values":
            return context.collection("list", Items(items.values, items.exact, open=items.open))
        case "keys":
            return context.collection("list", Items(items.keys, items.exact, open=items.open))
        case "copy":
            return context.collection("dict", items)
        case "get" if given:
            return _got(context, items, given)
        case "pop" if given:
            context.state.set(collection, items._replace(exact=False, placed=0))
            return binding.dict_value(context, items, given[0]) or UNKNOWN
        case "clear":
            context.state.set(collection, items._replace(exact=False, placed=0))
            return UNKNOWN
        case _:
            _unknown_method(context, collection, items, given)
            return UNKNOWN


def _update(context: Context, collection: Collection, items: Items, arguments: Arguments) -> None:
    """`models.update(other, name=...)`, `models.update(pairs)`."""
    more = Items()
    for _, source in arguments.positional:
        held = context.state.items(source) if isinstance(source, Collection) else Items(exact=False, open=True)
        more = held if isinstance(source, Collection) and source.kind == "dict" else pairs(context, held)
        if not isinstance(source, Collection):
            context.escape(source)
    named = tuple((Constant(keyword.arg), value) for keyword, value in arguments.keywords)
    entries = [*zip(more.keys, more.values, strict=False), *named]
    exact, open_ = items.exact and more.exact, items.open or more.open or len(more.keys) != len(more.values)
    if collection in context.shared:
        for _, value in entries:
            context.escape(value)
    for key, value in entries:
        items = binding.with_entry(items, key, value)
    context.state.set(collection, items._replace(exact=items.exact and exact, open=items.open or open_))


def _set_default(context: Context, collection: Collection, items: Items, key: Value, value: Value) -> Value:
    """`models.setdefault(name, model)`: the one that is there, else this one."""
    if collection in context.shared:
        context.escape(value)
    found = binding.dict_value(context, items, key)
    certain = items.exact and isinstance(key, Constant) and all(isinstance(each, Constant) for each in items.keys)
    if certain and found is not None:
        return found
    context.state.set(collection, binding.with_entry(items, key, value))
    if certain:
        return value
    return context.one_of((found or context.item(items), value)) if items.values or items.open else value


def with_factory(context: Context, arguments: Arguments) -> Value | None:
    """`defaultdict(list)`: a dict that makes what it does not have."""
    if arguments.starred or arguments.keywords or len(arguments.positional) != 1:
        return None
    factory = arguments.positional[0][1]
    if not isinstance(factory, External) or factory.path not in _EMPTY:
        return None
    made = context.collection("dict", Items())
    context.factories[made] = factory.path
    return made


_EMPTY = {"builtins.list": "list", "builtins.dict": "dict", "builtins.set": "set"}


def missing(context: Context, collection: Collection, key: Value) -> Value | None:
    """What a dict with a factory makes for a key; None where it has one already, or has no factory."""
    path = context.factories.get(collection)
    if path is None:
        return None
    items = context.state.items(collection)
    if not isinstance(key, Constant):
        # one for all keys that are not known: what any of them holds, it holds
        key = UNKNOWN
        kept = next((v for k, v in zip(items.keys, items.values, strict=True) if k is UNKNOWN), None)
        if kept is not None:
            return context.item(items)
    elif any(not isinstance(each, Constant) or each.value == key.value for each in items.keys):
        return None
    kind = _EMPTY[path]
    made = context.collection("list" if kind == "list" else "dict" if kind == "dict" else "set", Items())
    context.state.set(collection, binding.with_entry(items, key, made))
    return made if isinstance(key, Constant) or not items.values else context.one_of((*items.values, made))


def pairs(context: Context, items: Items) -> Items:
    """What `dict(pairs)` holds, where each pair has a key of its own."""
    found = [context.state.items(each) for each in items.values if isinstance(each, Collection)]
    if not items.exact or len(found) != len(items.values) or not all(p.exact and len(p.values) == 2 for p in found):
        return Items(exact=False, open=True)
    keys = tuple(pair.values[0] for pair in found)
    names = {key.value for key in keys if isinstance(key, Constant) and isinstance(key.value, str)}
    exact = len(names) == len(keys)
    return Items(tuple(pair.values[1] for pair in found), exact, keys, open=not exact)


def _got(context: Context, items: Items, given: list[Value]) -> Value:
    """`models.get(name)`, `models.get(name, default)`."""
    key, *default = given
    if not isinstance(key, Constant):
        return context.one_of((context.item(items), *default))
    found = binding.dict_value(context, items, key)
    if items.exact and all(isinstance(each, Constant) for each in items.keys):
        return found or (default[0] if default else UNKNOWN)
    return context.one_of((found or UNKNOWN, *default))


def _unknown_method(context: Context, collection: Collection, items: Items, given: list[Value]) -> None:
    """A method that may put anything in."""
    for value in given:
        context.escape(value)
    context.state.set(collection, Items(items.values, False, items.keys, open=True))


def method_of_named(context: Context, named: Named, name: str) -> Value:
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
