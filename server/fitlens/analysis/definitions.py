"""The facts about the estimator classes that a document defines, made when all of it has been interpreted."""

from __future__ import annotations

import ast

from fitlens.analysis import constructing, fitting
from fitlens.analysis.classes import BASE
from fitlens.analysis.context import Context
from fitlens.analysis.contract import Definition, Misplaced
from fitlens.analysis.facts import Span
from fitlens.analysis.lineage import Lineage
from fitlens.analysis.values import UserClass
from fitlens.catalog.model import ClassEntry


def definitions(context: Context) -> tuple[Definition, ...]:
    """One for each class statement that makes an estimator, in source order."""
    found = {user.node: _definition(context, user) for user in context.classes if user.entry is not None}
    return tuple(sorted((each for each in found.values() if each is not None), key=lambda each: each.span))


def _definition(context: Context, user: UserClass) -> Definition | None:
    lineage = Lineage(user)
    if user.entry is None or not lineage.known:
        return None
    made = constructing.constructor(context, lineage)
    idle = fitting.needs_no_fit(lineage)
    found = Definition(
        _name(context, user.node),
        user.entry,
        user.guards,
        context.trusted(user.node),
        returned=tuple(fitting.returned(context, lineage)),
        unlearned=fitting.unlearned(context, lineage),
        overwritten=tuple(fitting.overwritten(context, lineage)),
        unchecked=tuple(fitting.unchecked(context, lineage)),
        misplaced=_misplaced(context, lineage),
    )
    if made is None:
        return found
    abstract = fitting.is_abstract(lineage) or (user.extended and user not in context.made)
    return found._replace(
        variadic=made.variadic,
        forgotten=() if abstract else made.forgotten,
        changed=made.changed,
        derived=made.derived,
        early=() if idle else made.early,
    )


def _name(context: Context, node: ast.ClassDef) -> Span:
    document = context.document
    start = document.text.find(node.name, document.offset(node.lineno, node.col_offset) + len("class"))
    return Span(start, start + len(node.name))


def _misplaced(context: Context, lineage: Lineage) -> Misplaced | None:
    """Bases whose word on what kind of estimator this is comes behind that of `BaseEstimator`."""
    order = lineage.order
    if BASE not in order or lineage.defines("__sklearn_tags__", "_estimator_type"):
        return None
    behind = order[order.index(BASE) + 1 :]
    bases = [
        (node, base.entry)
        for node, base in zip(lineage.user.node.bases, lineage.user.direct, strict=True)
        if base is not None and base.entry is not None
    ]
    hidden = tuple(entry for _, entry in bases if entry.kind == "mixin" and entry.path in behind)
    asks = tuple(name for entry in hidden for tag in entry.tags if (name := _question(context, tag)) is not None)
    if not asks:
        return None
    bringing = next(node for node, base in bases if base.path == BASE or BASE in base.bases)
    return Misplaced(
        context.recorder.span(bringing),
        hidden,
        asks,
        _swap(context, lineage.user.node, bases, hidden),
    )


def _question(context: Context, tag: str) -> str | None:
    """The function of scikit-learn that asks for a tag."""
    name = f"is_{tag.replace('-', '_')}"
    return name if context.catalog.resolve(f"sklearn.base.{name}") is not None else None


def _swap(
    context: Context, node: ast.ClassDef, bases: list[tuple[ast.expr, ClassEntry]], hidden: tuple[ClassEntry, ...]
) -> tuple[tuple[Span, str], ...]:
    """`BaseEstimator` behind the last of the bases that it hides."""
    first = next((place for place, (_, base) in enumerate(bases) if base.path == BASE), None)
    if first is None or len(bases) != len(node.bases):
        return ()
    last = max(place for place, (_, base) in enumerate(bases) if base in hidden)
    if any(base.kind != "mixin" or base.is_foreign for _, base in bases[first : last + 1]):
        return ()
    spans = [context.recorder.span(each) for each, _ in bases[first : last + 1]]
    texts = [context.document.text[span.start : span.end] for span in spans]
    return tuple(zip(spans, (*texts[1:], texts[0]), strict=True))
