"""Functions of Python's standard library that make, pass on or call what is followed here, by their dotted path."""

from __future__ import annotations

from collections.abc import Callable

from fitlens.analysis import attributes, binding, containers, records
from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.decorators import WRAPS
from fitlens.analysis.state import Items
from fitlens.analysis.values import (
    UNKNOWN,
    Collection,
    Constant,
    Declared,
    External,
    Field,
    Partial,
    UserFunction,
    UserObject,
    Value,
    members,
)


def _field(context: Context, arguments: Arguments) -> Value | None:
    """`dataclasses.field(...)`."""
    if arguments.starred:
        return None
    made = Field("")
    for keyword, value in arguments.keywords:
        match keyword.arg:
            case "default":
                made = made._replace(default=value, source=keyword.value)
            case "default_factory":
                made = made._replace(factory=value, source=keyword.value)
            case "init" if isinstance(value, Constant) and not value.value:
                made = made._replace(given="never")
            case "kw_only" if isinstance(value, Constant) and value.value:
                made = made._replace(given="keyword")
            case _:
                pass
    return Declared(made)


def _replace(context: Context, arguments: Arguments) -> Value | None:
    """`dataclasses.replace(record, ...)`."""
    if len(arguments.positional) != 1 or not isinstance(arguments.positional[0][1], UserObject):
        return None
    return records.changed(context, arguments.positional[0][1], arguments)


def _partial(context: Context, arguments: Arguments) -> Value | None:
    """`functools.partial(function, ...)`."""
    if arguments.unknown or not arguments.positional:
        return None
    (_, function), *rest = arguments.positional
    kept = Arguments(arguments.node, rest)
    kept.keywords, kept.hidden, kept.starred = arguments.keywords, arguments.hidden, arguments.starred
    return Partial(function, kept, context.root(context.scope.index))


def _wraps(_context: Context, _arguments: Arguments) -> Value:
    """`functools.wraps(function)`: a decorator that gives a wrapper the name of what it wraps."""
    return External(WRAPS)


def _extreme(context: Context, arguments: Arguments) -> Value | None:
    """`max(...)`, `min(...)`: one of what is given, after a key function was asked about each."""
    _ask_key(context, arguments)
    if arguments.starred or not arguments.positional or not _is_followed(arguments.named("key")):
        return None
    values = [value for _, value in arguments.positional]
    found = binding.iterate(context, values[0]) if len(values) == 1 else context.one_of(tuple(values))
    default = arguments.named("default")
    if default is not None:
        found = context.one_of((found, default[1]))
    return UNKNOWN if all(isinstance(member, Constant) for member in members(found)) else found


def _is_followed(key: tuple[object, Value] | None) -> bool:
    return key is None or isinstance(key[1], (UserFunction, External))


def _ask_key(context: Context, arguments: Arguments) -> None:
    key = arguments.named("key")
    if key is None or not isinstance(key[1], UserFunction) or len(arguments.positional) != 1:
        return
    node, value = arguments.positional[0]
    if isinstance(value, Collection):
        context.invoke(key[1], Arguments(arguments.node, [(node, binding.iterate(context, value))]))


def _sorted(context: Context, arguments: Arguments) -> None:
    """`sorted(...)` asks its key function about each."""
    _ask_key(context, arguments)


def _next(context: Context, arguments: Arguments) -> Value | None:
    """`next(iterator)`, `next(iterator, default)`."""
    if arguments.starred or not arguments.positional or not isinstance(arguments.positional[0][1], Collection):
        return None
    first, *default = (value for _, value in arguments.positional)
    return context.one_of((binding.iterate(context, first), *default))


def _some(context: Context, arguments: Arguments) -> Value | None:
    """`iter(x)`, `islice(x, ...)`: as many of the items as are asked for."""
    if arguments.starred or not arguments.positional:
        return None
    value = arguments.positional[0][1]
    if not isinstance(value, Collection):
        return None
    items = context.state.items(value)
    values = items.keys if value.kind == "dict" else items.values
    return context.collection("list", Items(values, exact=False, open=items.open))


def _map(context: Context, arguments: Arguments) -> Value | None:
    """`map(function, items)`: it runs when it is used up."""
    if arguments.starred or len(arguments.positional) != 2:
        return None
    (_, function), (node, value) = arguments.positional
    if not isinstance(function, UserFunction) or not isinstance(value, Collection):
        return None
    base = context.state
    with context.layer() as layer:
        given = Arguments(arguments.node, [(node, binding.iterate(context, value))])
        result = context.invoke(function, given)
    context.state.merge([{}, layer.since(base)])
    return context.collection("list", Items((result,), exact=False))


def _module(context: Context, arguments: Arguments) -> Value | None:
    """`import_module("sklearn.svm")`."""
    name = arguments.named("name", 0)
    path = name[1].value if name is not None and isinstance(name[1], Constant) else None
    known = isinstance(path, str) and path.partition(".")[0] == "sklearn"
    return attributes.from_catalog(context.catalog, path) if known and isinstance(path, str) else None


def _getter(path: str) -> Callable[[Context, Arguments], Value]:
    """`itemgetter(1)`: a function that leaves what it gets as it is."""
    return lambda _context, _arguments: External(path)


def _ordered(context: Context, arguments: Arguments) -> Value | None:
    """`OrderedDict(...)`: as `dict(...)`."""
    return context.invoke(External("builtins.dict"), arguments)


_CALLS: dict[str, Callable[[Context, Arguments], Value | None]] = {
    "builtins.iter": _some,
    "builtins.map": _map,
    "builtins.max": _extreme,
    "builtins.min": _extreme,
    "builtins.next": _next,
    "builtins.sorted": _sorted,
    "collections.OrderedDict": _ordered,
    "collections.defaultdict": containers.with_factory,
    "collections.namedtuple": records.named_tuple,
    "copy.replace": _replace,
    "dataclasses.field": _field,
    "dataclasses.replace": _replace,
    "functools.partial": _partial,
    "functools.wraps": _wraps,
    "importlib.import_module": _module,
    "itertools.islice": _some,
    "operator.attrgetter": _getter("operator.attrgetter()"),
    "operator.itemgetter": _getter("operator.itemgetter()"),
    "typing.NamedTuple": records.named_tuple,
}


def call(context: Context, path: str, arguments: Arguments) -> Value | None:
    """What a call gives; None where the function is not known here."""
    found = _CALLS.get(path)
    return None if found is None else found(context, arguments)
