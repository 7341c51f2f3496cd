"""What loaders, splits and estimators make of data, as far as it is known whose rows they give.

How scikit-learn names things is its own convention (`load_`, `fetch_`, `make_`; `data` and `target` in a Bunch; `predict`),
and which function splits is told by its signature.
"""

from __future__ import annotations

import ast

from fitlens.analysis import composites
from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.facts import SplitResults, SplitTarget
from fitlens.analysis.rows import Data, Fit, Indices, Kind, Made, Repeats, Rows, Split
from fitlens.analysis.state import Items
from fitlens.analysis.values import UNKNOWN, Collection, Constant, Instance, Method, Value
from fitlens.catalog.model import ClassEntry, FunctionEntry

FEATURES, TARGET = "data", "target"
"""What the Bunch of a loader calls what there is to predict from, and what is to be predicted."""
FRAME = "frame"
REPLACE = "replace"
"""What scikit-learn calls the argument that says whether rows may be drawn more than once."""
RESAMPLE = "fit_resample"
OVERSAMPLING = ("imblearn.over_sampling.", "imblearn.combine.")
"""Where imbalanced-learn keeps what makes more rows of the same kind."""
LEVELS = 4
"""Composites nested deeper than this are not looked into."""

_VIEWS = frozenset({"values", "loc", "iloc"})
"""What tables call themselves seen otherwise."""
_SAME_ROWS = frozenset(
    {
        "astype",
        "copy",
        "drop",
        "fillna",
        "ravel",
        "squeeze",
        "toarray",
        "tocsc",
        "tocsr",
        "todense",
        "to_numpy",
        "tolist",
    }
)
"""Methods of arrays and tables that give the same rows in the same order."""
_CONVERSIONS = frozenset(
    {"numpy.array", "numpy.asarray", "numpy.ascontiguousarray", "numpy.ravel", "pandas.DataFrame", "pandas.Series"}
)


def returned(context: Context, entry: FunctionEntry, arguments: Arguments) -> Value:
    """What a function of scikit-learn gives, where it loads, makes or splits data."""
    parameters = {each.name: each for each in entry.parameters}
    if entry.path.startswith("sklearn.datasets."):
        loads = "return_X_y" in parameters and entry.name.startswith(("load_", "fetch_"))
        makes = "n_samples" in parameters and entry.name.startswith("make_")
        return Data(Rows(loader=entry if loads else None), "loaded") if loads or makes else UNKNOWN
    if not any(each.kind == "var-positional" for each in entry.parameters):
        return UNKNOWN
    if "test_size" in parameters:
        return _split(context, arguments)
    if "n_samples" not in parameters:
        return UNKNOWN
    return _drawn(context, entry, arguments, again=REPLACE in parameters)


def _sides(context: Context, node: ast.Call, rows: Rows) -> tuple[Rows, Rows]:
    """The two sides of a split of these rows."""
    split = Split(context.recorder.span(node))
    return Rows(rows, split, "train"), Rows(rows, split, "test")


def _split(context: Context, arguments: Arguments) -> Value:
    if arguments.starred or not arguments.positional:
        return UNKNOWN
    known = [value for _, value in arguments.positional if isinstance(value, Data)]
    first = next((each for each in known if each.made), known[0] if known else None)
    rows = Rows() if first is None else first.rows
    train, test = _sides(context, arguments.node, rows)
    results: list[Value] = []
    for node, value in arguments.positional:
        data = value if isinstance(value, Data) else Data(rows)
        if value is UNKNOWN:
            _adopt(context, node, data)
        kind: Kind = "array" if data.kind == "loaded" else data.kind
        results += [Data(train, kind, data.made), Data(test, kind, data.made)]
    return context.collection("list", Items(tuple(results)))


def _drawn(context: Context, entry: FunctionEntry, arguments: Arguments, *, again: bool) -> Value:
    """What is drawn of arrays row by row; `again`: several times, where nothing says otherwise."""
    replace = arguments.named(REPLACE)
    if again and replace is not None:
        if not isinstance(replace[1], Constant):
            return UNKNOWN
        again = bool(replace[1].value)
    if arguments.starred:
        return UNKNOWN
    of = next((value.rows for _, value in arguments.positional if isinstance(value, Data)), None)
    span = context.recorder.span(arguments.node)
    rows = Rows(repeats=Repeats(entry.name, span)) if again else Rows(of)
    results: list[Value] = []
    for _, value in arguments.positional:
        kind: Kind = "target" if isinstance(value, Data) and value.kind == "target" else "array"
        results.append(Data(rows, kind, _made_of(value)))
    return results[0] if len(results) == 1 else context.collection("list", Items(tuple(results)))


