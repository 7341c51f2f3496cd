"""Where composites are given their estimators: what stands at each place, under which name, and what `make_pipeline` makes of it."""

from __future__ import annotations

import ast

from fitlens.analysis import composites, receivers, wholes
from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.facts import Given, Site, Span
from fitlens.analysis.state import Items, Record
from fitlens.analysis.values import UNKNOWN, Collection, Constant, Instance, Value, members
from fitlens.catalog.model import ClassEntry


def record_all(context: Context, instance: Instance, arguments: Arguments) -> None:
    """What is given where the class takes estimators, at the place where it stands."""
    for composition in instance.entry.compositions:
        positions = [p.name for p in instance.entry.parameters if p.kind == "positional"]
        position = positions.index(composition.parameter) if composition.parameter in positions else None
        named = arguments.named(composition.parameter, position)
        if named is None:
            continue
        node, value = named
        if composition.form == "one":
            record_given(context, node, instance, composition.parameter, None, value)
        elif isinstance(value, Collection):
            for pair in context.state.items(value).values:
                element = context.literals.get(pair) if isinstance(pair, Collection) else None
                if isinstance(element, (ast.Tuple, ast.List)) and len(element.elts) >= 2:
                    _record_step(context, instance, composition.parameter, element)


def _record_step(context: Context, instance: Instance, parameter: str, element: ast.Tuple | ast.List) -> None:
    name_node, value_node = element.elts[0], element.elts[1]
    if not (isinstance(name_node, ast.Constant) and isinstance(name_node.value, str)):
        return
    part = composites.find(context, instance, [name_node.value])
    if part is not None:
        record_given(context, value_node, instance, parameter, name_node.value, part)
        record_step_site(context, name_node, name_node.value, part)


def record_given(
    context: Context, node: ast.expr, taker: Instance | str, parameter: str, step: str | None, value: Value
) -> None:
    """Record what is given at a place that takes an estimator; `taker` is an instance, or the name of a function."""
    span = context.recorder.span(node)
    name = taker if isinstance(taker, str) else taker.entry.name
    given = Given(span, name, parameter, step, value, "no", context.guards, context.trusted(node))
    context.recorder.given(node, given, None if isinstance(taker, str) else taker)


def record_step_site(context: Context, node: ast.expr, name: str, part: Value) -> None:
    """Label the string that names a step."""
    instances = [m for m in members(part) if isinstance(m, Instance)]
    if not instances or len(instances) != len(members(part)):
        return
    span = context.recorder.span(node)
    text = context.document.text[span.start : span.end]
    inside = text.find(name)
    if inside < 0:
        return
    start = span.start + inside
    entries = receivers.distinct(instances)
    paths = tuple(sorted(entry.path for entry in entries))
    state = receivers.receiver(context, part, "").state
    context.recorder.site(node, Site(Span(start, start + len(name)), "step", paths, name, state, entries))


def builds(context: Context, path: str, arguments: Arguments) -> Value:
    """The composite that a function such as `make_pipeline` makes of estimators given by position, named as scikit-learn names them."""
    entry = context.catalog.resolve(path)
    if not isinstance(entry, ClassEntry) or arguments.starred:
        for value in arguments.values():
            context.escape(value)
        return UNKNOWN
    composition = next((c for c in entry.compositions if c.form != "one"), None)
    if composition is None:
        return UNKNOWN
    estimators: list[tuple[ast.expr, Value]] = []
    for node, value in arguments.positional:
        if composition.form == "triples" and isinstance(value, Collection):
            first = context.state.items(value).values
            inner_node = node.elts[0] if isinstance(node, (ast.Tuple, ast.List)) and node.elts else node
            estimators.append((inner_node, first[0] if first else UNKNOWN))
        else:
            estimators.append((node, value))
    steps = [
        context.collection("tuple", Items((name, value)))
        for name, (_, value) in zip(_step_names(estimators), estimators, strict=True)
    ]
    parameters: dict[str, Value] = {composition.parameter: context.collection("list", Items(tuple(steps)))}
    for keyword, value in arguments.keywords:
        if keyword.arg is not None:
            parameters[keyword.arg] = value
    context.pairs.update(zip(steps, (node for node, _ in estimators), strict=True))
    made = context.instance(Instance(entry, arguments.node), Record(parameters=parameters))
    wholes.record(context, made)
    for node, value in estimators:
        record_given(context, node, made, composition.parameter, None, value)
    return made


def _step_names(estimators: list[tuple[ast.expr, Value]]) -> list[Value]:
    """scikit-learn's own naming: the class in lower case, numbered from 1 where it occurs more than once."""
    plain: list[str | None] = []
    for _, value in estimators:
        names = {m.entry.name.lower() if isinstance(m, Instance) else None for m in members(value)}
        if isinstance(value, Constant) and isinstance(value.value, str):
            names = {value.value}
        plain.append(names.pop() if len(names) == 1 else None)
    named: list[Value] = []
    for index, name in enumerate(plain):
        if name is None or None in plain:
            named.append(UNKNOWN if name is None or plain.count(name) > 1 else Constant(name))
        elif plain.count(name) > 1:
            named.append(Constant(f"{name}-{plain[: index + 1].count(name)}"))
        else:
            named.append(Constant(name))
    return named
