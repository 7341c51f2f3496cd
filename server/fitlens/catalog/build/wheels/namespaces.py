"""What the names in a module stand for, found by following imports through the sources: nothing is executed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from fitlens.catalog.build.wheels.sources import Source, Sources


@dataclass(frozen=True, slots=True)
class Definition:
    """A class or function."""

    module: str
    node: ast.ClassDef | ast.FunctionDef

    @property
    def path(self) -> str:
        """Where it is defined: `sklearn.svm.classes.SVC`."""
        return f"{self.module}.{self.node.name}"


@dataclass(frozen=True, slots=True)
class ModuleName:
    """A module of scikit-learn."""

    path: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """Something in a module without readable source."""

    module: str
    name: str


@dataclass(frozen=True, slots=True)
class Value:
    """An assigned expression, to be read in its module."""

    module: str
    expression: ast.expr


@dataclass(frozen=True, slots=True)
class External:
    """Something of another package, or a builtin."""

    path: str


Target = Definition | ModuleName | Compiled | Value | External


@dataclass(frozen=True, slots=True)
class _Import:
    module: str
    name: str


@dataclass(slots=True)
class _Namespace:
    names: dict[str, Target | _Import] = field(default_factory=dict[str, Target | _Import])
    listed: list[str] | None = None
    """`__all__`."""
    forwards: list[str] = field(default_factory=list[str])
    """Modules whose names a module-level `__getattr__` hands on."""


class Namespaces:
    """The names of all modules."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._spaces: dict[str, _Namespace] = {}
        self._pending: list[tuple[str, str, Target | _Import | None]] = []
        for module in sources.modules:
            self._space(module)
        # What `sklearn.experimental` adds to other modules: both forms that it has used.
        for module, name, target in self._pending:
            space = self._spaces[module]
            if target is not None:
                space.names[name] = target
            elif space.listed is not None and name not in space.listed:
                space.listed.append(name)

    def names(self, module: str) -> list[str]:
        """Everything bound in a module, and its submodules."""
        space = self._spaces[module]
        handed = (name for each in space.forwards if each in self._spaces for name in self._spaces[each].names)
        prefix = module + "."
        inner = (path[len(prefix) :] for path in self._sources.modules if path.startswith(prefix))
        return list(dict.fromkeys([*space.names, *handed, *(name for name in inner if "." not in name)]))

    def listed(self, module: str) -> list[str] | None:
        """`__all__`, or None where it has none."""
        return self._spaces[module].listed

    def look_up(self, module: str, name: str) -> Target | None:
        """What a name in a module stands for, imports followed; None where that leads nowhere."""
        for _ in range(20):  # longer only where modules import from each other in a circle
            space = self._spaces.get(module)
            if space is None:
                return External(f"{module}.{name}")
            target = space.names.get(name)
            if target is None or target == _Import(module, name):  # `from . import _base`
                submodule = f"{module}.{name}"
                if submodule in self._sources.modules:
                    return ModuleName(submodule)
                if self._sources.modules[module] is None:
                    return Compiled(module, name)
                for each in space.forwards:
                    found = self.look_up(each, name)
                    if found is not None:
                        return found
                return None
            if isinstance(target, Value) and isinstance(target.expression, ast.Name):
                if target.expression.id == name:
                    return None
                name = target.expression.id
            elif isinstance(target, _Import):
                module, name = target.module, target.name
            else:
                return target
        return None

    def evaluate(self, module: str, expression: ast.expr) -> Target | None:
        """What a name or a dotted path stands for; None for other expressions and what is not known."""
        match expression:
            case ast.Name(id=name):
                found = self.look_up(module, name)
                return External(name) if found is None and module in self._sources.modules else found
            case ast.Attribute(value=owner, attr=name):
                match self.evaluate(module, owner):
                    case ModuleName(path):
                        return self.look_up(path, name)
                    case External(path):
                        return External(f"{path}.{name}")
                    case _:
                        return None
            case _:
                return None

    def _space(self, module: str) -> _Namespace:
        space = self._spaces.get(module)
        if space is None:
            # Entered before it is filled: modules that import each other see what there is so far.
            space = self._spaces[module] = _Namespace()
            source = self._sources.modules.get(module)
            if source is not None:
                self._fill(space, source, source.tree.body)
        return space

    def _fill(self, space: _Namespace, source: Source, body: Iterable[ast.stmt]) -> None:
        for node in _reachable(body):
            match node:
                case ast.FunctionDef(name="__getattr__"):
                    space.forwards += [path for name in _handed_on(node) if (path := _module_in(space, name))]
                case ast.ClassDef() | ast.FunctionDef():
                    space.names[node.name] = Definition(source.module, node)
                case ast.Import():
                    self._import(space, node)
                case ast.ImportFrom():
                    self._import_from(space, source, node)
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        self._assign(space, source, target, value)
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    self._assign(space, source, target, value)
                case ast.AugAssign(target=target, value=value):
                    self._extend(space, target, value)
                case ast.Expr(value=ast.Call(func=func, args=arguments)):
                    self._call(space, func, arguments)
                case ast.Delete(targets=targets):
                    for target in targets:
                        if isinstance(target, ast.Name):
                            space.names.pop(target.id, None)
                case _:
                    pass

    def _import(self, space: _Namespace, node: ast.Import) -> None:
        for alias in node.names:
            path = alias.name if alias.asname else alias.name.partition(".")[0]
            inside = path in self._sources.modules
            space.names[alias.asname or path] = ModuleName(path) if inside else External(path)

    def _import_from(self, space: _Namespace, source: Source, node: ast.ImportFrom) -> None:
        base = source.package.split(".")
        base = base[: len(base) - node.level + 1] if node.level else []
        module = ".".join([*base, *([node.module] if node.module else [])])
        for alias in node.names:
            if alias.name != "*":
                space.names[alias.asname or alias.name] = _Import(module, alias.name)
            elif module in self._sources.modules:
                inner = self._space(module)
                listed = inner.listed
                for name in listed if listed is not None else [each for each in inner.names if each[0] != "_"]:
                    space.names[name] = _Import(module, name)

    def _assign(self, space: _Namespace, source: Source, target: ast.expr, value: ast.expr) -> None:
        match target:
            case ast.Name(id="__all__"):
                texts = _texts(value)
                if texts is not None:
                    space.listed = texts
            case ast.Name(id=name):
                space.names[name] = Value(source.module, value)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                for each in elements:
                    self._assign(space, source, each, ast.Constant(...))
            case ast.Attribute(value=ast.Name(id=owner), attr=name):
                self._add(space, owner, name, value)
            case _:
                pass

    def _extend(self, space: _Namespace, target: ast.expr, value: ast.expr) -> None:
        match target:
            case ast.Name(id="__all__") if space.listed is not None:
                space.listed += _texts(value) or []
            case ast.Attribute(value=ast.Name(id=owner), attr="__all__"):
                module = _module_in(space, owner)
                self._pending += [(module, name, None) for name in _texts(value) or [] if module]
            case _:
                pass

    def _call(self, space: _Namespace, func: ast.expr, arguments: list[ast.expr]) -> None:
        match func, arguments:
            case ast.Attribute(value=ast.Name(id="__all__"), attr="extend"), [names] if space.listed is not None:
                space.listed += _texts(names) or []
            case ast.Attribute(value=ast.Name(id="__all__"), attr="append"), [ast.Constant(value=str() as name)]:
                if space.listed is not None:
                    space.listed.append(name)
            case ast.Name(id="setattr"), [ast.Name(id=owner), ast.Constant(value=str() as name), value]:
                self._add(space, owner, name, value)
            case _:
                pass

    def _add(self, space: _Namespace, owner: str, name: str, value: ast.expr) -> None:
        """`owner.name = value` in a module, where owner is another one."""
        module = _module_in(space, owner)
        if module in self._sources.modules and isinstance(value, ast.Name):
            target = space.names.get(value.id)
            if target is not None:
                self._pending.append((module, name, target))