def _made_of(value: Value) -> tuple[Made, ...]:
    return value.made if isinstance(value, Data) else ()


def resampled(context: Context, instance: Instance, arguments: Arguments) -> Value:
    """What `fit_resample` gives: other rows, and where it makes more of them such as resemble each other."""
    if not instance.entry.path.startswith(OVERSAMPLING):
        return UNKNOWN
    rows = Rows(repeats=Repeats(instance.entry.name, context.recorder.span(arguments.node)))
    found = arguments.named("X", 0)
    made = () if found is None else _made_of(found[1])
    return context.collection("tuple", Items((Data(rows, "array", made), Data(rows, "target"))))


def _adopt(context: Context, node: ast.expr, data: Data) -> None:
    """A name of which nothing was known is data, since it is used as such: the same rows until it is bound anew."""
    if not isinstance(node, ast.Name):
        return
    key, found = context.resolve(context.scope.index, node.id)
    if found is UNKNOWN and key not in context.rebound and key not in context.alternatives:
        context.state.set(key, data)


def unpacked(value: Data, count: int) -> tuple[Value, ...] | None:
    """What is bound to so many targets; None where that is not known."""
    if value.kind != "loaded":
        return None
    if count == 2:
        return Data(value.rows), Data(value.rows, "target")
    return (Data(value.rows), *(UNKNOWN,) * (count - 1))


def record_targets(context: Context, targets: list[ast.expr], items: Items) -> None:
    """Note to which names the results of a split are bound."""
    recorder = context.recorder
    if not recorder.recording or recorder.place is not None or len(targets) != len(items.values):
        return
    found: list[SplitTarget] = []
    for target, value in zip(targets, items.values, strict=True):
        if not isinstance(target, ast.Name) or not isinstance(value, Data) or value.rows.side is None:
            return
        found.append(SplitTarget(target.id, recorder.span(target), value.rows))
    split = found[0].rows.split
    if split is not None and all(each.rows.split is split for each in found):
        trusted = all(context.trusted(target) for target in targets)
        recorder.splits[targets[0]] = SplitResults(split, tuple(found), context.guards, trusted)


def attribute(context: Context, value: Data, name: str) -> Value:
    """What an attribute of data holds."""
    if value.kind == "loaded" and value.rows not in context.refilled:
        if name in (FEATURES, FRAME):
            return Data(value.rows)
        if name == TARGET:
            return Data(value.rows, "target")
    if name in _VIEWS:
        return value
    return Method(value, name) if name in _SAME_ROWS else UNKNOWN


def item(context: Context, value: Data, index: ast.expr, key: Value | slice) -> Value:
    """`bunch["data"]`, `X[train]`, `X["column"]`, `X[["one", "two"]]`, `X[:, 1:]`."""
    match key:
        case Indices():
            return Data(key.rows, value.kind, value.made)
        case Constant(value=str(name)):
            return attribute(context, value, name) if value.kind == "loaded" else Data(value.rows, "array", value.made)
        case Constant(value=int(number)) if value.kind == "loaded" and number in (0, 1):
            return Data(value.rows, "target" if number else "array")
        case Collection(kind="list"):
            items = context.state.items(key)
            columns = items.exact and all(
                isinstance(each, Constant) and isinstance(each.value, str) for each in items.values
            )
            return Data(value.rows, "array", value.made) if columns else UNKNOWN
        case Collection(kind="tuple") if isinstance(index, ast.Tuple) and index.elts:
            first = index.elts[0]
            if isinstance(first, ast.Slice) and first.lower is first.upper is first.step is None:
                return Data(value.rows, "array", value.made)
            items = context.state.items(key)
            rows = items.values[0] if items.exact and items.values else UNKNOWN
            return Data(rows.rows, "array", value.made) if isinstance(rows, Indices) else UNKNOWN
        case _:
            return UNKNOWN


