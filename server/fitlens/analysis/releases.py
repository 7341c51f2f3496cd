"""What a program asks of scikit-learn's version: decided for the one it is judged by, where every patch of it answers alike.

A judged version is a minor version, of which any patch may be installed. So `1.9` is at least `1.9`, but whether it is at
least `1.9.1` is not known.
"""

from __future__ import annotations

import ast
import re
from typing import Literal

from fitlens.analysis.context import Context
from fitlens.analysis.values import UNKNOWN, Collection, Constant, Release, Value
from fitlens.catalog.store import Catalog

_PARSERS = frozenset({"parse", "parse_version", "Version", "LooseVersion", "StrictVersion"})
"""Functions of whatever package by which version texts become comparable as versions."""
_METADATA = frozenset({"importlib.metadata.version", "importlib_metadata.version"})
_NUMBERS = re.compile(r"v?(\d+(?:\.\d+)*)(?:[.-]?(?:dev|a|b|rc)\d*)?")
_SEQUENCES = frozenset({"builtins.tuple", "builtins.list"})
_SEPARATORS = re.compile(r"[-_.]+")

Order = Literal[-1, 0, 1]


def is_about(path: str) -> bool:
    """Whether a function, called with one argument, may have to do with versions."""
    return path.rpartition(".")[2] in _PARSERS or path in _METADATA or path in _SEQUENCES


def call(context: Context, path: str, node: ast.expr, value: Value) -> Value | None:
    """What such a function gives for its argument; None where it has nothing to do with versions this time."""
    if path in _SEQUENCES:
        numbers = numbers_of(context, node)
        return None if numbers is UNKNOWN else numbers
    if path in _METADATA:
        named = value.value if isinstance(value, Constant) else None
        about = isinstance(named, str) and _SEPARATORS.sub("-", named).lower() == "scikit-learn"
        return judged(context.catalog) if about else None
    found = parsed(value)
    return None if found is UNKNOWN else found


def judged(catalog: Catalog) -> Release:
    """`sklearn.__version__`."""
    return Release(tuple(int(part) for part in catalog.version.split(".")), "text", exact=False)


def parsed(value: Value) -> Value:
    """What `parse(value)` gives."""
    if isinstance(value, Release):
        return Release(value.parts, "parsed", exact=value.exact)
    if isinstance(value, Constant) and isinstance(value.value, str):
        match = _NUMBERS.fullmatch(value.value.strip())
        if match is not None:
            return Release(tuple(int(part) for part in match[1].split(".")), "parsed", exact=True)
    return UNKNOWN


def attribute(release: Release, name: str) -> Value:
    """`parse(...).release`, `.major`, `.minor`."""
    match name:
        case "release" | "version" if release.form == "parsed":
            return Release(release.parts, "tuple", exact=release.exact)
        case "base_version" if release.form == "parsed":
            return Release(release.parts, "text", exact=release.exact)
        case "major" if release.parts:
            return Constant(release.parts[0])
        case "minor" if len(release.parts) > 1:
            return Constant(release.parts[1])
        case _:
            return UNKNOWN


def item(release: Release, key: Value | slice) -> Value:
    """`release[:2]`, `release[0]`, of the numbers."""
    if release.form != "tuple":
        return UNKNOWN
    if isinstance(key, slice):
        whole = key.start in (None, 0) and key.step is None and isinstance(key.stop, int)
        if whole and 0 <= key.stop <= len(release.parts):
            return Release(release.parts[: key.stop], "tuple", exact=True)
        return UNKNOWN
    if isinstance(key, Constant) and isinstance(key.value, int) and 0 <= key.value < len(release.parts):
        return Constant(release.parts[key.value])
    return UNKNOWN


def method(release: Release, name: str, prefix: Value) -> Value:
    """`sklearn.__version__.startswith(prefix)`; of other methods nothing is known."""
    if (
        name != "startswith"
        or release.form != "text"
        or not isinstance(prefix, Constant)
        or not isinstance(prefix.value, str)
    ):
        return UNKNOWN
    known = _text(release)
    if known.startswith(prefix.value):
        return Constant(True)
    return UNKNOWN if prefix.value.startswith(known) else Constant(False)


