"""What a test tells about the branches behind it, and which exceptions a block catches."""

from __future__ import annotations

import ast

from fitlens.analysis.context import Context
from fitlens.analysis.state import Record
from fitlens.analysis.values import UNKNOWN, Class, Collection, Instance, Value, members, one_of

ANY = "*"


def guards(test: ast.expr) -> frozenset[str]:
    """Exceptions that the branches of a test need not fear: it asked for the attribute, or for the version, before."""
    found: set[str] = set()
    for node in ast.walk(test):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if name in ("hasattr", "getattr"):
            found |= {"AttributeError", "NotFittedError"}
        if "version" in name.lower() or name == "check_is_fitted":
            found.add(ANY)
    return frozenset(found)


def exceptions(node: ast.expr | None) -> frozenset[str]:
    """The names of the exceptions that a handler catches; "*" for all."""
    if node is None:
        return frozenset((ANY,))
    if isinstance(node, ast.Tuple):
        return frozenset(name for each in node.elts for name in exceptions(each))
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ANY
    return frozenset((ANY if name in ("Exception", "BaseException", "object") else name,))


def caught_by_context(node: ast.expr) -> frozenset[str]:
    """The exceptions that `with pytest.raises(...)`, `suppress(...)`, `self.assertRaises(...)` expect."""
    if not isinstance(node, ast.Call):
        return frozenset()
    name = (
        node.func.id
        if isinstance(node.func, ast.Name)
        else node.func.attr
        if isinstance(node.func, ast.Attribute)
        else ""
    )
    words = name.replace("_", "").lower()
    if not (words in ("raises", "suppress") or words.startswith("assertraises")):
        return frozenset()
    return frozenset(found for each in node.args for found in exceptions(each)) or frozenset((ANY,))


def narrow(context: Context, test: ast.expr, *, holds: bool) -> None:
    """Rebind the names that a test tells something about, for the branch in which it holds or does not."""
    match test:
        case ast.UnaryOp(op=ast.Not()):
            narrow(context, test.operand, holds=not holds)
        case ast.BoolOp(op=ast.And()) if holds:
            for each in test.values:
                narrow(context, each, holds=True)
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), kinds]):
            _narrow_instance(context, name, kinds, holds=holds)
        case _:
            pass


def _narrow_instance(context: Context, name: str, kinds: ast.expr, *, holds: bool) -> None:
    value = context.lookup(name)
    asked = context.evaluate(kinds)
    found = context.state.items(asked).values if isinstance(asked, Collection) else members(asked)
    paths = [each.entry.path for each in found if isinstance(each, Class) and each.entry is not None]
    if value is None or len(paths) != len(found) or not paths:
        return
    if value is UNKNOWN:
        entries = [
            each
            for each in found
            if isinstance(each, Class) and each.entry is not None and each.entry.kind == "estimator"
        ]
        if holds and len(entries) == len(found):
            made: list[Value] = []
            for each in entries:
                assert each.entry is not None
                made.append(context.instance(Instance(each.entry, None, each.user), Record(fitted="maybe", open=True)))
            context.bind(name, one_of(tuple(made)))
        return
    kept = tuple(
        member
        for member in members(value)
        if not isinstance(member, Instance)
        or holds == any(path == member.entry.path or path in member.entry.bases for path in paths)
    )
    if kept:
        context.bind(name, one_of(kept))