def method(context: Context, value: Data, name: str, arguments: Arguments) -> Value:
    """A method of an array or table."""
    for each in arguments.values():
        context.escape(each)
    given = arguments.by_name()
    if "inplace" in given or arguments.unknown:
        context.recorder.changed.add(value.rows)
        return UNKNOWN
    if name != "drop":
        return value
    axis = arguments.named("axis", 1)
    by_column = axis is not None and isinstance(axis[1], Constant) and axis[1].value in (1, "columns")
    return (
        Data(value.rows, "array", value.made)
        if by_column or ("columns" in given and not arguments.positional)
        else UNKNOWN
    )


def converted(path: str, arguments: Arguments) -> Data | None:
    """What a function of another package makes of data, where it keeps the rows as they are."""
    if path not in _CONVERSIONS or not arguments.positional:
        return None
    value = arguments.positional[0][1]
    return value if isinstance(value, Data) and value.kind != "loaded" else None


def of_method(context: Context, instance: Instance, name: str, arguments: Arguments) -> Value:
    """What a method of an estimator gives for data, or a splitter; what fitted it is remembered."""
    entry = instance.entry
    if name == RESAMPLE and instance.user is None:
        return resampled(context, instance, arguments)
    if instance.user is not None or not entry.path.startswith("sklearn."):
        return UNKNOWN
    if entry.kind == "splitter":
        return _folds(context, arguments) if name == "split" else UNKNOWN
    called = entry.method_named(name)
    if called is None or not called.parameters:
        return UNKNOWN
    taken = called.parameters[0].name
    found = arguments.named(taken, 0)
    if found is None:
        return UNKNOWN
    if taken == "y":  # it encodes the target
        return found[1] if name.endswith("transform") and isinstance(found[1], Data) else UNKNOWN
    data = _given(context, found, adopted=name.startswith("fit"))
    if data is None:
        return UNKNOWN
    if name.startswith("fit"):
        context.update(instance, seen=Fit(data, context.recorder.span(arguments.node)))
    kind = _KINDS.get(name) or _KINDS.get(name.partition("_")[0] + "_")
    if kind is None:
        return UNKNOWN
    record = context.state.record(instance)
    if name.endswith("transform") and ("copy" in record.parameters or "copy" in arguments.by_name()):
        context.recorder.changed.add(data.rows)  # it may work in place
    seen = record.seen
    learned, span = (None, None) if seen is None else (seen.data.rows, seen.span)
    return Data(data.rows, kind, (*data.made, Made(instance, _parts(context, instance), learned, span)))


_KINDS: dict[str, Kind] = {
    "transform": "array",
    "fit_transform": "array",
    "predict": "labels",
    "fit_predict": "labels",
    "predict_": "scores",
    "decision_function": "scores",
}


def _given(context: Context, found: tuple[ast.expr, Value], *, adopted: bool) -> Data | None:
    node, value = found
    if isinstance(value, Data):
        return value
    if not adopted or not (value is UNKNOWN or isinstance(value, Collection)):
        return None
    data = Data(Rows())
    if value is UNKNOWN:
        _adopt(context, node, data)
    return data


def _folds(context: Context, arguments: Arguments) -> Value:
    """The pairs of indices that a splitter gives, one by one: any of them is the only one here."""
    found = arguments.named("X", 0)
    data = None if found is None else _given(context, found, adopted=True)
    train, test = _sides(context, arguments.node, Rows() if data is None else data.rows)
    pair = context.collection("tuple", Items((Indices(train), Indices(test))))
    return context.collection("list", Items((pair,), exact=False))


def _parts(context: Context, instance: Instance, level: int = 0) -> tuple[ClassEntry, ...]:
    """The classes of the estimators that do the work in a composite; none where they are not all known."""
    if all(each.form == "one" for each in instance.entry.compositions):
        return (instance.entry,)
    given = context.state.record(instance).parameters
    known = context.parts.get(instance)
    if known is not None and known[0] is given:
        return known[1]
    inside = _parts_inside(context, instance, level)
    context.parts[instance] = given, inside
    return inside


def _parts_inside(context: Context, instance: Instance, level: int) -> tuple[ClassEntry, ...]:
    found: list[ClassEntry] = []
    for _, parts in composites.inner(context, instance):
        if parts is None or level > LEVELS:
            return ()
        for part in parts:
            if isinstance(part.value, Constant):
                continue
            inside = _parts(context, part.value, level + 1) if isinstance(part.value, Instance) else ()
            if not inside:
                return ()
            found += inside
    return tuple(found)
