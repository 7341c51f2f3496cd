"""What Python's own functions do with estimators, as far as it matters here."""

from __future__ import annotations

from fitlens.analysis import (
    attributes,
    binding,
    composites,
    containers,
    counted,
    datasets,
    estimators,
    saved,
    standard_library,
    truth,
)
from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.state import Items
from fitlens.analysis.values import (
    UNKNOWN,
    Class,
    Collection,
    Constant,
    Instance,
    Method,
    OneOf,
    Super,
    UserObject,
    Value,
    members,
)

_RUNS_CODE = frozenset(
    {"map", "filter", "exec", "eval", "next", "iter", "globals", "locals", "vars", "super", "setattr", "delattr"}
)
"""Built-ins that may run code of the user's, or reach objects in a way of their own. All others leave an estimator as it is."""
_COPIES = frozenset({"copy.copy", "copy.deepcopy"})


_READERS = frozenset({"json", "math", "matplotlib", "numpy", "pandas", "plotly", "polars", "scipy", "seaborn"})
"""Packages whose functions leave lists of names and numbers as they are."""


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
    known = standard_library.call(context, path, arguments) or saved.call(context, path, arguments)
    if known is not None:
        return known
    if path == "builtins.object.__setattr__" and len(arguments.positional) == 3:
        _setattr(context, arguments)
        return UNKNOWN
    return _builtin(context, name, arguments) if module == "builtins" else _foreign(context, path, arguments)


def _foreign(context: Context, path: str, arguments: Arguments) -> Value:
    """A call of something that is neither Python's nor scikit-learn's: it may do anything with what it is given."""
    if "seed" in path.rpartition(".")[2].lower():
        context.recorder.seeded = True
    kept = datasets.converted(path, arguments)
    if kept is not None:
        return kept
    reads = path.partition(".")[0] in _READERS and ".random." not in path
    for value in arguments.values():
        if not (reads and _is_plain(context, value)):
            context.escape(value)
    return (counted.parts(context, arguments) if path in counted.PARTS else None) or UNKNOWN


def _is_plain(context: Context, value: Value, level: int = 0) -> bool:
    """Whether a value is a constant, or a container that holds nothing but constants."""
    if not isinstance(value, Collection):
        return isinstance(value, Constant)
    items = context.state.items(value)
    held = (*items.keys, *items.values)
    return level < 3 and not items.open and all(_is_plain(context, each, level + 1) for each in held)


def _builtin(context: Context, name: str, arguments: Arguments) -> Value:
    if name in ("globals", "locals", "vars", "exec", "eval"):
        context.forget_states()
        if name in ("exec", "eval"):
            context.guards |= {"*"}  # any name may be bound to anything from here on
        return UNKNOWN
    if name == "getattr" and len(arguments.positional) >= 2:
        return _getattr(context, arguments)
    if name == "hasattr" and len(arguments.positional) == 2:
        _hasattr(context, arguments)
        return UNKNOWN
    if name in _TESTS and len(arguments.positional) == 2:
        return _TESTS[name](context, arguments)
    if name == "type" and len(arguments.positional) == 1:
        value = arguments.positional[0][1]
        return Class(value.entry, value.user) if isinstance(value, Instance) and value.node is not None else UNKNOWN
    if name == "super":
        return _super(context)
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
        return context.one_of(tuple(clone(context, member) for member in value.members))
    if isinstance(value, Instance):
        # a class may say itself how it is cloned (`FrozenEstimator` stays as it is)
        if value.entry.dynamic or (value.user is not None and value.user.method("__sklearn_clone__") is not None):
            return UNKNOWN
        made = composites.copy_of(context, value, fitted=False)
        if value.user is not None and isinstance(made, Instance) and not estimators.starts_unfitted(value.user):
            context.update(made, fitted="maybe")
        return made
    return UNKNOWN


def _isinstance(context: Context, arguments: Arguments) -> Value:
    (_, value), (_, asked) = arguments.positional
    kinds = context.state.items(asked).values if isinstance(asked, Collection) else members(asked)
    answers = {
        True if True in each else None if None in each or not each else False
        for each in ([truth.is_instance(member, kind) for kind in kinds] for member in members(value))
    }
    return truth.answer(answers.pop() if len(answers) == 1 else None)


def _issubclass(context: Context, arguments: Arguments) -> Value:
    (_, one), (_, other) = arguments.positional
    return truth.answer(truth.is_subclass(one, other) if isinstance(one, Class) and isinstance(other, Class) else None)


