"""Interprets statements: control flow splits the state and joins it again."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fitlens.analysis import binding, classes, functions, imports, local_modules, narrowing, truth
from fitlens.analysis.context import Context
from fitlens.analysis.state import Content, Items, Key
from fitlens.analysis.values import UNKNOWN, Collection, Instance, LocalModule, UserObject, Value, members


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
    value = context.evaluate(node.value)
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


def _leave_loop(context: Context, node: ast.Break | ast.Continue) -> None:
    if context.breaks:
        base, left = context.breaks[-1]
        left.append(context.state.since(base))
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
    guards = narrowing.guards(node.test)
    doubted = narrowing.doubts(node.test) if decided is None else frozenset[str]()
    base = context.state
    ends: list[Any] = []
    left = False
    for branch, holds in ((node.body, True), (node.orelse, False)):
        with context.layer() as layer, context.guarded(guards):
            outer, context.doubted = context.doubted, context.doubted | doubted
            reached = narrowing.narrow(context, node.test, holds=holds) and decided is not (not holds)
            if reached:
                context.execute(branch)
            elif context.labelled:
                with context.doubtful():
                    context.execute(branch)
            context.doubted = outer
        if not reached:
            continue
        if layer.dead:
            left = True
        else:
            ends.append(layer.since(base))
    _join(context, ends)
    if left:
        # what comes after runs only where the test went the other way
        context.doubted |= doubted


def _join(context: Context, ends: list[Any]) -> None:
    if ends:
        context.state.merge(ends)
    else:
        context.state.dead = True


def _for(context: Context, node: ast.For | ast.AsyncFor) -> None:
    iterated = context.evaluate(node.iter)
    runs = any(
        isinstance(m, Collection) and context.state.items(m).exact and context.state.items(m).values
        for m in members(iterated)
    )

    def bind() -> None:
        binding.assign(context, node.target, binding.iterate(context, iterated))

    _loop(context, node.body, node.orelse, bind, runs=runs and len(members(iterated)) == 1)


def _while(context: Context, node: ast.While) -> None:
    forever = isinstance(node.test, ast.Constant) and bool(node.test.value)

    def test() -> None:
        context.evaluate(node.test)

    _loop(context, node.body, node.orelse, test, runs=forever)


def _loop(
    context: Context, body: list[ast.stmt], orelse: list[ast.stmt], start: Callable[[], None], *, runs: bool
) -> None:
    """A loop: once to find out what an iteration changes, then as any of its iterations. `runs`: at least once."""
    base = context.state
    if not context.dry:
        with context.unrecorded():
            ends = _iteration(context, body, start)
        context.state.merge([{}, *ends])
    ends = _iteration(context, body, start)
    context.state.merge([*ends] if runs and ends else [{}, *ends])
    if context.state is base and orelse:
        context.execute(orelse)


def _iteration(context: Context, body: list[ast.stmt], start: Callable[[], None]) -> list[Any]:
    base = context.state
    left: list[Any] = []
    context.breaks.append((base, left))
    try:
        with context.layer() as layer:
            start()
            context.execute(body)
    finally:
        context.breaks.pop()
    return left if layer.dead else [*left, layer.since(base)]


def _try(context: Context, node: ast.Try) -> None:
    if node.handlers and all(imports.surely_works(context, statement) for statement in node.body):
        # nothing to catch in the judged version: the handlers are for others
        context.execute(node.body)
        with context.layer():
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
        dead, context.state.dead = context.state.dead, False
        with context.unrecorded():
            context.execute(node.finalbody)
        context.state.dead = context.state.dead or dead
        return
    _join(context, ends)


def _with(context: Context, node: ast.With | ast.AsyncWith) -> None:
    caught: frozenset[str] = frozenset()
    for item in node.items:
        value = context.evaluate(item.context_expr)
        context.escape(value)
        with context.unrecorded():
            caught |= narrowing.caught_by_context(context, item.context_expr, value)
        if item.optional_vars is not None:
            binding.assign(context, item.optional_vars, UNKNOWN)
    if not caught:
        context.execute(node.body)
        return
    base = context.state
    early: list[Mapping[Key, Content]] = []
    context.tries.append((base, early))
    try:
        with context.layer() as layer, context.guarded(caught):
            context.execute(node.body)
    finally:
        context.tries.pop()
    context.state.merge([{}, layer.since(base), *early])


def _match(context: Context, node: ast.Match) -> None:
    context.evaluate(node.subject)
    base = context.state
    ends: list[Any] = [{}]
    outer = context.doubted
    context.doubted |= frozenset(each.id for each in ast.walk(node.subject) if isinstance(each, ast.Name))
    for case in node.cases:
        with context.layer() as layer:
            for each in ast.walk(case.pattern):
                name = getattr(each, "name", None) or getattr(each, "rest", None)
                if isinstance(name, str):
                    context.bind(name, UNKNOWN)
            if case.guard is not None:
                context.evaluate(case.guard)
            context.execute(case.body)
        if not layer.dead:
            ends.append(layer.since(base))
    context.doubted = outer
    _join(context, ends)


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
    ast.Break: _leave_loop,
    ast.Continue: _leave_loop,
    ast.Global: _global,
    ast.Nonlocal: _global,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Match: _match,
    ast.Assert: _assert,
    ast.Pass: _pass,
    ast.Import: imports.import_modules,
    ast.ImportFrom: imports.import_names,
    ast.FunctionDef: functions.define,
    ast.AsyncFunctionDef: functions.define,
    ast.ClassDef: classes.define,
}