def _module_in(space: _Namespace, name: str) -> str | None:
    match space.names.get(name):
        case ModuleName(path):
            return path
        case _Import(module, inner):
            return f"{module}.{inner}"
        case _:
            return None


def _reachable(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module as they may run: all branches, those that stand first in a `try` or `if` last."""
    for node in body:
        match node:
            case ast.If(body=inner, orelse=otherwise):
                yield from _reachable(otherwise)
                yield from _reachable(inner)
            case ast.Try(body=inner, handlers=handlers, orelse=otherwise, finalbody=final):
                for handler in handlers:
                    yield from _reachable(handler.body)
                for part in (inner, otherwise, final):
                    yield from _reachable(part)
            case ast.With(body=inner):
                yield from _reachable(inner)
            case _:
                yield node


def _texts(value: ast.expr) -> list[str] | None:
    """A list of text constants; None for anything else."""
    if not isinstance(value, ast.List | ast.Tuple):
        return None
    found = [element.value for element in value.elts if isinstance(element, ast.Constant)]
    return cast("list[str]", found) if all(isinstance(each, str) for each in found) else None


def _handed_on(node: ast.FunctionDef) -> Iterator[str]:
    """Names of the modules that a module's `__getattr__` asks: `return getattr(_base, name)`."""
    for each in ast.walk(node):
        match each:
            case ast.Call(func=ast.Name(id="getattr"), args=[ast.Name(id=module), _]):
                yield module
            case _:
                pass
