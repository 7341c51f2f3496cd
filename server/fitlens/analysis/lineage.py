"""The classes that an estimator class of the document derives from, in the order in which Python asks them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from fitlens.analysis.classes import bound_in
from fitlens.analysis.own_use import Method, OwnUse, own_use
from fitlens.analysis.values import Class, UserClass, UserFunction
from fitlens.catalog.model import ClassEntry

Ancestor = UserClass | str
"""A class of the program, or the path of another."""


def resolution_order(user: UserClass) -> tuple[Ancestor, ...] | None:
    """Itself first; None where it is not known, or Python would refuse it."""
    orders: list[list[Ancestor]] = []
    firsts: list[Ancestor] = []
    for base in user.direct:
        if base is None:
            continue
        order = _order(base)
        if order is None:
            return None
        orders.append(order)
        firsts.append(order[0])
    merged = _merged([*orders, firsts])
    return None if merged is None else (user, *merged)


def _order(base: Class) -> list[Ancestor] | None:
    if base.user is not None:
        found = resolution_order(base.user)
        return None if found is None else list(found)
    return None if base.entry is None else [base.entry.path, *base.entry.bases]


def _merged(orders: list[list[Ancestor]]) -> list[Ancestor] | None:
    """What Python makes of the orders of the bases (C3)."""
    found: list[Ancestor] = []
    left = [order for order in orders if order]
    while left:
        behind = {each for order in left for each in order[1:]}
        head = next((order[0] for order in left if order[0] not in behind), None)
        if head is None:
            return None
        found.append(head)
        left = [order for order in ([each for each in order if each != head] for order in left) if order]
    return found


class Lineage:
    """A class with those of the program that it derives from, and what each of their methods does."""

    def __init__(self, user: UserClass) -> None:
        self.user = user
        order = resolution_order(user)
        self.known = order is not None and not user.opaque
        self.order: tuple[Ancestor, ...] = order or (user,)
        self.own = [each for each in self.order if isinstance(each, UserClass)]
        """Those of the program."""
        self.entries = list(_entries(user))
        """Those of the catalog, and of packages, that they derive from directly."""
        self._bound = {each: {n for s in each.node.body for n in bound_in(s)} for each in self.own}
        self._uses: dict[ast.AST, OwnUse] = {}

    @property
    def foreign(self) -> list[ClassEntry]:
        """Those of other packages."""
        return [entry for entry in self.entries if entry.is_foreign]

    @property
    def strange(self) -> bool:
        """Whether one of them is not known to the last of its ancestors, or changes classes that derive from it."""
        return any(entry.dynamic or "__init_subclass__" in entry.defines for entry in self.foreign)

    def defines(self, *names: str) -> bool:
        """Whether a class of the program, or of another package, binds one of the names in its body."""
        return any(name in self._bound[each] for each in self.own for name in names) or any(
            name in entry.defines for entry in self.entries for name in names
        )

    def binds(self, name: str) -> bool:
        """Whether instances have an attribute of that name without anybody setting it there."""
        return any(name in self._bound[each] for each in self.own) or any(
            name in entry.attributes or entry.method_named(name) for entry in self.entries
        )

    def method(self, name: str) -> UserFunction | None:
        """The plain method of the program that an instance answers with; None where it is another's, or decorated."""
        for each in self.own:
            if name in self._bound[each]:
                return plain(each.methods.get(name))
        return None

    def use(self, method: Method) -> OwnUse:
        """What a method does with its instance."""
        found = self._uses.get(method)
        if found is None:
            found = self._uses[method] = own_use(method)
        return found

    def uses(self) -> Iterator[tuple[str, OwnUse]]:
        """What each method of the classes of the program does, overridden ones included."""
        for each in self.own:
            for name, function in each.methods.items():
                if not isinstance(function.node, ast.Lambda) and function.kind not in ("static", "class"):
                    yield name, self.use(function.node)

    def reached(self, start: Sequence[UserFunction]) -> tuple[list[UserFunction], bool]:
        """Methods that others call on their instance, themselves included; and whether they call any that is not known."""
        found = list(start)
        unknown = False
        for function in found:
            if isinstance(function.node, ast.Lambda):
                continue
            for name in sorted(self.use(function.node).calls):
                called = self.method(name)
                if called is None:
                    unknown = True
                elif called not in found:
                    found.append(called)
        return found, unknown


def plain(function: UserFunction | None) -> UserFunction | None:
    """The method, where it is a `def` without decorators."""
    if function is None or function.kind != "plain" or not isinstance(function.node, ast.FunctionDef):
        return None
    return None if function.node.decorator_list else function


def _entries(user: UserClass) -> Iterator[ClassEntry]:
    for base in user.direct:
        if base is None:
            continue
        if base.user is not None:
            yield from _entries(base.user)
        elif base.entry is not None:
            yield base.entry
