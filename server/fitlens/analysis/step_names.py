"""Which steps the names mean that a program writes: where they are given, in nested names, in look-ups.

A step is known by the place that names it: the string in its pair, or the estimator that `make_pipeline` and its like name
after its class. Copies of a composite have the steps of what they are copies of.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator

from fitlens.analysis import composites
from fitlens.analysis.composites import Part
from fitlens.analysis.context import Context
from fitlens.analysis.facts import Span, StepForm, StepName
from fitlens.analysis.values import Collection, Instance, Named, Value, members


def _always(_name: str) -> bool:
    return True


def record_parts(context: Context, instance: Instance) -> None:
    """The names that the steps of a composite are given."""
    if not context.recorder.recording:
        return
    for part in _named_parts(context, instance):
        found = _defined(context, part)
        if found is not None and part.name is not None:
            node, span, form = found
            context.recorder.step_names.add(node, StepName(span, part.name, form, (span,), True))


def record_nested(
    context: Context, node: ast.AST, span: Span, name: str, target: Value, certain: Callable[[str], bool] = _always
) -> None:
    """The steps in a nested name that stands at `span`. certain: whether the steps below a part are those that are known."""
    if not context.recorder.recording:
        return
    found: tuple[Value, ...] = (target,)
    sure, at, path = True, span.start, ""
    for part in name.split("__"):
        path = f"{path}__{part}" if path else part
        steps, sure, found = _below(context, found, part, sure=sure)
        place = Span(at, at + len(part))
        context.recorder.step_names.add(node, StepName(place, part, "nested", tuple(sorted(steps)), sure))
        sure = sure and certain(path)
        at += len(part) + 2


def record_lookup(context: Context, node: ast.expr, name: str, value: Instance | Named) -> None:
    """`pipe["svc"]`, `pipe.named_steps["svc"]` (of which `node` is the string) and `pipe.named_steps.svc`."""
    if not context.recorder.recording:
        return
    owner = value if isinstance(value, Instance) else value.owner
    steps, sure, _ = _below(context, (owner,), name, sure=True)
    outer = context.recorder.span(node)
    form: StepForm = "attribute" if isinstance(node, ast.Attribute) else "item"
    span = Span(outer.end - len(name), outer.end) if form == "attribute" else _inside(context, outer, name)
    if span is not None:
        context.recorder.step_names.add(node, StepName(span, name, form, tuple(sorted(steps)), sure))


def _below(
    context: Context, owners: Iterable[Value], name: str, *, sure: bool
) -> tuple[frozenset[Span], bool, tuple[Value, ...]]:
    """The steps of a name in any of the owners, whether it is sure that it means these and no others, and what they hold."""
    steps: set[Span] = set()
    held: list[Value] = []
    for owner in owners:
        if not isinstance(owner, Instance):
            sure = False
            continue
        part = next((each for each in _named_parts(context, owner) if each.name == name), None)
        if part is None:
            value = context.state.record(owner).parameters.get(name)
            held += members(value) if value is not None else ()
            continue
        found = _defined(context, part)
        if found is not None:
            steps.add(found[1])
        sure = sure and found is not None
        held += members(part.value)
    return frozenset(steps), sure, tuple(held)


def _named_parts(context: Context, instance: Instance) -> Iterator[Part]:
    for composition, found in composites.inner(context, instance):
        if composition.form != "one":
            yield from (part for part in found or () if part.name is not None)


def _defined(context: Context, part: Part) -> tuple[ast.expr, Span, StepForm] | None:
    """The place that names a step; None where it is not one of the document, or names steps in another way."""
    pair = part.pair
    while pair is not None and pair in context.origins:
        pair = context.origins[pair]
    if not isinstance(pair, Collection) or part.name is None:
        return None
    if pair in context.pairs:
        node = context.pairs[pair]
        return node, context.recorder.name_span(node.func if isinstance(node, ast.Call) else node), "made"
    literal = context.literals.get(pair)
    first = literal.elts[0] if isinstance(literal, (ast.Tuple, ast.List)) and literal.elts else None
    if not isinstance(first, ast.Constant):
        return None
    span = _inside(context, context.recorder.span(first), part.name)
    return None if span is None else (first, span, "given")


def _inside(context: Context, outer: Span, name: str) -> Span | None:
    """The name itself in the string that stands there; None where it is written in another way than it reads."""
    text = context.document.text[outer.start : outer.end]
    start = outer.start + text.find(name)
    return Span(start, start + len(name)) if text.strip("rRuU")[1:-1].strip("\"'") == name else None
