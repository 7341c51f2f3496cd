"""Faults in what is read from an estimator or called on it: names that it does not have."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast

from bench.accuracy.faults.model import Fault, Ground
from bench.accuracy.faults.spelling import misspelt
from fitlens.catalog.model import ClassEntry, Conditions
from fitlens.catalog.store import Catalog

_ABSENT = ("AttributeError",)


def misspelt_learned(ground: Ground) -> Iterator[Fault]:
    """`clf.coeff_`, and `clf.feature_importances_` of an estimator that has none."""
    for number, node in enumerate(ground.source.places.reads):
        path = ground.one_class(number, "learned")
        if path is None:
            continue
        entry = ground.entry(path)
        names = [misspelt(node.attr, ground.random)]
        others = [name for name in _common(ground.catalog) if entry is not None and not entry.known_attribute(name)]
        if others:
            names.append(ground.random.choice(others))
        for name in names:
            if name is not None and not (entry is not None and entry.known_attribute(name)):
                text = ground.source.renamed(node, name)
                what = f"{path.rpartition('.')[2]}.{node.attr} -> {name}"
                row = node.end_lineno or node.lineno
                yield ground.fault("misspelt or missing learned attribute", text, row, what, _ABSENT)


@lru_cache
def _common(catalog: Catalog) -> tuple[str, ...]:
    """Learned parameters that several classes have: what one expects of another."""
    counted = Counter(each.name for entry in catalog.classes("estimator") for each in entry.learned if each.documented)
    return tuple(sorted(name for name, count in counted.items() if count >= 5))


def underscores(ground: Ground) -> Iterator[Fault]:
    """`clf.coef`, `search.best_params`, `clf.C_`."""
    for number, node in enumerate(ground.source.places.reads):
        learned, parameter = ground.one_class(number, "learned"), ground.one_class(number, "parameter")
        path = learned or parameter
        if path is None:
            continue
        name = node.attr.rstrip("_") if learned else node.attr + "_"
        text = ground.source.renamed(node, name)
        what = f"{path.rpartition('.')[2]}.{node.attr} -> {name}"
        yield ground.fault("underscore dropped or added", text, node.end_lineno or node.lineno, what, _ABSENT)
    for statement, receiver, path, _ in fits(ground):
        entry = ground.entry(path)
        if entry is not None and entry.parameters and ground.source.is_last(statement):
            name = ground.random.choice(entry.parameters).name + "_"
            if not entry.known_attribute(name):
                yield _read_after(ground, statement, receiver, name, "underscore dropped or added", path)


def misspelt_methods(ground: Ground) -> Iterator[Fault]:
    """`clf.predic(X)`."""
    for number, node in enumerate(ground.source.places.reads):
        path = ground.one_class(number, "method")
        entry = ground.entry(path) if path is not None else None
        name = misspelt(node.attr, ground.random)
        if path is None or name is None or (entry is not None and entry.known_attribute(name)):
            continue
        text = ground.source.renamed(node, name)
        what = f"{path.rpartition('.')[2]}.{node.attr} -> {name}"
        yield ground.fault("misspelt method", text, node.end_lineno or node.lineno, what, _ABSENT)


def absent(ground: Ground) -> Iterator[Fault]:
    """`SVC(kernel="rbf").coef_`: the attribute is read where the hyperparameters rule it out."""
    for statement, receiver, path, _ in fits(ground):
        entry = ground.entry(path)
        if entry is None or not ground.source.is_last(statement):
            continue
        for name in [each.name for each in (*entry.learned, *entry.methods) if each.conditions]:
            yield _read_after(ground, statement, receiver, name, "attribute absent under these hyperparameters", path)
    for number, node in enumerate(ground.source.places.reads):
        path = ground.one_class(number, "learned") or ground.one_class(number, "method")
        entry = ground.entry(path) if path is not None else None
        seen = ground.seen["reads"].get(number, [{}])[0]
        file, call = cast("tuple[str, int]", seen.get("made", (None, -1)))
        if entry is None or file != ground.file or ground.constructed(call) != path:
            continue
        for name, value in _ruled_out(entry, node.attr):
            construction = ground.source.places.calls[call]
            text = ground.source.with_keywords(construction, {name: value})
            what = f"{entry.name}({name}={value}).{node.attr}"
            row = node.end_lineno or node.lineno
            yield ground.fault("attribute absent under these hyperparameters", text, row, what, _ABSENT)


def _ruled_out(entry: ClassEntry, name: str) -> Iterator[tuple[str, str]]:
    """Settings under which an attribute does not exist: (hyperparameter, value as source text)."""
    named = entry.learned_named(name) or entry.method_named(name)
    conditions: Conditions = named.conditions if named is not None else ()
    settings = [setting for each in conditions for setting in each]
    for setting in settings:
        parameter = entry.parameter_named(setting.parameter)
        if setting.other:
            yield from ((setting.parameter, repr(value)) for value in setting.values)
        elif parameter is not None:
            options: list[Any] = [
                value for each in parameter.constraints or () if each.kind == "options" for value in each.values
            ]
            options += [False, True] if any(each.kind == "boolean" for each in parameter.constraints or ()) else []
            yield from ((setting.parameter, repr(value)) for value in options if not setting.holds(value))


def fits(ground: Ground) -> Iterator[tuple[ast.stmt, str, str, ast.Call]]:
    """Statements that fit an estimator which has a name: (statement, the name, its class, the call of fit)."""
    spans = {
        (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset): number
        for number, node in enumerate(ground.source.places.reads)
    }
    for statement in ground.source.statements():
        value = statement.value if isinstance(statement, (ast.Expr, ast.Assign)) else None
        if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute) or value.func.attr != "fit":
            continue
        function = value.func
        number = spans.get((function.lineno, function.col_offset, function.end_lineno, function.end_col_offset))
        path = ground.one_class(number, "method") if number is not None else None
        name = function.value
        if isinstance(statement, ast.Assign):
            name = statement.targets[0]
        if path is not None and isinstance(name, (ast.Name, ast.Attribute)) and ground.source.is_alone(statement):
            yield statement, ast.unparse(name), path, value


def _read_after(ground: Ground, statement: ast.stmt, receiver: str, name: str, kind: Any, path: str) -> Fault:
    _, end = ground.source.span(statement)
    text = ground.source.replaced(end, end, f"; {receiver}.{name}")
    row = statement.end_lineno or statement.lineno
    return ground.fault(kind, text, row, f"{path.rpartition('.')[2]}.{name}", _ABSENT)
