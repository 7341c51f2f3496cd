"""What the constructor of an estimator class does with its arguments: which it keeps, as what, and what else it makes of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Literal

from fitlens.analysis.context import Context
from fitlens.analysis.contract import Changed, Derived, Forgotten, Insertion, Mark
from fitlens.analysis.facts import Span
from fitlens.analysis.lineage import Lineage
from fitlens.analysis.own_use import OwnUse
from fitlens.analysis.values import Class, External, Function, UserClass, UserFunction
from fitlens.nodes import children, nodes
from fitlens.record import NamedTuple

_NEW = frozenset({"dict", "list", "set", "sorted"})
"""Built-in functions that give another object each time."""
_COPIES = frozenset({"copy", "lower", "upper"})
"""Methods of Python's own objects that do."""
_NEW_ELSEWHERE = frozenset({"numpy.array", "numpy.copy"})
_EMPTY = frozenset({"dict", "list", "set"})

_Kept = Literal["same", "made anew", "made anew when empty", "dropped", "unknown"]
"""What becomes of an argument. same: the object that was given."""


class Constructor(NamedTuple):
    """What an `__init__` was seen to do."""

    variadic: Mark | None
    forgotten: tuple[Forgotten, ...]
    changed: tuple[Changed, ...]
    derived: tuple[Derived, ...]
    early: tuple[Mark, ...]


def constructor(context: Context, lineage: Lineage) -> Constructor | None:
    """What the class's own `__init__` does; None where it has none that is plain."""
    init = lineage.method("__init__")
    if init is None or init.owner is not lineage.user or not isinstance(init.node, ast.FunctionDef):
        return None
    if lineage.defines("__new__", "__setattr__"):
        return None
    reading = _Reading(context, lineage, init, init.node)
    own_parameters = lineage.strange or lineage.defines(
        "get_params", "_get_param_names", "__getattr__", "__getattribute__"
    )
    return Constructor(
        None if own_parameters else reading.variadic(),
        () if own_parameters else tuple(reading.forgotten()),
        () if own_parameters or lineage.defines("__sklearn_clone__") else tuple(reading.changed()),
        () if own_parameters or lineage.defines("set_params") else tuple(reading.derived()),
        tuple(reading.early()),
    )


def stored(lineage: Lineage, owner: UserClass, seen: frozenset[UserFunction] = frozenset()) -> set[str] | None:
    """The attributes that the constructor of a class may set, of those that its instances answer with; None where it may set any."""
    for each in (owner, *_above(owner)):
        init = each.methods.get("__init__")
        if init is not None:
            return None if init in seen else _stored_by(lineage, init, seen)
        if each.fields is not None:
            return {field.name for field in each.fields}
        entries = [
            base.entry for base in each.direct if base is not None and base.user is None and base.entry is not None
        ]
        for entry in entries:
            if entry.parameters:
                return {parameter.name for parameter in entry.parameters} | set(entry.attributes)
    return set()


def _above(owner: UserClass) -> Iterator[UserClass]:
    for base in owner.bases:
        yield base
        yield from _above(base)


def _stored_by(lineage: Lineage, init: UserFunction, seen: frozenset[UserFunction]) -> set[str] | None:
    if not isinstance(init.node, ast.FunctionDef) or init.node.decorator_list or init.owner is None:
        return None
    reached, unknown = lineage.reached([init])
    uses = [lineage.use(each.node) for each in reached if not isinstance(each.node, ast.Lambda)]
    if unknown or any(use.given or use.above - {"__init__"} for use in uses):
        return None
    found = {name for use in uses for name in use.stores}
    if any("__init__" in use.above for use in uses):
        for base in init.owner.direct:
            if base is None:
                continue
            if base.user is not None:
                more = stored(lineage, base.user, seen | {init})
                if more is None:
                    return None
                found |= more
            elif base.entry is not None:
                found |= {parameter.name for parameter in base.entry.parameters} | set(base.entry.attributes)
    return found


