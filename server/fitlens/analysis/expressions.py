"""Evaluates expressions to values, recording the places on the way."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from typing import Any

from fitlens.analysis import (
    attributes,
    binding,
    calls,
    containers,
    datasets,
    estimators,
    functions,
    generators,
    narrowing,
    records,
    releases,
    steps,
    truth,
    turns,
    wholes,
    widening,
)
from fitlens.analysis.context import DEPTH, BudgetSpent, Context
from fitlens.analysis.rows import Data
from fitlens.analysis.state import MOST_ITEMS, Items
from fitlens.analysis.values import (
    UNKNOWN,
    Class,
    Collection,
    CollectionKind,
    Constant,
    External,
    Instance,
    Named,
    OneOf,
    Release,
    UserObject,
    Value,
    members,
    without_none,
)
from fitlens.nodes import children

WIDE = 200
"""Displays with more elements than this are evaluated, but what they hold is not remembered."""


def evaluate(context: Context, node: ast.expr) -> Value:
    """What an expression may be."""
    context.left -= 1
    if context.left < 0:
        raise BudgetSpent
    # most are these two, with nothing within
    if isinstance(node, ast.Name):
        return _name(context, node)
    if isinstance(node, ast.Constant):
        return Constant(node.value)
    evaluator = _EVALUATORS.get(type(node))
    if evaluator is None:
        return _each(context, node)
    if context.depth > DEPTH:
        return UNKNOWN
    context.depth += 1
    try:
        return evaluator(context, node)
    finally:
        context.depth -= 1


def _name(context: Context, node: ast.Name) -> Value:
    found = context.lookup(node.id)
    if found is None:
        return External(f"builtins.{node.id}") if node.id in _BUILTINS else UNKNOWN
    if isinstance(found, (Class, OneOf)):
        attributes.record_class(context, node, found)
    elif isinstance(found, External) and found.path.startswith("sklearn."):
        attributes.record_reference(context, node, found.path, "name")
    return found


def _attribute(context: Context, node: ast.Attribute) -> Value:
    return attributes.attribute(context, node, None)


def _call(context: Context, node: ast.Call) -> Value:
    return calls.call(context, node)


def _tuple(context: Context, node: ast.Tuple) -> Value:
    return _display(context, "tuple", node)


def _list(context: Context, node: ast.List) -> Value:
    return _display(context, "list", node)


def _set(context: Context, node: ast.Set) -> Value:
    return _display(context, "set", node)


def _display(context: Context, kind: CollectionKind, node: ast.List | ast.Tuple | ast.Set) -> Value:
    values: list[Value] = []
    exact, open_ = True, False
    for element in node.elts:
        if isinstance(element, ast.Starred):
            items = _spread(context, context.evaluate(element.value))
            values.extend(items.values)
            exact, open_ = exact and items.exact, open_ or items.open
        else:
            values.append(context.evaluate(element))
    if len(values) > WIDE:
        for value in values:
            context.escape(value)
        return context.collection(kind, Items(exact=False, open=True))
    made = context.collection(kind, Items(tuple(values), exact, open=open_))
    if isinstance(node, (ast.List, ast.Tuple)) and context.recorder.place is None:
        context.literals[made] = node
    return made


def _spread(context: Context, value: Value) -> Items:
    """What `*value` or `**value` puts in."""
    return context.state.items(value) if isinstance(value, Collection) else Items(exact=False, open=True)


def _dict(context: Context, node: ast.Dict) -> Value:
    keys: list[Value] = []
    values: list[Value] = []
    exact, open_ = True, False
    for key, each in zip(node.keys, node.values, strict=True):
        value = context.evaluate(each)
        if key is None:
            items = _spread(context, value)
            if len(items.keys) != len(items.values):
                items = Items(exact=False, open=True)
            keys.extend(items.keys)
            values.extend(items.values)
            exact, open_ = exact and items.exact, open_ or items.open
        else:
            keys.append(context.evaluate(key))
            values.append(value)
    if len(node.keys) > WIDE:
        for value in values:
            context.escape(value)
        return context.collection("dict", Items(exact=False, open=True))
    made = context.collection("dict", Items(tuple(values), exact, tuple(keys), open_))
    if context.recorder.place is None:
        context.literals[made] = node
    return made


def _subscript(context: Context, node: ast.Subscript) -> Value:
    value = without_none(context.evaluate(node.value))
    key: Value | slice = UNKNOWN
    if isinstance(node.slice, ast.Slice):
        bounds = [
            None if each is None else context.evaluate(each)
            for each in (node.slice.lower, node.slice.upper, node.slice.step)
        ]
        numbers = [_number(bound) for bound in bounds]
        if all(bound is None or number is not None for bound, number in zip(bounds, numbers, strict=True)):
            key = slice(*numbers)
    else:
        key = context.evaluate(node.slice)
    result = context.one_of(tuple(_item(context, node, member, key) for member in members(value)))
    if (
        isinstance(key, Constant)
        and isinstance(key.value, str)
        and all(isinstance(m, (Instance, Named)) for m in members(value))
    ):
        steps.record_step_site(context, node.slice, key.value, result)
    elif value is UNKNOWN and isinstance(node.slice, ast.Constant):
        context.recorder.step_names.unknown(node.slice)
    return result


def _number(value: Value | None) -> int | None:
    return value.value if isinstance(value, Constant) and isinstance(value.value, int) else None


def _item(context: Context, node: ast.Subscript, value: Value, key: Value | slice) -> Value:
    match value:
        case Instance():
            return estimators.item(context, node, value, key)
        case Named():
            if isinstance(key, Constant):
                if isinstance(key.value, str):
                    wholes.record_step(context, node, node.slice, key.value, value)
                return next((item for name, item in value.items if name == key.value), UNKNOWN)
            return context.one_of(tuple(item for _, item in value.items))
        case Release():
            return releases.item(value, key)
        case Collection():
            if isinstance(node.slice, ast.Tuple) and value.kind == "list":
                return _array_item(context, node.slice, value)
            return collection_item(context, value, key)
        case Data():
            return datasets.item(context, value, node.slice, key)
        case UserObject():
            held = records.elements(context, value)
            if held is not None:
                return collection_item(context, context.collection("tuple", Items(held)), key)
            context.escape(value)  # its own `__getitem__` runs
            return UNKNOWN
        case _:
            return UNKNOWN


def _array_item(context: Context, indices: ast.Tuple, value: Value) -> Value:
    """`array[i, k]`, which holds lists of lists here."""
    for index in indices.elts:
        if isinstance(index, ast.Slice) or not isinstance(value, Collection):
            return UNKNOWN
        value = context.item(context.state.items(value))
    return value


def collection_item(context: Context, collection: Collection, key: Value | slice) -> Value:
    """An item of a list, tuple or dict."""
    items = context.state.items(collection)
    if isinstance(key, slice):
        values = items.values[key] if items.exact else items.values
        return context.collection(collection.kind, Items(values, items.exact, open=items.open))
    if collection.kind == "dict":
        made = containers.missing(context, collection, key)
        if made is not None:
            return made
        found = binding.dict_value(context, items, key)
        return context.item(items) if found is None else found
    if isinstance(key, Constant) and isinstance(key.value, int) and items.exact:
        return items.values[key.value] if -len(items.values) <= key.value < len(items.values) else UNKNOWN
    if isinstance(key, Constant) and isinstance(key.value, int) and 0 <= key.value < items.placed:
        return items.values[key.value]
    return context.item(items)


def _if_expression(context: Context, node: ast.IfExp) -> Value:
    decided = truth.truth(context, context.evaluate(node.test))
    guards = narrowing.guards(context, node.test) if decided is None else frozenset[str]()
    results: list[Value] = []
    written: list[Any] = []
    base = context.state
    outer = context.doubted
    narrowed, context.narrowed = context.narrowed, []
    if decided is None:
        context.doubted |= narrowing.doubts(context, node.test)
    for branch, holds in ((node.body, True), (node.orelse, False)):
        with context.layer() as layer, context.guarded(guards):
            context.narrowed = []
            if narrowing.narrow(context, node.test, holds=holds) and decided is not (not holds):
                results.append(context.evaluate(branch))
                widening.widen(layer, context.narrowed)
                written.append(layer.since(base))
            elif context.labelled:
                with context.doubtful():
                    context.evaluate(branch)
    context.doubted, context.narrowed = outer, narrowed
    if written:
        context.state.merge(written)
    return context.one_of(tuple(results))


def _boolean(context: Context, node: ast.BoolOp) -> Value:
    result = context.evaluate(node.values[0])
    asked = node.values[0]
    either = isinstance(node.op, ast.Or)
    for each in node.values[1:]:
        decided = truth.truth(context, result)
        if decided is either:
            _not_reached(context, each)
            continue
        base = context.state
        with context.layer() as layer, context.guarded(narrowing.guards(context, asked)):
            outer, context.doubted = context.doubted, context.doubted | narrowing.doubts(context, asked)
            narrowed, context.narrowed = context.narrowed, []
            narrowing.narrow(context, asked, holds=not either)
            value = context.evaluate(each)
            widening.widen(layer, context.narrowed)
            context.doubted, context.narrowed = outer, narrowed
        asked = each
        if decided is None:
            context.state.merge([{}, layer.since(base)])
            # `x or default`: a None on the left is never the result
            result = context.one_of((without_none(result) if either else result, value))
        else:
            context.state.merge([layer.since(base)])
            result = value
    return result


def _not_reached(context: Context, node: ast.expr) -> None:
    if context.labelled:
        with context.layer(), context.not_taken():
            context.evaluate(node)


def _unary(context: Context, node: ast.UnaryOp) -> Value:
    value = context.evaluate(node.operand)
    if isinstance(node.op, ast.Not):
        decided = truth.truth(context, value)
        return truth.answer(None if decided is None else not decided)
    if isinstance(value, Constant) and isinstance(value.value, (int, float)) and isinstance(node.op, ast.USub):
        return Constant(-value.value)
    return UNKNOWN


def _binary(context: Context, node: ast.BinOp) -> Value:
    left, right = context.evaluate(node.left), context.evaluate(node.right)
    for each in (left, right):
        if isinstance(each, UserObject):
            context.escape(each)  # its own operator runs
    if (
        isinstance(node.op, ast.Add)
        and isinstance(left, Collection)
        and isinstance(right, Collection)
        and left.kind == right.kind
    ):
        a, b = context.state.items(left), context.state.items(right)
        return context.collection(left.kind, Items((*a.values, *b.values), a.exact and b.exact, open=a.open or b.open))
    if isinstance(node.op, ast.Mult) and isinstance(left, Collection) and isinstance(right, Constant):
        return _repeated(context, left, right.value)
    if isinstance(left, Constant) and isinstance(right, Constant):
        return _arithmetic(node.op, left.value, right.value)
    return UNKNOWN


def _repeated(context: Context, collection: Collection, times: object) -> Value:
    """`[model] * 3`: the same objects again."""
    items = context.state.items(collection)
    if not isinstance(times, int) or not 0 < times * len(items.values) <= MOST_ITEMS:
        return context.collection(collection.kind, items._replace(exact=False, placed=0))
    return context.collection(collection.kind, Items(items.values * times, items.exact, open=items.open))


def _arithmetic(operator: ast.operator, left: object, right: object) -> Value:
    if not isinstance(left, (int, float)) or not isinstance(right, (int, float)):
        return UNKNOWN
    try:
        match operator:
            case ast.Add():
                return Constant(left + right)
            case ast.Sub():
                return Constant(left - right)
            case ast.Mult():
                return Constant(left * right)
            case ast.Div():
                return Constant(left / right)
            case ast.Pow() if abs(left) <= 1000 and abs(right) <= 100:
                result = left**right
                return Constant(result) if isinstance(result, (int, float)) else UNKNOWN
            case _:
                return UNKNOWN
    except (ArithmeticError, ValueError):
        return UNKNOWN


def _lambda(context: Context, node: ast.Lambda) -> Value:
    for default in (*node.args.defaults, *node.args.kw_defaults):
        if default is not None:
            context.escape(context.evaluate(default))
    return functions.make(context, node)


def _walrus(context: Context, node: ast.NamedExpr) -> Value:
    value = context.evaluate(node.value)
    context.bind_outside_comprehension(node.target.id, value)
    return value


def _compare(context: Context, node: ast.Compare) -> Value:
    left = context.evaluate(node.left)
    rights = [context.evaluate(each) for each in node.comparators]
    if len(rights) != 1:
        return UNKNOWN
    if isinstance(node.ops[0], (ast.In, ast.NotIn)):
        inside = truth.contains(context, left, rights[0])
        return truth.answer(None if inside is None else inside == isinstance(node.ops[0], ast.In))
    if isinstance(left, Release) or isinstance(rights[0], Release):
        return truth.answer(releases.compare(context, left, node.ops[0], rights[0]))
    return truth.answer(truth.compare(left, node.ops[0], rights[0]))


def _generator(context: Context, node: ast.GeneratorExp) -> Value:
    """A generator kept for later: its body does not run here."""
    with context.doubtful():
        return comprehension(context, node)


def comprehension(context: Context, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
    """A comprehension, or a generator that is used up at once."""
    first, *rest = node.generators
    source = context.evaluate(first.iter)
    if not rest and not first.ifs and not first.is_async and not isinstance(node, ast.GeneratorExp):
        elements = turns.elements(context, source, collected=True)
        if elements:
            return turns.collect(context, node, elements)
    with context.entered(context.scope.index, "comprehension"):
        base = context.state
        with context.layer() as layer:
            binding.assign(context, first.target, binding.iterate(context, source))
            doubted = context.doubted
            for test in first.ifs:
                context.evaluate(test)
                context.doubted |= narrowing.doubts(context, test)
            for generator in rest:
                binding.assign(context, generator.target, binding.iterate(context, context.evaluate(generator.iter)))
                for test in generator.ifs:
                    context.evaluate(test)
            if isinstance(node, ast.DictComp):
                key, value = context.evaluate(node.key), context.evaluate(node.value)
                items = Items((value,), exact=False, keys=(key,))
            else:
                items = Items((context.evaluate(node.elt),), exact=False)
            context.doubted = doubted
        context.state.merge([{}, layer.since(base)])
    kind: CollectionKind = (
        "dict" if isinstance(node, ast.DictComp) else "set" if isinstance(node, ast.SetComp) else "list"
    )
    numbers = releases.numbers_of(context, node)
    return context.collection(kind, items) if numbers is UNKNOWN else numbers


def _await(context: Context, node: ast.Await | ast.Starred) -> Value:
    context.evaluate(node.value)
    return UNKNOWN


def _each(context: Context, node: ast.expr) -> Value:
    for child in children(node):
        if isinstance(child, ast.expr):
            context.evaluate(child)
    return UNKNOWN


_BUILTINS = frozenset(dir(builtins))

_EVALUATORS: dict[type[ast.expr], Callable[[Context, Any], Value]] = {
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Tuple: _tuple,
    ast.List: _list,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.Subscript: _subscript,
    ast.IfExp: _if_expression,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.Lambda: _lambda,
    ast.NamedExpr: _walrus,
    ast.ListComp: comprehension,
    ast.SetComp: comprehension,
    ast.GeneratorExp: _generator,
    ast.DictComp: comprehension,
    ast.Await: _await,
    ast.Starred: _await,
    ast.Yield: generators.give,
    ast.YieldFrom: generators.give_all,
}
