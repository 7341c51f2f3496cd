"""`match`: which cases may be taken, what their patterns bind, and what the subject is in them."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping, Sequence
from typing import Any

from fitlens.analysis import attributes, binding, records, truth, widening
from fitlens.analysis.context import Context
from fitlens.analysis.state import Items, Record, State
from fitlens.analysis.values import (
    UNKNOWN,
    Class,
    Collection,
    Constant,
    External,
    Instance,
    OneOf,
    UserObject,
    Value,
    members,
    one_of,
)
from fitlens.nodes import nodes
from fitlens.record import NamedTuple


class Matched(NamedTuple):
    """What comes of a pattern and a value."""

    holds: bool | None
    """None: that is not known."""
    value: Value = UNKNOWN
    """What the value is where the pattern holds."""
    bound: Mapping[str, Value] = {}


_NEVER = Matched(False)


def match(context: Context, node: ast.Match) -> None:
    """The statement: the cases one after the other, as far as they may be taken."""
    subject = context.evaluate(node.subject)
    base = context.state
    outer = context.doubted
    names = frozenset(each.id for each in nodes(node.subject) if isinstance(each, ast.Name))
    ends: list[tuple[State, list[widening.Narrowed]]] = []
    surely = False
    left: Value = subject
    for case in node.cases:
        narrowed, context.narrowed = context.narrowed, []
        with context.layer() as layer:
            found = _pattern(context, case.pattern, left)
            for name, value in found.bound.items():
                context.bind(name, value)
            if found.holds is not False:
                _narrow(context, node.subject, subject, found.value)
            holds = _guarded(context, case, found.holds)
            if holds is not True:
                context.doubted = outer | names
            if surely or holds is False:
                if context.labelled:
                    with context.not_taken():
                        context.execute(case.body)
            else:
                context.execute(case.body)
                if not layer.dead:
                    ends.append((layer, context.narrowed))
            context.doubted = outer
        context.narrowed = narrowed
        surely = surely or holds is True
        if case.guard is None:
            left = _rest(context, case.pattern, left)
    for layer, changed in ends if len(ends) + (not surely) > 1 else ():
        widening.widen(layer, changed)
    written: list[Any] = [layer.since(base) for layer, _ in ends]
    if not surely:
        written.append({})
    if written:
        context.state.merge(written)
    else:
        context.state.dead = True


def _guarded(context: Context, case: ast.match_case, holds: bool | None) -> bool | None:
    if case.guard is None:
        return holds
    decided = truth.truth(context, context.evaluate(case.guard))
    if False in (holds, decided):
        return False
    return None if None in (holds, decided) else True


def _narrow(context: Context, subject: ast.expr, before: Value, after: Value) -> None:
    """In a case, the name that is matched is one of those values that the pattern holds for."""
    if not isinstance(subject, ast.Name) or context.lookup(subject.id) is not before:
        return
    kept = members(after)
    if before is UNKNOWN:
        if after is not UNKNOWN:
            context.bind(subject.id, after)
    elif len(kept) < len(members(before)):
        widening.keep(context, subject.id, before, kept)


def _rest(context: Context, pattern: ast.pattern, value: Value) -> Value:
    """Those values that a case leaves to the cases behind it."""
    if not isinstance(value, OneOf):
        return value
    with context.unrecorded():
        kept = tuple(each for each in value.members if _pattern(context, pattern, each).holds is not True)
    return one_of(kept) if 0 < len(kept) < len(value.members) else value


def _pattern(context: Context, pattern: ast.pattern, value: Value) -> Matched:
    if not isinstance(value, OneOf):
        return _one(context, pattern, value)
    found = [_one(context, pattern, member) for member in value.members]
    kept = [each for each in found if each.holds is not False]
    if not kept:
        return found[0]._replace(holds=False)
    holds = True if all(each.holds is True for each in found) else None
    bound = {name: one_of(tuple(each.bound.get(name, UNKNOWN) for each in kept)) for name in kept[0].bound}
    same = len(kept) == len(found) and all(a.value is b for a, b in zip(found, value.members, strict=True))
    return Matched(holds, value if same else one_of(tuple(each.value for each in kept)), bound)


def _one(context: Context, pattern: ast.pattern, value: Value) -> Matched:
    match pattern:
        case ast.MatchValue():
            return Matched(_is_equal(value, context.evaluate(pattern.value)), value)
        case ast.MatchSingleton():
            return Matched(_is(value, pattern.value), value)
        case ast.MatchAs():
            found = Matched(True, value) if pattern.pattern is None else _pattern(context, pattern.pattern, value)
            return found if pattern.name is None else found._replace(bound={**found.bound, pattern.name: found.value})
        case ast.MatchOr():
            return _any(context, pattern.patterns, value)
        case ast.MatchSequence():
            return _sequence(context, pattern.patterns, value)
        case ast.MatchMapping():
            return _mapping(context, pattern, value)
        case ast.MatchClass():
            return _class(context, pattern, value)
        case _:
            return Matched(None, value)


def _all(found: Sequence[Matched], value: Value) -> Matched:
    """What comes of patterns that must all hold."""
    answers = {each.holds for each in found}
    holds = False if False in answers else None if None in answers else True
    return Matched(holds, value, {name: each for one in found for name, each in one.bound.items()})


def _any(context: Context, patterns: Sequence[ast.pattern], value: Value) -> Matched:
    found: list[Matched] = []
    for each in patterns:
        found.append(_pattern(context, each, value))
        if found[-1].holds is True:
            break
    kept = [each for each in found if each.holds is not False]
    if not kept:
        return found[0]._replace(holds=False)
    bound = {name: one_of(tuple(each.bound.get(name, UNKNOWN) for each in kept)) for name in kept[0].bound}
    holds = True if any(each.holds for each in kept) else None
    return Matched(holds, one_of(tuple(each.value for each in kept)), bound)


def _sequence(context: Context, patterns: Sequence[ast.pattern], value: Value) -> Matched:
    if isinstance(value, Collection) and value.kind in ("list", "tuple"):
        items = context.state.items(value)
        star = next((at for at, each in enumerate(patterns) if isinstance(each, ast.MatchStar)), None)
        if items.exact:
            return _exactly(context, patterns, star, value, items.values)
        each_ = context.item(items)
        return _all([Matched(None), *(_element(context, each, each_) for each in patterns)], value)
    never = isinstance(value, (Constant, Collection)) or (isinstance(value, Instance) and value.user is None)
    found = _all([Matched(None), *(_element(context, each, UNKNOWN) for each in patterns)], value)
    return found._replace(holds=False) if never else found


def _exactly(
    context: Context, patterns: Sequence[ast.pattern], star: int | None, value: Value, values: tuple[Value, ...]
) -> Matched:
    if star is None:
        if len(values) != len(patterns):
            return _all([_NEVER, *(_element(context, each, UNKNOWN) for each in patterns)], value)
        return _all([_pattern(context, p, each) for p, each in zip(patterns, values, strict=True)], value)
    behind = len(patterns) - star - 1
    if len(values) < len(patterns) - 1:
        return _all([_NEVER, *(_element(context, each, UNKNOWN) for each in patterns)], value)
    end = len(values) - behind
    found = [_pattern(context, p, each) for p, each in zip(patterns[:star], values[:star], strict=True)]
    found += [_pattern(context, p, each) for p, each in zip(patterns[star + 1 :], values[end:], strict=True)]
    starred = patterns[star]
    if isinstance(starred, ast.MatchStar) and starred.name is not None:
        found.append(Matched(True, bound={starred.name: context.collection("list", Items(values[star:end]))}))
    return _all(found, value)


def _element(context: Context, pattern: ast.pattern, value: Value) -> Matched:
    if isinstance(pattern, ast.MatchStar):
        return Matched(True, bound={} if pattern.name is None else {pattern.name: UNKNOWN})
    return _pattern(context, pattern, value)


def _mapping(context: Context, pattern: ast.MatchMapping, value: Value) -> Matched:
    keys = [context.evaluate(key) for key in pattern.keys]
    rest = {} if pattern.rest is None else {pattern.rest: UNKNOWN}
    found = [Matched(True, bound=rest)]
    if isinstance(value, Collection) and value.kind == "dict":
        items = context.state.items(value)
        complete = items.exact and all(isinstance(key, Constant) for key in items.keys)
        for key, each in zip(keys, pattern.patterns, strict=True):
            held = binding.dict_value(context, items, key) if isinstance(key, Constant) else None
            inner = _pattern(context, each, held or UNKNOWN)
            found.append(inner if complete and held is not None else inner._replace(holds=False if complete else None))
        return _all(found, value)
    never = isinstance(value, (Constant, Collection)) or (isinstance(value, Instance) and value.user is None)
    found += [_pattern(context, each, UNKNOWN) for each in pattern.patterns]
    return _all([_NEVER if never else Matched(None), *found], value)


def _class(context: Context, pattern: ast.MatchClass, value: Value) -> Matched:
    kind = context.evaluate(pattern.cls)
    holds = _is_of(value, kind)
    if value is UNKNOWN and isinstance(kind, Class) and kind.entry is not None and kind.entry.kind == "estimator":
        value = context.instance(Instance(kind.entry, None, kind.user), Record(fitted="maybe", open=True))
    found = [Matched(holds)]
    for each, held in zip(pattern.patterns, _by_position(context, value, kind, len(pattern.patterns)), strict=True):
        found.append(_pattern(context, each, held))
    for name, each in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
        found.append(_pattern(context, each, attributes.value_of(context, value, name)))
    if holds is not True:
        found = [found[0], *(each._replace(holds=None) for each in found[1:])]
    return _all(found, value)


def _by_position(context: Context, value: Value, kind: Value, count: int) -> tuple[Value, ...]:
    """What a class pattern looks at by position: of `int(n)` the value, of a record its fields."""
    if count == 1 and isinstance(kind, External):
        return (value,)
    if isinstance(value, UserObject):
        record = value.user.constructor()
        fields = (
            [each.name for each in records.parameters(context, record)] if isinstance(record, type(value.user)) else []
        )
        if len(fields) >= count:
            return tuple(attributes.value_of(context, value, name) for name in fields[:count])
    return (UNKNOWN,) * count


def _is_of(value: Value, kind: Value) -> bool | None:
    if isinstance(kind, External) and kind.path.startswith("builtins."):
        of = getattr(builtins, kind.path.partition(".")[2], None)
        if isinstance(of, type):
            if isinstance(value, Constant):
                return isinstance(value.value, of)
            if isinstance(value, Collection):
                return value.kind == of.__name__ or of is object
    if isinstance(value, UserObject) and isinstance(kind, Class):
        if kind.user is not None and _derives(value, kind):
            return True
        return None if value.user.opaque else False
    return truth.is_instance(value, kind)


def _derives(value: UserObject, kind: Class) -> bool:
    pending = [value.user]
    while pending:
        each = pending.pop()
        if each is kind.user:
            return True
        pending.extend(each.bases)
    return False


def _is_equal(value: Value, other: Value) -> bool | None:
    """Whether a value equals one that a pattern names."""
    if isinstance(other, Constant) and (
        isinstance(value, Collection) or (isinstance(value, Instance) and value.user is None)
    ):
        return False
    return truth.compare(value, ast.Eq(), other)


def _is(value: Value, singleton: object) -> bool | None:
    if isinstance(value, Constant):
        return value.value is singleton
    return False if isinstance(value, (Instance, Class, Collection)) else None
