"""What a test tells about the branches behind it, and which exceptions a block catches."""

from __future__ import annotations

import ast
from functools import cache

from fitlens.analysis import truth, widening
from fitlens.analysis.context import Context
from fitlens.analysis.state import Record
from fitlens.analysis.values import UNKNOWN, Class, Collection, External, Function, Instance, Value, members
from fitlens.nodes import nodes

ANY = "*"
WARNING = "Warning"
"""Stands among the guards where the program expects warnings, or does not want to hear them."""
FALLBACKS = frozenset({ANY, "ImportError", "ModuleNotFoundError", "AttributeError", "TypeError", "ValueError"})
"""What a version raises for what it does not have: the handler is for that version, not for the judged one."""
_PROBES = frozenset(
    {"signature", "getfullargspec", "getargspec", "co_varnames", "get_params", "find_spec", "modules", "TYPE_CHECKING"}
)
"""Names by which a program asks what there is before it uses it."""


def guards(context: Context, test: ast.expr) -> frozenset[str]:
    """Exceptions that the branches of a test need not fear: it asked for the attribute, or for the version, before."""
    return _asked(context, test)[0]


def doubts(context: Context, test: ast.expr) -> frozenset[str]:
    """Names that a test asks something about which cannot be followed: `is_ready(model)`, `type(model) in known`.

    Whether a name is None, true, or has a certain value in one of its attributes says nothing of its class.
    """
    return _asked(context, test)[1]


def _asked(context: Context, test: ast.expr) -> tuple[frozenset[str], frozenset[str]]:
    """Both, found once for each test."""
    found = context.asked.get(test)
    if found is None:
        within = nodes(test)
        found = context.asked[test] = _guards(within), _doubts(within)
    return found


def _guards(within: list[ast.AST]) -> frozenset[str]:
    found: set[str] = set()
    for node in within:
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if name in ("hasattr", "getattr"):
            found |= {"AttributeError", "NotFittedError", "ImportError"}
        if "version" in name.lower() or name == "check_is_fitted" or name in _PROBES:
            found.add(ANY)
    return frozenset(found)


def _doubts(within: list[ast.AST]) -> frozenset[str]:
    found: set[str] = set()
    for node in within:
        match node:
            case ast.Call(args=args, keywords=keywords):
                found.update(each.id for each in (*args, *(k.value for k in keywords)) if isinstance(each, ast.Name))
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                sides = (left, *comparators)
                if not any(isinstance(side, ast.Constant) and side.value is None for side in sides) or any(
                    not isinstance(op, (ast.Is, ast.IsNot)) for op in ops
                ):
                    found.update(each.id for each in sides if isinstance(each, ast.Name))
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if attr.startswith("__"):
                found.add(name)
            case _:
                pass
    return frozenset(found)


def exceptions(context: Context, node: ast.expr | None) -> frozenset[str]:
    """The names of the exceptions that a handler catches; "*" for all, and where they are not known."""
    if node is None:
        return frozenset((ANY,))
    if isinstance(node, ast.Tuple):
        return frozenset(name for each in node.elts for name in exceptions(context, each))
    value = context.evaluate(node)
    if isinstance(value, Collection) and context.state.items(value).exact:
        return frozenset(_exception(each) for each in context.state.items(value).values)
    return frozenset((_exception(value),))


def _exception(value: Value) -> str:
    name = ANY
    if isinstance(value, External):
        name = value.path.rpartition(".")[2]
    elif isinstance(value, Class):
        name = value.entry.name if value.entry is not None else ANY
    return ANY if name in ("Exception", "BaseException", "object") else name


def caught_by_context(context: Context, node: ast.expr, value: Value) -> frozenset[str]:
    """The exceptions that a context manager may keep from the program: `pytest.raises(...)`, `suppress(...)`, one's own."""
    if isinstance(node, ast.Call) and is_expecting(node.func):
        return frozenset(found for each in node.args for found in exceptions(context, each)) or frozenset((ANY,))
    if isinstance(node, ast.Call):
        callee = context.evaluate(node.func)
        # what packages offer as a context does not swallow errors, as far as it is not made to
        return (
            frozenset()
            if isinstance(callee, (External, Class, Function)) and not _is_own(callee)
            else frozenset((ANY,))
        )
    return frozenset() if isinstance(value, External) else frozenset((ANY,))


def _is_own(value: Value) -> bool:
    return isinstance(value, Class) and value.user is not None


def is_expecting(function: ast.expr) -> bool:
    """Whether a callable is one by which tests say that an error is meant to come."""
    return _is_expecting(_last_name(function))


@cache
def _is_expecting(name: str) -> bool:
    words = name.replace("_", "").lower()
    return words in ("raises", "suppress") or words.startswith("assertraises")


def is_ready_for_warnings(node: ast.expr) -> bool:
    """Whether a context manager or decorator is one under which warnings are expected, or are not to be heard."""
    function = node.func if isinstance(node, ast.Call) else node
    words = _last_name(function).replace("_", "").lower()
    return words in (
        "catchwarnings",
        "filterwarnings",
        "ignorewarnings",
        "warns",
        "deprecatedcall",
    ) or words.startswith("assertwarns")


def _last_name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def narrow(context: Context, test: ast.expr, *, holds: bool) -> bool:
    """Rebind the names that a test tells something about, for the branch in which it holds or does not.

    Gives whether the branch can be reached at all.
    """
    match test:
        case ast.UnaryOp(op=ast.Not()):
            return narrow(context, test.operand, holds=not holds)
        case ast.BoolOp(op=ast.And()) if holds:
            return all(narrow(context, each, holds=True) for each in test.values)
        case ast.BoolOp(op=ast.Or()) if not holds:
            return all(narrow(context, each, holds=False) for each in test.values)
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), kinds]):
            return _narrow_instance(context, name, kinds, holds=holds)
        case ast.Call(func=ast.Name(id="hasattr"), args=[ast.Name(id=name), ast.Constant(value=str(attribute))]):
            return widening.narrow_by_attribute(context, name, attribute, holds=holds)
        case _:
            return True


def _narrow_instance(context: Context, name: str, kinds: ast.expr, *, holds: bool) -> bool:
    value = context.lookup(name)
    asked = context.evaluate(kinds)
    known = context.state.items(asked).values if isinstance(asked, Collection) else members(asked)
    if value is None:
        return True
    if value is UNKNOWN:
        entries = [
            each
            for each in known
            if isinstance(each, Class) and each.entry is not None and each.entry.kind == "estimator"
        ]
        if holds and entries and len(entries) == len(known):
            made: list[Value] = []
            for each in entries:
                assert each.entry is not None
                made.append(context.instance(Instance(each.entry, None, each.user), Record(fitted="maybe", open=True)))
            context.bind(name, context.one_of(tuple(made)))
        return True
    kept: list[Value] = []
    for member in members(value):
        answers = [truth.is_instance(member, kind) for kind in known]
        decided = True if True in answers else None if None in answers or not answers else False
        if decided is None or decided == holds:
            kept.append(member)
    if not kept:
        return False
    if len(kept) < len(members(value)):
        widening.keep(context, name, value, tuple(kept))
    return True
