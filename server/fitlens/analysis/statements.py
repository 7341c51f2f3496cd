"""Interprets statements: control flow splits the state and joins it again."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fitlens.analysis import (
    alternatives,
    binding,
    classes,
    functions,
    imports,
    local_modules,
    loops,
    matching,
    narrowing,
    truth,
    widening,
)
from fitlens.analysis.context import Context
from fitlens.analysis.state import Content, Items, Key, State
from fitlens.analysis.values import (
    UNKNOWN,
    Collection,
    File,
    Instance,
    LocalModule,
    Managed,
    UserObject,
    Value,
    members,
)


def execute(context: Context, statements: Sequence[ast.stmt]) -> None:
    """Interpret statements in order, until one of them leaves the block."""
    doubted = context.doubted
    for statement in statements:
        if context.state.dead:
            break
        context.spend()
        executor = _EXECUTORS.get(type(statement))
        if executor is not None:
            executor(context, statement)
    context.doubted = doubted


def _expression(context: Context, node: ast.Expr) -> None:
    if isinstance(node.value, ast.Constant):
        magic = context.document.magic(node.lineno)
        if magic is not None:
            _magic(context, magic)
        return
    context.evaluate(node.value)


_BINDS_NAMES = re.compile(r"%\s*(?:run|store|rerun|recall|edit|ed|macro|load)\b|get_ipython")
"""IPython's commands that run code from elsewhere in the notebook's own names."""
_NAME = re.compile(r"[^\W\d]\w*")


def _magic(context: Context, text: str) -> None:
    """A line of IPython's: what it names is in its hands, and some bind any name anew."""
    for name in _NAME.findall(text):
        found = context.lookup(name)
        if found is not None:
            context.escape(found)
    if _BINDS_NAMES.match(text):
        context.forget_states()
        context.guards |= {"*"}


def _assign(context: Context, node: ast.Assign) -> None:
    source = node.value
    if isinstance(source, ast.GeneratorExp) and isinstance(node.targets[0], ast.Tuple):
        # it is used up at once
        source = ast.copy_location(ast.ListComp(source.elt, source.generators), source)
    value = context.evaluate(source)
    for target in node.targets:
        binding.assign(context, target, value)


def _annotated_assign(context: Context, node: ast.AnnAssign) -> None:
    if node.value is not None:
        binding.assign(context, node.target, context.evaluate(node.value))


def _augmented_assign(context: Context, node: ast.AugAssign) -> None:
    value = context.evaluate(node.value)
    before: Value | None
    if isinstance(node.target, ast.Name):
        before = context.lookup(node.target.id)
    else:
        read = ast.copy_location(_loaded(node.target), node.target)
        with context.unrecorded():
            before = context.evaluate(read)
    if isinstance(before, Collection) and isinstance(value, Collection) and before.kind in ("list", "set"):
        items, more = context.state.items(before), context.state.items(value)
        exact = items.exact and more.exact and before.kind == "list"
        joined = Items((*items.values, *more.values), exact, open=items.open or more.open)
        context.state.set(before, joined)
        return
    for each in (value, *(() if before is None else (before,))):
        context.escape(each)
    binding.assign(context, node.target, UNKNOWN)


def _loaded(target: ast.Attribute | ast.Subscript) -> ast.expr:
    if isinstance(target, ast.Attribute):
        return ast.Attribute(target.value, target.attr, ast.Load())
    return ast.Subscript(target.value, target.slice, ast.Load())


def _delete(context: Context, node: ast.Delete) -> None:
    for target in node.targets:
        if isinstance(target, ast.Name):
            context.bind(target.id, UNKNOWN)
        elif isinstance(target, ast.Attribute):
            owner = context.evaluate(target.value)
            for member in members(owner):
                if isinstance(member, Instance):
                    context.update(member, open=True, assigned=context.state.record(member).assigned | {target.attr})
                elif isinstance(member, LocalModule):
                    local_modules.store(context, member, target.attr)
        elif isinstance(target, ast.Subscript):
            owner = context.evaluate(target.value)
            for member in members(owner):
                if isinstance(member, Collection):
                    items = context.state.items(member)
                    context.state.set(member, items._replace(exact=False))
        else:
            context.evaluate(target)


def _return(context: Context, node: ast.Return) -> None:
    value = UNKNOWN if node.value is None else context.evaluate(node.value)
    scope = context.scope
    if scope.base is not None:
        scope.returned.append(value)
        scope.exits.append(context.state.since(scope.base))
    context.left_early()
    context.state.dead = True


def _raise(context: Context, node: ast.Raise) -> None:
    for each in (node.exc, node.cause):
        if each is not None:
            context.evaluate(each)
    context.left_early()
    context.state.dead = True


def _global(context: Context, node: ast.Global | ast.Nonlocal) -> None:
    for name in node.names:
        if isinstance(node, ast.Global):
            context.scope.redirected[name] = context.root(context.scope.index)
            continue
        index = context.scope.parent
        while index is not None and context.state.value((index, name)) is None:
            index = context.scopes[index].parent
        if index is not None:
            context.scope.redirected[name] = index


