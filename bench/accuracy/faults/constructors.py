"""Faults in the construction of an estimator: keywords, values, combinations."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bench.accuracy.faults.model import Fault, Ground
from bench.accuracy.faults.spelling import misspelt
from fitlens.catalog.history import Change, numbers
from fitlens.catalog.model import ClassEntry, Conflict, Parameter, Setting
from fitlens.catalog.store import CatalogError, open_catalog


def _constructions(ground: Ground) -> Iterator[tuple[ast.Call, str]]:
    for number, call in enumerate(ground.source.places.calls):
        path = ground.constructed(number)
        if path is not None and ground.observation.classes[path]["estimator"]:
            yield call, path


def misspelt_keywords(ground: Ground) -> Iterator[Fault]:
    """`SVC(gama=2)`."""
    for call, path in _constructions(ground):
        for keyword in call.keywords:
            if keyword.arg:
                name = misspelt(keyword.arg, ground.random, ground.parameters(path))
                if name is not None:
                    start, _ = ground.source.span(keyword)
                    text = ground.source.replaced(start, start + len(keyword.arg), name)
                    what = f"{keyword.arg} -> {name}"
                    yield ground.fault("misspelt keyword", text, keyword.lineno, what, ("TypeError",))


def positional(ground: Ground) -> Iterator[Fault]:
    """`SVC("linear")`: a value given without its keyword."""
    for call, path in _constructions(ground):
        if not call.args and call.keywords and (first := call.keywords[0]).arg:
            start, _ = ground.source.span(first)
            value, _ = ground.source.span(first.value)
            text = ground.source.replaced(start, value, "")
            what = f"{path.rpartition('.')[2]}({first.arg}=...) by position"
            yield ground.fault("positional hyperparameter", text, first.lineno, what, ("TypeError",))


def refused_values(ground: Ground) -> Iterator[Fault]:
    """`SVC(C=-1)`, `SVC(kernel="linera")`, `SVC(tol="x")`."""
    for call, path in _constructions(ground):
        entry = ground.entry(path)
        if entry is None:
            continue
        given = {keyword.arg for keyword in call.keywords}
        for parameter in entry.parameters:
            # What is set is what users get wrong; of the rest a few.
            if parameter.name in given or (not given and ground.random.random() < 0.2):
                for value in _refused(parameter, ground):
                    text = ground.source.with_keywords(call, {parameter.name: value})
                    what = f"{entry.name}({parameter.name}={value})"
                    row = call.end_lineno or call.lineno
                    for keyword in call.keywords:
                        row = keyword.lineno if keyword.arg == parameter.name else row
                    yield ground.fault("refused value", text, row, what, ("InvalidParameterError",), here=False)


def _refused(parameter: Parameter, ground: Ground) -> Iterator[str]:
    constraints = parameter.constraints or ()
    options = [value for each in constraints if each.kind == "options" for value in each.values]
    words = [value for value in options if isinstance(value, str)]
    if words:
        slip = misspelt(ground.random.choice(sorted(words)), ground.random, words)
        if slip is not None:
            yield f'"{slip}"'
    numbers = [each for each in constraints if each.kind == "interval"]
    if numbers:
        lows = [each.low for each in numbers if each.low is not None]
        if lows and len(lows) == len(numbers):
            yield str(int(min(lows)) - 1)
        highs = [each.high for each in numbers if each.high is not None]
        if highs and len(highs) == len(numbers):
            yield str(int(max(highs)) + 1)
        yield '"10"'
    if any(each.kind == "boolean" for each in constraints):
        yield '"yes"'
        yield '"False"'


def refused_combinations(ground: Ground) -> Iterator[Fault]:
    """`LinearSVC(penalty="l1", loss="hinge")`."""
    for call, path in _constructions(ground):
        entry = ground.entry(path)
        for conflict in entry.conflicts if entry is not None else ():
            assert entry is not None
            settings = _both(conflict, call, entry)
            if settings is not None:
                text = ground.source.with_keywords(call, settings)
                what = f"{entry.name}({', '.join(f'{name}={value}' for name, value in settings.items())})"
                row = call.end_lineno or call.lineno
                exceptions = (conflict.exception,)
                yield ground.fault("refused combination", text, row, what, exceptions, here=False)


def _both(conflict: Conflict, call: ast.Call, entry: ClassEntry) -> dict[str, str] | None:
    """The settings that bring a conflict about, as source text, those left out that hold already."""
    settings: dict[str, str] = {}
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    for setting in (conflict.first, conflict.second):
        value = given.get(setting.parameter)
        parameter = entry.parameter_named(setting.parameter)
        default = parameter.default if parameter is not None else None
        now = ast.unparse(value) if value is not None else default
        if now is not None and _holds(setting, now):
            continue
        if setting.other or not setting.values:
            return None
        settings[setting.parameter] = repr(setting.values[0])
    return settings or None


def _holds(setting: Setting, text: str) -> bool:
    try:
        return setting.holds(ast.literal_eval(text))
    except (ValueError, SyntaxError):
        return False


def removed_keywords(ground: Ground) -> Iterator[Fault]:
    """`OneHotEncoder(sparse=True)`, and functions' arguments: `mean_squared_error(squared=False)`."""
    for call, path in _constructions(ground):
        entry = ground.entry(path)
        if entry is not None:
            yield from _removed(ground, call, entry.path, tuple(each.name for each in entry.parameters))
    functions = dict(_functions(ground))
    for call in ground.source.places.calls:
        if isinstance(call.func, ast.Name) and call.func.id in functions:
            yield from _removed(ground, call, functions[call.func.id], ())


def _functions(ground: Ground) -> Iterator[tuple[str, str]]:
    for node in ground.source.statements():
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sklearn"):
            for alias in node.names:
                found = ground.catalog.resolve(f"{node.module}.{alias.name}")
                if found is not None and not isinstance(found, (str, ClassEntry)):
                    yield alias.asname or alias.name, found.path


def _once(change: Change, path: str) -> str | None:
    """The default that a removed argument last had; None where it is not known, or was a `**kwargs`."""
    assert change.removed is not None
    major, minor = numbers(change.removed)
    before = (major, minor - 1) if minor else (0, 24)
    try:
        entry = open_catalog(".".join(map(str, before))).resolve(path)
    except CatalogError:
        return None
    parameter = entry.parameter_named(change.member or "") if entry is not None and not isinstance(entry, str) else None
    return parameter.default if parameter is not None else None


def _removed(ground: Ground, call: ast.Call, path: str, taken: tuple[str, ...]) -> Iterator[Fault]:
    for change in ground.history.of(path):
        name = change.member
        if change.kind != "parameter" or name is None or name in taken:
            continue
        if change.state(ground.catalog.version) != "removed":
            continue
        value = _once(change, path)
        if value is None:
            continue
        given = {keyword.arg: keyword for keyword in call.keywords}
        renamed = given.get(change.renamed) if change.renamed else None
        if renamed is not None:
            start, _ = ground.source.span(renamed)
            text = ground.source.replaced(start, start + len(renamed.arg or ""), name)
            row = renamed.lineno
        else:
            text = ground.source.with_keywords(call, {name: value})
            row = call.end_lineno or call.lineno
        yield ground.fault("removed keyword", text, row, f"{path.rpartition('.')[2]}({name}=...)", ("TypeError",))
