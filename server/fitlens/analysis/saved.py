"""What a program saves and loads again: pickles, in files and in memory, known by the path that both name.

What was saved is a copy, as it was then. A file that the program did not write itself holds what is not known.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from fitlens.analysis import composites
from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.scopes import numbers
from fitlens.analysis.values import UNKNOWN, Collection, Constant, File, Instance, OneOf, Pickled, Value

FILES = -1
"""Stands for a scope: that of the paths that were written to."""
LEVELS = 3
"""Containers within containers that are copied."""


def _dump(context: Context, arguments: Arguments) -> Value | None:
    """`joblib.dump(model, path)`, `pickle.dump(model, file)`."""
    if arguments.starred or len(arguments.positional) < 2:
        return None
    (_, value), (_, to) = arguments.positional[:2]
    _write(context, to, copied(context, value))
    return UNKNOWN


def _dumps(context: Context, arguments: Arguments) -> Value | None:
    """`pickle.dumps(model)`."""
    if arguments.starred or not arguments.positional:
        return None
    return Pickled(copied(context, arguments.positional[0][1]))


def _load(context: Context, arguments: Arguments) -> Value | None:
    """`joblib.load(path)`, `pickle.load(file)`, `pickle.loads(data)`."""
    if arguments.starred or not arguments.positional:
        return None
    given = arguments.positional[0][1]
    return copied(context, given.content if isinstance(given, Pickled) else _read(context, given))


def _open(_context: Context, arguments: Arguments) -> Value | None:
    """`open(path, "wb")`."""
    path = arguments.named("file", 0)
    mode = arguments.named("mode", 1)
    if arguments.starred or path is None or not (isinstance(path[1], Constant) and isinstance(path[1].value, str)):
        return None
    known = mode is None or (isinstance(mode[1], Constant) and "a" not in str(mode[1].value))
    return File(path[1].value, next(numbers)) if known else None


def _buffer(_context: Context, arguments: Arguments) -> Value | None:
    """`io.BytesIO()`."""
    if list(arguments.values()):
        return None
    number = next(numbers)
    return File(f"<{number}>", number)


def _joined(_context: Context, arguments: Arguments) -> Value | None:
    """`os.path.join(folder, "model.pkl")`."""
    parts = [value.value for value in arguments.values() if isinstance(value, Constant)]
    texts = [each for each in parts if isinstance(each, str)]
    if arguments.starred or not texts or len(texts) != len(list(arguments.values())):
        return None
    return Constant(os.path.join(*texts))


_CALLS: dict[str, Callable[[Context, Arguments], Value | None]] = {
    **{f"{module}.dump": _dump for module in ("cloudpickle", "dill", "joblib", "pickle")},
    **{f"{module}.load": _load for module in ("cloudpickle", "dill", "joblib", "pickle")},
    **{f"{module}.dumps": _dumps for module in ("cloudpickle", "dill", "pickle")},
    **{f"{module}.loads": _load for module in ("cloudpickle", "dill", "pickle")},
    **{f"{module}.open": _open for module in ("builtins", "bz2", "gzip", "io", "lzma")},
    "io.BytesIO": _buffer,
    "os.path.join": _joined,
}


def call(context: Context, path: str, arguments: Arguments) -> Value | None:
    """What a call gives; None where the function is not known here."""
    found = _CALLS.get(path)
    return None if found is None else found(context, arguments)


def method(context: Context, file: File, name: str, arguments: Arguments) -> Value:
    """A method of an open file."""
    given = list(arguments.values())
    if name == "write" and len(given) == 1:
        _write(context, file, given[0].content if isinstance(given[0], Pickled) else UNKNOWN)
    if name in ("read", "getvalue") and not given:
        return Pickled(_read(context, file))
    return UNKNOWN


def copied(context: Context, value: Value, level: int = 0) -> Value:
    """The same once more, with what it has learned; UNKNOWN for what is not an estimator or a container of some."""
    match value:
        case Constant():
            return value
        case OneOf():
            return context.one_of(tuple(copied(context, each, level) for each in value.members))
        case Instance():
            before = context.state.record(value)
            made = composites.copy_of(context, value, fitted=before.fitted != "unfitted")
            if isinstance(made, Instance):
                context.update(made, fitted=before.fitted, assigned=before.assigned)
            return made
        case Collection() if level < LEVELS:
            items = context.state.items(value)
            values = tuple(copied(context, each, level + 1) for each in items.values)
            return context.collection(value.kind, items._replace(values=values))
        case _:
            return UNKNOWN


def _path(to: Value) -> str | None:
    if isinstance(to, File):
        return to.path
    return to.value if isinstance(to, Constant) and isinstance(to.value, str) else None


def _write(context: Context, to: Value, content: Value) -> None:
    path = _path(to)
    if path is None:
        return
    if isinstance(to, File):
        opened = (FILES, f"#{to.number}")
        if context.state.value(opened) is not None:
            content = UNKNOWN  # several pickles in one file come out one by one
        context.state.set(opened, to)
    context.state.set((FILES, path), content)


def _read(context: Context, given: Value) -> Value:
    path = _path(given)
    if path is None:
        return UNKNOWN
    found = context.state.value((FILES, path))
    if context.trace is not None:
        context.trace.read((FILES, path), found)
    return UNKNOWN if found is None else found
