"""Composites of named estimators as wholes: what each was given, in order and under which names, and steps that it lacks."""

from __future__ import annotations

import ast

from fitlens.analysis import composites, step_names
from fitlens.analysis.context import Context, root
from fitlens.analysis.facts import Composite, Part, Span, StepAccess
from fitlens.analysis.state import Items
from fitlens.analysis.values import Collection, Instance, Named
from fitlens.catalog.model import Composition

_MAPPING = frozenset(dir(dict))


def record(context: Context, instance: Instance) -> None:
    """What a composite of named estimators holds now."""
    node, entry = instance.node, instance.entry
    if not entry.compositions:
        return
    step_names.record_parts(context, instance)
    if instance.user is not None or not isinstance(node, ast.Call) or not entry.path.startswith("sklearn."):
        return
    if all(composition.form == "one" for composition in entry.compositions):
        return
    for composition in entry.compositions:
        whole = Composite(
            span=context.recorder.name_span(node.func),
            entry=entry,
            composition=composition,
            parts=_parts(context, instance, composition),
            settled="no",
            guards=context.guards,
            trusted=context.trusted(node),
        )
        context.recorder.composite(node, whole, instance)


def _parts(context: Context, instance: Instance, composition: Composition) -> tuple[Part, ...] | None:
    found = composites.parts(context, instance, composition)
    given = context.state.record(instance).parameters.get(composition.parameter)
    if found is None:
        return None
    if not isinstance(given, Collection) or composition.form == "one":
        return tuple(Part(part.name, None, None, part.value) for part in found)
    parts: list[Part] = []
    for pair, part in zip(context.state.items(given).values, found, strict=True):
        name, value = _places(context, pair) if isinstance(pair, Collection) else (None, None)
        parts.append(Part(part.name, name, value, part.value))
    return tuple(parts)


def _places(context: Context, pair: Collection) -> tuple[Span | None, Span | None]:
    """Where the name and the estimator of a pair stand."""
    span = context.recorder.span
    literal = context.literals.get(pair)
    if pair in context.pairs:
        return None, span(context.pairs[pair])
    if not isinstance(literal, (ast.Tuple, ast.List)) or len(literal.elts) < 2:
        return None, None
    items: Items = context.state.items(pair)
    if len(items.values) != len(literal.elts) or any(isinstance(each, ast.Starred) for each in literal.elts):
        return None, None
    return span(literal.elts[0]), span(literal.elts[1])


def record_step(
    context: Context, node: ast.Attribute | ast.Subscript, place: ast.expr, name: str, value: Instance | Named
) -> None:
    """A step asked for by name: of a composite (`pipe["svc"]`), or of a view on its steps (`pipe.named_steps.svc`)."""
    step_names.record_lookup(context, place, name, value)
    owner = value if isinstance(value, Instance) else value.owner
    names = _names(context, value)
    if names is None or name in names or owner.user is not None or not owner.entry.path.startswith("sklearn."):
        context.recorder.step(node, None)
        return
    span = context.recorder.span(place)
    if isinstance(node, ast.Attribute):
        span, exception = Span(span.end - len(name), span.end), "AttributeError"
        if name in _MAPPING:
            return
    else:
        inside = context.document.text[span.start : span.end].find(name)
        if not isinstance(place, ast.Constant) or inside < 0:
            context.recorder.step(node, None)
            return
        span, exception = Span(span.start + inside, span.start + inside + len(name)), "KeyError"
    guards = context.guards | {"*"} if root(node) in context.doubted else context.guards
    trusted = context.trusted(node)
    context.recorder.step(node, StepAccess(span, name, owner.entry, tuple(names), exception, guards, trusted))


def _names(context: Context, value: Instance | Named) -> list[str] | None:
    """All names that it answers; None where they are not known."""
    if isinstance(value, Named):
        names, owner = [name for name, _ in value.items], value.owner
        if value.others:
            return None
    else:
        names, owner = list[str](), value
        for composition, found in composites.inner(context, value):
            if composition.form == "one":
                continue
            if found is None or any(part.name is None for part in found):
                return None
            names += [part.name for part in found if part.name is not None]
    # what remains has the name of the hyperparameter that takes it
    return names + [c.parameter for c in owner.entry.compositions if c.form == "one"]