_TESTS = {"isinstance": _isinstance, "issubclass": _issubclass}


def _super(context: Context) -> Value:
    """`super()`, in a method whose `self` is known; elsewhere whatever it leads to may fit anything."""
    scope = context.scope
    while scope.receiver is None and scope.kind == "comprehension" and scope.parent is not None:
        scope = context.scopes[scope.parent]
    if scope.receiver is None or scope.owner is None:
        context.forget_states()
        return UNKNOWN
    return Super(scope.receiver, scope.owner)


def _hasattr(context: Context, arguments: Arguments) -> None:
    (_, target), (_, name) = arguments.positional
    if isinstance(name, Constant) and isinstance(name.value, str):
        context.recorder.asked.add(name.value)
    # whoever asks does not rely on it: a refusal it would meet at fit is part of the question
    for member in members(target):
        if isinstance(member, Instance):
            context.journal.escaped(member)


def _getattr(context: Context, arguments: Arguments) -> Value:
    (_, target), (_, name), *default = arguments.positional
    if isinstance(name, Constant) and isinstance(name.value, str):
        if default:
            context.recorder.asked.add(name.value)
        found = context.one_of(tuple(attributes.value_of(context, member, name.value) for member in members(target)))
        return found if not default or isinstance(found, Method) else UNKNOWN
    context.escape(target)
    return UNKNOWN


def _setattr(context: Context, arguments: Arguments) -> None:
    target, name, value = (value for _, value in arguments.positional)
    if isinstance(name, Constant) and isinstance(name.value, str):
        binding.store(context, target, name.value, value)
        return
    context.escape(target)
    context.escape(value)
    for member in members(target):
        if isinstance(member, Instance):
            context.journal.opened(member)
            context.update(member, open=True)
        elif isinstance(member, UserObject):
            context.unnamed.add(member)


def _same_items(context: Context, arguments: Arguments) -> Value:
    if len(arguments.positional) != 1:
        return context.collection("list", Items())
    value = arguments.positional[0][1]
    if not isinstance(value, Collection):
        return UNKNOWN
    items = context.state.items(value)
    if value.kind == "dict":
        return context.collection("list", Items(items.keys, items.exact, open=items.open))
    return context.collection("list", items._replace(keys=()))


def _any_order(context: Context, arguments: Arguments) -> Value:
    made = _same_items(context, arguments)
    if isinstance(made, Collection):
        context.state.set(made, context.state.items(made)._replace(exact=False, placed=0))
    return made


def _enumerate(context: Context, arguments: Arguments) -> Value:
    if not arguments.positional:
        return UNKNOWN
    value = arguments.positional[0][1]
    if not isinstance(value, Collection):
        return UNKNOWN
    items = context.state.items(value)
    values = items.keys if value.kind == "dict" else items.values
    counted = len(arguments.positional) == 1 and not arguments.keywords and items.exact
    rows = tuple(
        context.collection("tuple", Items((Constant(index) if counted else UNKNOWN, each)))
        for index, each in enumerate(values)
    )
    return context.collection("list", Items(rows, items.exact, open=items.open, placed=items.placed))


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
        row = tuple(column.values[index] if column.exact else context.item(column) for column in columns)
        rows.append(context.collection("tuple", Items(row)))
    exact = all(column.exact for column in columns)
    return context.collection("list", Items(tuple(rows), exact))


def _dict(context: Context, arguments: Arguments) -> Value:
    keys: list[Value] = []
    values: list[Value] = []
    if arguments.positional:
        source = arguments.positional[0][1]
        if not isinstance(source, Collection):
            return UNKNOWN
        items = context.state.items(source)
        pairs = items if source.kind == "dict" else containers.pairs(context, items)
        if not pairs.exact:
            return context.collection("dict", Items(exact=False, open=True))
        keys.extend(pairs.keys)
        values.extend(pairs.values)
    for keyword, value in arguments.keywords:
        keys.append(Constant(keyword.arg))
        values.append(value)
    made = context.collection("dict", Items(tuple(values), True, tuple(keys)))
    if context.recorder.place is None:
        context.literals[made] = arguments.node
    return made


_BUILDERS = {
    "range": counted.numbers,
    "list": _same_items,
    "tuple": _same_items,
    "set": _any_order,
    "sorted": _any_order,
    "reversed": _any_order,
    "enumerate": _enumerate,
    "zip": _zip,
    "dict": _dict,
}
