"""Nested hyperparameter names: the keys of search spaces and the keywords of `set_params`."""

from __future__ import annotations

import ast

from fitlens.analysis import composites, replaced
from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.facts import Role, Site, Span
from fitlens.analysis.state import changed
from fitlens.analysis.tried import Tried, tried_in
from fitlens.analysis.values import UNKNOWN, Collection, Instance, OneOf, Value, members
from fitlens.catalog.model import ClassEntry, Parameter

_NOTHING: Tried = {}


def record_search(context: Context, instance: Instance) -> None:
    """A search sets hyperparameters of the estimator it was given: note which, and label the keys that name them."""
    record = context.state.record(instance)
    takes = next((c for c in instance.entry.compositions if c.form == "one"), None)
    if takes is None:
        return
    estimator = record.parameters.get(takes.parameter, UNKNOWN)
    for parameter in instance.entry.parameters:
        if not composites.is_search_space(instance.entry, parameter.name):
            continue
        grid = record.parameters.get(parameter.name, UNKNOWN)
        keys = composites.grid_keys(context, grid)
        if keys is None:
            open_all(context, estimator)
            continue
        for key in keys:
            set_again(context, estimator, key)
        _label(context, estimator, grid)


def _label(context: Context, estimator: Value, grid: Value) -> None:
    if not isinstance(grid, Collection):
        return
    if grid.kind != "dict":
        for each in context.state.items(grid).values:
            _label(context, estimator, each)
        return
    literal = context.literals.get(grid)
    steps = tried_in(context, grid)
    for key in literal.keys if isinstance(literal, ast.Dict) else []:
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            _record_site(context, key, key.value, estimator, "grid-key", steps)
    for keyword in literal.keywords if isinstance(literal, ast.Call) else []:
        if keyword.arg is not None:
            _record_site(context, keyword, keyword.arg, estimator, "grid-key", steps)


def set_again(context: Context, estimator: Value, key: str) -> None:
    """The hyperparameter that a nested name leads to may get another value."""
    *path, name = key.split("__")
    found = composites.find(context, estimator, path)
    if found is None:
        return
    if found is UNKNOWN:
        open_all(context, estimator)
    for member in members(found):
        if isinstance(member, Instance):
            context.journal.set_again(member, name)
            _open_replaced(context, member, name)


def _open_replaced(context: Context, instance: Instance, name: str) -> None:
    """What stands under this name in a composite may not be what is fitted."""
    for composition, parts in composites.inner(context, instance):
        for part in parts or []:
            if name in (part.name, composition.parameter):
                open_all(context, part.value)


def open_all(context: Context, value: Value, level: int = 0) -> None:
    """Any hyperparameter of the estimator, and of all inside it, may get another value."""
    for member in members(value):
        if not isinstance(member, Instance) or level > composites.LEVELS:
            continue
        context.journal.opened(member)
        for _, parts in composites.inner(context, member):
            for part in parts or []:
                open_all(context, part.value, level + 1)


def expose_all(context: Context, value: Value, level: int = 0) -> None:
    """Any hyperparameter of the estimator, and of all inside it, may have got another value by now."""
    for member in members(value):
        if not isinstance(member, Instance) or level > composites.LEVELS:
            continue
        context.update(member, exposed=True)
        for _, parts in composites.inner(context, member):
            for part in parts or []:
                expose_all(context, part.value, level + 1)


def set_params(context: Context, instances: list[Instance], target: Value, arguments: Arguments) -> None:
    """`est.set_params(C=1, svc__C=2, **more)`."""
    if arguments.starred:
        for instance in instances:
            open_all(context, instance)
            context.update(instance, open=True)
            expose_all(context, instance)
    # steps are replaced before anything within them is set
    for keyword, value in sorted(arguments.keywords, key=lambda pair: (pair[0].arg or "").count("__")):
        if keyword.arg is None:
            continue
        *path, name = keyword.arg.split("__")
        for instance in instances:
            set_again(context, instance, keyword.arg)
            found = composites.find(context, instance, path)
            certain = target is instance and isinstance(found, Instance)
            if found is UNKNOWN:
                expose_all(context, instance)
            for member in () if found is None else members(found):
                if isinstance(member, Instance):
                    _set(context, member, name, value if certain else UNKNOWN)
        _record_site(context, keyword, keyword.arg, target, "grid-key" if path else "hyperparameter")


def _set(context: Context, instance: Instance, name: str, value: Value) -> None:
    record = context.state.record(instance)
    if instance.entry.parameter_named(name) is not None:
        context.state.set(instance, changed(record, name, value))
    elif instance.entry.compositions:
        if replaced.with_step(context, instance, name, value):
            return
        # a step is replaced: what the composite holds is no longer known
        forgotten = {c.parameter: UNKNOWN for c in instance.entry.compositions}
        context.update(instance, parameters={**record.parameters, **forgotten})


def _record_site(
    context: Context, node: ast.expr | ast.keyword, key: str, target: Value, role: Role, steps: Tried = _NOTHING
) -> None:
    *path, name = key.split("__")
    found = replaced.find(context, target, path, steps)
    if found is None or found is UNKNOWN:
        return
    owners = [m for m in members(found) if isinstance(m, Instance)]
    if not owners or len(owners) != len(members(found)):
        return
    entries: tuple[ClassEntry, ...] = tuple({id(o.entry): o.entry for o in owners}.values())
    parameters: list[Parameter] = [p for p in (entry.parameter_named(name) for entry in entries) if p is not None]
    if len(parameters) != len(entries):
        return
    outer = context.recorder.span(node)
    inside = context.document.text[outer.start : outer.end].find(key)
    if inside < 0:
        return
    span = Span(outer.start + inside, outer.start + inside + len(key))
    paths = tuple(sorted(entry.path for entry in entries))
    state = context.state.record(found).fitted if isinstance(found, (Instance, OneOf)) else "maybe"
    context.recorder.site(node, Site(span, role, paths, key, state, entries, parameters[0]))