def numbers_of(context: Context, node: ast.expr) -> Value:
    """`map(int, version.split(".")[:2])` and `int(part) for part in version.split(".")`, as a tuple or list of them holds them."""
    source: ast.expr
    match node:
        case ast.Call(func=ast.Name(id="map"), args=[ast.Name(id="int"), source]):
            pass
        case (
            ast.GeneratorExp(elt=elt, generators=[ast.comprehension(target=target, iter=source, ifs=[])])
            | ast.ListComp(elt=elt, generators=[ast.comprehension(target=target, iter=source, ifs=[])])
        ):
            match elt, target:
                case ast.Call(func=ast.Name(id="int"), args=[ast.Name(id=one)]), ast.Name(id=other) if one == other:
                    pass
                case _:
                    return UNKNOWN
        case _:
            return UNKNOWN
    stop: int | None = None
    match source:
        case ast.Subscript(value=inner, slice=ast.Slice(lower=None, upper=ast.Constant(value=int(upper)), step=None)):
            source, stop = inner, upper
        case _:
            pass
    match source:
        case ast.Call(func=ast.Attribute(value=owner, attr="split"), args=[ast.Constant(value=".")]):
            with context.unrecorded():
                release = context.evaluate(owner)
        case _:
            return UNKNOWN
    if not isinstance(release, Release) or release.form != "text":
        return UNKNOWN
    numbers = Release(release.parts, "tuple", exact=release.exact)
    return numbers if stop is None else item(numbers, slice(None, stop))


def compare(context: Context, left: Value, op: ast.cmpop, right: Value) -> bool | None:
    """What a comparison with a version comes to; None where another patch might answer otherwise."""
    if isinstance(left, Release) and left.form == "text" and isinstance(right, Constant):
        order = _text_order(left, right.value)
    elif isinstance(right, Release) and right.form == "text" and isinstance(left, Constant):
        order = _reversed(_text_order(right, left.value))
    else:
        a, b = _release(context, left), _release(context, right)
        if a is None or b is None or a.form != b.form or a.form == "text":
            return None
        order = _order(a, b)
    if order is None:
        return None
    low, high = order
    match op:
        case ast.Lt():
            return True if high < 0 else False if low >= 0 else None
        case ast.LtE():
            return True if high <= 0 else False if low > 0 else None
        case ast.Gt():
            return True if low > 0 else False if high <= 0 else None
        case ast.GtE():
            return True if low >= 0 else False if high < 0 else None
        case ast.Eq():
            return True if low == high == 0 else False if low > 0 or high < 0 else None
        case ast.NotEq():
            return False if low == high == 0 else True if low > 0 or high < 0 else None
        case _:
            return None


def _release(context: Context, value: Value) -> Release | None:
    if isinstance(value, Release):
        return value
    if isinstance(value, Collection) and value.kind in ("tuple", "list"):
        items = context.state.items(value)
        numbers = [each.value if isinstance(each, Constant) else None for each in items.values]
        parts = tuple(number for number in numbers if isinstance(number, int))
        if items.exact and len(parts) == len(numbers):
            return Release(parts, "tuple", exact=True)
    return None


def _order(a: Release, b: Release) -> tuple[Order, Order] | None:
    """The least and the greatest that comparing two versions may give."""
    if not a.exact and not b.exact:
        return None
    if not b.exact:
        return _reversed(_order(b, a))
    own, other = a.parts, b.parts
    if a.form == "parsed":  # 1.9 is 1.9.0 to it
        width = max(len(own), len(other))
        other = other + (0,) * (width - len(other))
        own = own + (0,) * (width - len(own)) if a.exact else own
    shared = min(len(own), len(other)) if not a.exact else max(len(own), len(other))
    if own[:shared] != other[:shared]:
        return (1, 1) if own[:shared] > other[:shared] else (-1, -1)
    if a.exact:
        return 0, 0
    rest = other[shared:]
    if a.form == "parsed":
        return (0, 1) if not any(rest) else (-1, 1)
    return (1, 1) if not rest else (0, 1) if not any(rest) else (-1, 1)


def _text(release: Release) -> str:
    """What the version's text begins with, and all of it where that is exact."""
    return ".".join(map(str, release.parts)) + ("" if release.exact else ".")


def _text_order(release: Release, other: object) -> tuple[Order, Order] | None:
    """As texts compare, letter by letter: to Python, "1.10.0" comes before "1.9"."""
    if not isinstance(other, str):
        return None
    known = _text(release)
    if release.exact:
        return (0, 0) if known == other else (1, 1) if known > other else (-1, -1)
    if other.startswith(known):
        return (-1, 1)
    return (1, 1) if known > other else (-1, -1)


def _reversed(order: tuple[Order, Order] | None) -> tuple[Order, Order] | None:
    if order is None:
        return None
    turned: dict[Order, Order] = {-1: 1, 0: 0, 1: -1}
    return turned[order[1]], turned[order[0]]