class _Reading:
    """One constructor."""

    def __init__(self, context: Context, lineage: Lineage, init: UserFunction, node: ast.FunctionDef) -> None:
        self._context = context
        self._lineage = lineage
        self._init = init
        self._node = node
        self._use: OwnUse = lineage.use(node)
        arguments = [*node.args.posonlyargs, *node.args.args][1:] + node.args.kwonlyargs
        self._arguments = {each.arg: each for each in arguments}
        self._loaded = {
            each.id for each in nodes(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)
        }
        self._defaults = _defaults(node)
        self._kept: dict[str, tuple[_Kept, ast.expr]] = {}
        self._follow()

    def variadic(self) -> Mark | None:
        """The `*args`."""
        rest = self._node.args.vararg
        return None if rest is None else Mark(rest.arg, self._argument_span(rest))

    def forgotten(self) -> Iterator[Forgotten]:
        """Arguments that nothing keeps under their name."""
        known = stored(self._lineage, self._lineage.user)
        if known is None or not self._use.this:
            return
        for name, argument in self._arguments.items():
            if name not in known and not self._lineage.binds(name):
                span = self._argument_span(argument)
                yield Forgotten(name, span, name in self._loaded, self._place(), self._use.this)

    def changed(self) -> Iterator[Changed]:
        """Arguments of which something else is kept."""
        for name, (kept, value) in self._kept.items():
            if name not in self._arguments or self._lineage.binds(name):
                continue
            if kept in ("made anew", "dropped"):
                yield Changed(name, self._span(value), kept)
            elif kept == "made anew when empty":
                default = self._defaults.get(name)
                if default is not None and (_is_empty(default) or _is_falsy(default)):
                    yield Changed(name, self._span(value), kept)

    def derived(self) -> Iterator[Derived]:
        """Attributes made of arguments that are kept, which other methods read and none sets."""
        read, set_again = set[str](), set[str]()
        for name, use in self._lineage.uses():
            if name != "__init__":
                read |= use.reads.keys() | use.calls
                set_again |= use.stores.keys()
            if name != "__init__" and use.given:
                return
        for target, value in self._stores(self._node.body):
            name = target.attr
            if name in self._arguments or name in set_again or name not in read or _is_learned(name):
                continue
            of = tuple(
                dict.fromkeys(each for each in self._made_of(value) if each in self._kept or each in self._use.stores)
            )
            of = tuple(each for each in of if not self._lineage.binds(each))
            if of and not self._lineage.binds(name):
                yield Derived(name, self._span(target), of)

    def early(self) -> Iterator[Mark]:
        """Learned parameters: other methods set them as well, or what they are set to says nothing yet."""
        later = {name for method, use in self._lineage.uses() if method != "__init__" for name in use.stores}
        seen: set[str] = set()
        for target, value in self._stores(self._node.body):
            name = target.attr
            if not _is_learned(name) or name in self._arguments or name in seen or self._lineage.defines(name):
                continue
            if name in later or _is_none(value) or _is_empty(value):
                seen.add(name)
                yield Mark(name, self._span(target))

    def _follow(self) -> None:
        """What is kept of each argument at the end, statement by statement; under a condition that is unknown."""
        now: dict[str, _Kept] = dict.fromkeys(self._arguments, "same")
        for statement in self._node.body:
            pairs = _pairs(statement)
            if pairs is None:
                for each in nodes(statement):
                    match each:
                        case ast.Name(id=name, ctx=ast.Store()) if name in now:
                            now[name] = "unknown"
                        case ast.Attribute(value=ast.Name(id=self._use.this), attr=name, ctx=ast.Store()):
                            self._kept[name] = ("unknown", each)
                        case _:
                            pass
                continue
            for target, value in pairs:
                match target:
                    case ast.Name(id=name) if name in now:
                        now[name] = self._becomes(name, value, now)
                    case ast.Attribute(value=ast.Name(id=self._use.this), attr=name):
                        kept = self._becomes(name, value, now) if name in now else "unknown"
                        if kept == "dropped" and name in self._loaded:
                            kept = "unknown"
                        self._kept[name] = (kept, value)
                    case _:
                        pass

    def _becomes(self, name: str, value: ast.expr, now: dict[str, _Kept]) -> _Kept:
        """What of an argument a value is that is to stand for it."""
        match value:
            case ast.Name(id=other):
                return now.get(other, "unknown") if other == name else "dropped" if other in now else "unknown"
            case ast.Attribute(value=ast.Name(id=self._use.this), attr=other) if other == name and other in self._kept:
                return self._kept[other][0]
            case ast.Constant():
                return "dropped"
            case ast.List() | ast.Set() | ast.Dict() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.Lambda():
                return "made anew"
            case ast.BoolOp(op=ast.Or(), values=[ast.Name(id=other), last]) if other == name and _is_empty(last):
                return "made anew when empty"
            case ast.IfExp(body=body, orelse=orelse):
                both = (self._becomes(name, body, now), self._becomes(name, orelse, now))
                anew = [
                    b for b, kept in ((body, both[0]), (orelse, both[1])) if kept == "made anew" and _mentions(b, name)
                ]
                return "made anew" if anew and "same" not in both and "unknown" not in both else "unknown"
            case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div() | ast.Pow()) | ast.UnaryOp(op=ast.USub()):
                return "made anew" if _operand(value, name) else "unknown"
            case ast.Call():
                return "made anew" if self._makes(value, name) else "unknown"
            case _:
                return "unknown"

    def _makes(self, call: ast.Call, name: str) -> bool:
        """Whether a call surely gives another object each time, of an argument."""
        match call.func:
            case ast.Attribute(value=ast.Name(id=owner), attr=attr) if owner == name:
                return attr in _COPIES and not call.args and not call.keywords
            case _:
                pass
        root = call.func
        parts: list[str] = []
        while isinstance(root, ast.Attribute):
            parts.insert(0, root.attr)
            root = root.value
        if not isinstance(root, ast.Name) or not _mentions(call, name):
            return False
        found = self._context.resolve(self._init.scope, root.id)[1]
        if found is None:
            return not parts and root.id in _NEW
        if isinstance(found, External):
            return ".".join((found.path, *parts)) in _NEW_ELSEWHERE
        if parts:
            return False
        if isinstance(found, Function):
            return found.entry.returns_clone is not None
        return isinstance(found, Class) and (found.user is None or found.user.method("__new__") is None)

    def _stores(self, body: Sequence[ast.stmt]) -> Iterator[tuple[ast.Attribute, ast.expr]]:
        """What is set on the instance, in order, conditions gone into."""
        for statement in body:
            pairs = _pairs(statement)
            for target, value in pairs or ():
                match target:
                    case ast.Attribute(value=ast.Name(id=self._use.this)):
                        yield target, value
                    case _:
                        pass
            if pairs is None:
                for field in ("body", "orelse", "finalbody"):
                    yield from self._stores(getattr(statement, field, ()))

    def _made_of(self, value: ast.expr) -> Iterator[str]:
        """The arguments that a value is made of now, not when it is called later."""
        if isinstance(value, ast.Lambda):
            return
        match value:
            case ast.Name(id=name) if name in self._arguments:
                yield name
            case ast.Attribute(value=ast.Name(id=self._use.this), attr=name) if name in self._arguments:
                yield name
            case _:
                for child in children(value):
                    if isinstance(child, ast.expr):
                        yield from self._made_of(child)
                    elif isinstance(child, ast.keyword):
                        yield from self._made_of(child.value)

    def _place(self) -> Insertion | None:
        """Where another argument could be kept: behind the last that is, else at the end."""
        body = self._node.body
        keeping = [
            s for s in body for t, _ in _pairs(s) or () if isinstance(t, ast.Attribute) and t.attr in self._arguments
        ]
        return insertion(self._context, self._node, keeping[-1] if keeping else body[-1])

    def _argument_span(self, argument: ast.arg) -> Span:
        start = self._context.document.offset(argument.lineno, argument.col_offset)
        return Span(start, start + len(argument.arg))

    def _span(self, node: ast.expr) -> Span:
        return self._context.recorder.span(node)