def _if(context: Context, node: ast.If) -> None:
    asked = context.evaluate(node.test)
    if isinstance(asked, UserObject):
        context.escape(asked)  # its own `__bool__` runs
    decided = truth.truth(context, asked)
    # a decided test says which versions the branch is for: this one
    guards = narrowing.guards(context, node.test) if decided is None else frozenset[str]()
    doubted = narrowing.doubts(context, node.test) if decided is None else frozenset[str]()
    base = context.state
    ends: list[tuple[State, list[widening.Narrowed]]] = []
    left = False
    for branch, holds in ((node.body, True), (node.orelse, False)):
        narrowed, context.narrowed = context.narrowed, []
        with context.layer() as layer, context.guarded(guards):
            outer, context.doubted = context.doubted, context.doubted | doubted
            reached = narrowing.narrow(context, node.test, holds=holds) and decided is not (not holds)
            if reached:
                context.execute(branch)
            elif context.labelled:
                with context.not_taken():
                    context.execute(branch)
            context.doubted = outer
        narrowed, context.narrowed = context.narrowed, narrowed
        if not reached:
            continue
        if layer.dead:
            left = True
        else:
            ends.append((layer, narrowed))
    for layer, narrowed in ends if len(ends) > 1 else ():
        widening.widen(layer, narrowed)
    _join(context, [layer.since(base) for layer, _ in ends])
    if left:
        # what comes after runs only where the test went the other way
        context.doubted |= doubted


def _join(context: Context, ends: list[Any]) -> None:
    if ends:
        context.state.merge(ends)
    else:
        context.state.dead = True


def _try(context: Context, node: ast.Try) -> None:
    if node.handlers and all(imports.surely_works(context, statement) for statement in node.body):
        # nothing to catch in the judged version: the handlers are for others
        context.execute(node.body)
        with context.layer(), context.not_taken():
            for handler in node.handlers:
                context.state.dead = False
                context.execute(handler.body)
        context.execute(node.orelse)
        context.execute(node.finalbody)
        return
    base = context.state
    caught = frozenset(name for handler in node.handlers for name in narrowing.exceptions(context, handler.type))
    early: list[Mapping[Key, Content]] = []
    with context.layer() as layer:
        context.tries.append((base, early))
        try:
            with context.guarded(caught):
                context.execute(node.body)
        finally:
            context.tries.pop()
        done = layer.since(base)
        if not layer.dead:
            context.execute(node.orelse)
        ends = [] if layer.dead else [layer.since(base)]
    for handler in node.handlers:
        with context.layer() as layer:
            layer.merge([{}, done, *early])
            if handler.name:
                context.bind(handler.name, UNKNOWN)
            fallback = narrowing.FALLBACKS & narrowing.exceptions(context, handler.type)
            with context.guarded(frozenset("*") if fallback else frozenset()):
                context.execute(handler.body)
        if not layer.dead:
            ends.append(layer.since(base))
    if node.finalbody:
        # it runs however the block is left; what follows it runs only where the block came to its end
        if context.recorder.recording:
            with context.layer() as layer:
                layer.merge([*ends, done, *early])
                context.execute(node.finalbody)
        _join(context, ends)
        alternatives.note(context, ends)
        dead, context.state.dead = context.state.dead, False
        with context.unrecorded():
            context.execute(node.finalbody)
        context.state.dead = context.state.dead or dead
        return
    _join(context, ends)
    alternatives.note(context, ends)


def _with(context: Context, node: ast.With | ast.AsyncWith) -> None:
    caught: frozenset[str] = frozenset()
    ready: frozenset[str] = frozenset()
    for item in node.items:
        value = context.evaluate(item.context_expr)
        if isinstance(value, Managed):
            caught |= frozenset((narrowing.ANY,)) if value.swallows else frozenset()
            if item.optional_vars is not None:
                binding.assign(context, item.optional_vars, value.given)
            continue
        context.escape(value)
        if narrowing.is_ready_for_warnings(item.context_expr):
            ready = frozenset((narrowing.WARNING,))
        with context.unrecorded():
            caught |= narrowing.caught_by_context(context, item.context_expr, value)
        if item.optional_vars is not None:
            binding.assign(context, item.optional_vars, value if isinstance(value, File) else UNKNOWN)
    if not caught:
        with context.guarded(ready):
            context.execute(node.body)
        return
    base = context.state
    early: list[Mapping[Key, Content]] = []
    context.tries.append((base, early))
    try:
        with context.layer() as layer, context.guarded(caught | ready):
            context.execute(node.body)
    finally:
        context.tries.pop()
    context.state.merge([{}, layer.since(base), *early])


def _assert(context: Context, node: ast.Assert) -> None:
    context.evaluate(node.test)
    narrowing.narrow(context, node.test, holds=True)


def _pass(context: Context, node: ast.Pass) -> None:
    for name in context.document.tree.holes.get(node.lineno, ()):
        found: Value | None = context.lookup(name)
        if found is None:
            continue
        context.escape(found)
        for member in members(found):
            if isinstance(member, Instance):
                context.journal.opened(member)
                context.update(member, open=True)


_EXECUTORS: dict[type[ast.stmt], Callable[[Context, Any], None]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated_assign,
    ast.AugAssign: _augmented_assign,
    ast.Delete: _delete,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Break: loops.leave,
    ast.Continue: loops.leave,
    ast.Global: _global,
    ast.Nonlocal: _global,
    ast.If: _if,
    ast.For: loops.each,
    ast.AsyncFor: loops.each,
    ast.While: loops.again,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Match: matching.match,
    ast.Assert: _assert,
    ast.Pass: _pass,
    ast.Import: imports.import_modules,
    ast.ImportFrom: imports.import_names,
    ast.FunctionDef: functions.define,
    ast.AsyncFunctionDef: functions.define,
    ast.ClassDef: classes.define,
}
