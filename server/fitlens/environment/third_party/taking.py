"""Which estimators a package's class is given that its fit surely fits, a clone of them mostly: read from its source."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import TypeGuard

from fitlens.catalog.model import Composition, FunctionEntry
from fitlens.environment.third_party.ancestry import Ancestor
from fitlens.environment.third_party.certain import certain_calls, leaves
from fitlens.environment.third_party.handed import Handed
from fitlens.environment.third_party.members import Members, first_argument
from fitlens.environment.third_party.modules import Module, dotted
from fitlens.nodes import children, nodes

_CLONE = "clone"
_SETTERS = frozenset({"set_params", "__dict__", "__setattr__"})
_READERS = frozenset({"isinstance", "hasattr", "getattr", "type", "callable", "repr", "str"})

FindFunction = Callable[[str], FunctionEntry | None]


class Taking:
    """One class, by its ancestors."""

    def __init__(self, ancestors: Sequence[Ancestor], handed: Handed, function: FindFunction) -> None:
        """function: what the catalog knows of a function of scikit-learn's."""
        self._ancestors = ancestors
        self._handed = handed
        self._function = function
        self._below: set[str] = set()
        """Methods that are being read already."""

    def compositions(self, names: Sequence[str]) -> Iterator[Composition]:
        """For each of these hyperparameters that takes an estimator which every fit fits as it was given, or clones of it."""
        fitted = self._fitted_by("fit", 0)
        for name in names:
            if name in fitted and self._is_kept(name):
                uses = [use for each in self._ancestors for use in self._uses(each, name)]
                if None not in uses:
                    yield Composition(name, "one", "copy" if "given" not in uses else "given")

    def _fitted_by(self, name: str, start: int) -> set[str]:
        """The attributes of the instance that a method fits whatever holds, themselves or clones of them."""
        for at in range(start, len(self._ancestors)):
            members, module = self._ancestors[at].members, self._ancestors[at].module
            function = None if members is None else members.functions.get(name)
            if function is None or module is None or isinstance(function, ast.AsyncFunctionDef):
                continue
            if name in self._below and start == 0:
                return set()
            self._below.add(name)
            return set(self._fitted_in(function, module, at))
        return set()

    def _fitted_in(self, function: ast.FunctionDef, module: Module, at: int) -> Iterator[str]:
        this = first_argument(function)
        clones: dict[str, str] = {}
        for statement in function.body:
            for call in certain_calls(statement):
                yield from self._fitted_by_call(call, this, module, at, clones)
            match statement:
                case ast.Assign(targets=[target], value=ast.Call() as value):
                    path, cloned = dotted(target), self._cloned(value, this, module)
                    if path is not None and cloned is not None and _stores(function, path) == 1:
                        clones[path] = cloned
                case _:
                    pass
            if leaves(statement):
                return

    def _fitted_by_call(
        self, call: ast.Call, this: str, module: Module, at: int, clones: dict[str, str]
    ) -> Iterator[str]:
        match call.func:
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner == this:
                yield from self._fitted_by(name, 0)
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super"), args=[]), attr=name):
                yield from self._fitted_by(name, at + 1)
            case ast.Attribute(value=ast.Call() as value, attr=name) if name.startswith("fit"):
                cloned = self._cloned(value, this, module)
                if cloned is not None:
                    yield cloned
            case ast.Attribute(value=value, attr=name) if name.startswith("fit"):
                path = dotted(value) or ""
                if path in clones:
                    yield clones[path]
                elif path.startswith(f"{this}.") and path.count(".") == 1:
                    yield path.partition(".")[2]
            case _:
                for entry in self._functions(call, module):
                    for name, node in _given(call, entry):
                        if name in (*entry.clones, *entry.fits) and _is_of(node, this):
                            yield node.attr

    def _cloned(self, call: ast.Call, this: str, module: Module) -> str | None:
        """The attribute of the instance that a call makes a clone of."""
        argument = call.args[0] if len(call.args) == 1 else None
        if not _is_of(argument, this):
            return None
        return argument.attr if any(each.returns_clone for each in self._functions(call, module)) else None

    def _functions(self, call: ast.Call, module: Module) -> list[FunctionEntry]:
        """The functions of scikit-learn's that are called; none where something else may be."""
        path = dotted(call.func)
        targets = list(self._handed.targets(module, path)) if path is not None else []
        found = [self._function(each) if isinstance(each, str) else None for each in targets]
        known = [each for each in found if each is not None]
        return known if len(known) == len(targets) else []

    def _is_kept(self, name: str) -> bool:
        """Whether the constructor stores the argument as it is."""
        for ancestor in self._ancestors:
            function = None if ancestor.members is None else ancestor.members.functions.get("__init__")
            for statement in function.body if function is not None else ():
                match statement:
                    case ast.Assign(targets=[ast.Attribute(attr=attr)], value=ast.Name(id=given)) if attr == name:
                        return given == name
                    case _:
                        pass
        return False

    def _uses(self, ancestor: Ancestor, name: str) -> Iterator[str | None]:
        """What each use of the attribute comes to: it is only read, fitted as it was "given", or (None) anything."""
        members, module = ancestor.members, ancestor.module
        if members is None or module is None:
            return
        for function in members.functions.values():
            this = first_argument(function)
            if function.name != "__init__":
                yield from (self._use(node, above, module) for node, above in _read(function, this, name))
        if self._is_passed_on(members, module):
            yield None

    def _use(self, node: ast.Attribute, above: Sequence[ast.AST], module: Module) -> str | None:
        parent = next((each for each in above if not isinstance(each, ast.keyword)), None)
        if not isinstance(node.ctx, ast.Load):
            return None
        match parent:
            case ast.Call() if parent.func is not node:
                if isinstance(parent.func, ast.Name) and parent.func.id in _READERS:
                    return "read"
                known = self._functions(parent, module)
                names = [name for entry in known for name, each in _given(parent, entry) if each is node]
                return (
                    None if not known else "given" if any(name in e.fits for e in known for name in names) else "read"
                )
            case ast.Attribute(attr=attr):
                return None if attr in _SETTERS else "given" if attr.startswith(("fit", "partial_fit")) else "read"
            case ast.Compare() | ast.UnaryOp() | ast.If():
                return "read"
            case _:
                return None

    def _is_passed_on(self, members: Members, module: Module) -> bool:
        """Whether the instance is handed to code that may do anything with what it holds."""
        for each in members.passed:
            targets = list(self._handed.targets(module, each.function))
            if not targets or not all(isinstance(target, str) for target in targets):
                return True
        return members.open


def _is_of(node: ast.expr | None, this: str) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == this


def _given(call: ast.Call, entry: FunctionEntry) -> Iterator[tuple[str, ast.expr]]:
    """The arguments of a call, by the names that a function has for them."""
    yield from zip((each.name for each in entry.parameters), call.args, strict=False)
    yield from ((keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg)


def _stores(function: ast.FunctionDef, path: str) -> int:
    named = (each for each in nodes(function) if isinstance(each, (ast.Name, ast.Attribute)))
    return sum(isinstance(each.ctx, ast.Store) and dotted(each) == path for each in named)


def _read(
    node: ast.AST, this: str, name: str, above: tuple[ast.AST, ...] = ()
) -> Iterator[tuple[ast.Attribute, tuple[ast.AST, ...]]]:
    """Where the attribute of that name stands, with what stands around it, the nearest first."""
    for child in children(node):
        if isinstance(child, ast.Attribute) and child.attr == name and _is_of(child, this):
            yield child, (node, *above)
        yield from _read(child, this, name, (node, *above[:2]))