def insertion(context: Context, function: ast.FunctionDef, behind: ast.stmt) -> Insertion | None:
    """A line of a function's body behind one of its statements; None where that does not end its line."""
    document = context.document
    first = function.body[0]
    if first.lineno == function.lineno:
        return None
    start = document.offset(first.lineno, first.col_offset)
    indent = document.text[document.text.rfind("\n", 0, start) + 1 : start]
    end = document.extent(behind)[1]
    stop = document.text.find("\n", end)
    stop = len(document.text) if stop < 0 else stop
    rest = document.text[end:stop].strip()
    if indent.strip() or (rest and not rest.startswith("#")):
        return None
    return Insertion(stop - document.text[:stop].endswith("\r"), f"\n{indent}")


def _defaults(node: ast.FunctionDef) -> dict[str, ast.expr]:
    positional = [*node.args.posonlyargs, *node.args.args]
    found = {a.arg: d for a, d in zip(reversed(positional), reversed(node.args.defaults), strict=False)}
    return found | {a.arg: d for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d is not None}


def _pairs(statement: ast.stmt) -> list[tuple[ast.expr, ast.expr]] | None:
    """What a plain assignment sets to what; none for what sets nothing; None for all others."""
    match statement:
        case ast.Assign(targets=targets, value=value):
            found: list[tuple[ast.expr, ast.expr]] = []
            for target in targets:
                match target, value:
                    case ast.Tuple(elts=names), ast.Tuple(elts=values) if len(names) == len(values):
                        found += zip(names, values, strict=True)
                    case ast.Name() | ast.Attribute(), _:
                        found.append((target, value))
                    case _:
                        return None
            return found
        case ast.AnnAssign(target=target, value=value):
            return [] if value is None else [(target, value)]
        case ast.Expr() | ast.Pass() | ast.Assert() | ast.Raise() | ast.Import() | ast.ImportFrom():
            return []
        case _:
            return None


def _mentions(node: ast.expr, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in nodes(node))


def _operand(node: ast.expr, name: str) -> bool:
    """Whether a name is an operand of arithmetic, not hidden in a call."""
    match node:
        case ast.BinOp(left=left, right=right):
            return _operand(left, name) or _operand(right, name)
        case ast.UnaryOp(operand=operand):
            return _operand(operand, name)
        case _:
            return isinstance(node, ast.Name) and node.id == name


def _is_empty(node: ast.expr) -> bool:
    """Whether it is an empty list, dict or set, made anew."""
    match node:
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.Call(func=ast.Name(id=name), args=[], keywords=[]):
            return name in _EMPTY
        case _:
            return False


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_falsy(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not node.value


def _is_learned(name: str) -> bool:
    return name.endswith("_") and not name.startswith("_")
