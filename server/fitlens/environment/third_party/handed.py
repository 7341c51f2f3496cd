"""What functions do with an instance that a method hands to them: the names they set on it, read from their source."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from fitlens.environment.third_party.members import Passed, Use
from fitlens.environment.third_party.modules import Imported, Module, dotted
from fitlens.nodes import nodes

_ROOT = "sklearn"
_DEEPEST = 6

_HARMLESS = frozenset({"total_ordering", "final", "runtime_checkable"})
"""Decorators of Python's own that add no name to a class."""

Definition = ast.FunctionDef | ast.ClassDef
FindModule = Callable[[str], Module | None]


class Handed:
    """Follows functions through the modules of installed packages."""

    def __init__(self, find: FindModule, common: frozenset[str]) -> None:
        """common: the names that functions of scikit-learn's set on whatever estimator they are given."""
        self._find = find
        self._common = common

    def names(
        self, module: Module, passed: Sequence[Passed], depth: int = 0, *, within: bool = False
    ) -> frozenset[str] | None:
        """The names that calls in a module set on the instance they are handed; None where that cannot be told.

        within: what each function of scikit-learn's does is read as well, instead of what any of them may do.
        """
        found: set[str] = set()
        for each in passed:
            if depth > _DEEPEST:
                return None
            targets = list(self.targets(module, each.function, within=within))
            for target in targets:
                names = self._common if isinstance(target, str) else self._set_by(*target, each, depth, within=within)
                if names is None:
                    return None
                found |= names
            if not targets:
                return None
        return frozenset(found)

    def decorated(self, module: Module, decorator: ast.expr) -> frozenset[str] | None:
        """The names that a decorator sets on the class below it; None where it may do anything."""
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        path = dotted(called)
        if path is None:
            return None
        if path.rpartition(".")[2] in _HARMLESS:
            return frozenset()
        found: set[str] = set()
        targets = list(self.targets(module, path))
        for target in targets:
            function = None if isinstance(target, str) else _applied(target[1], called=called is not decorator)
            if function is None:
                return None
            use = Use(*function)
            if use.open or use.passed or not _gives_back(*function):
                return None
            found |= use.assigned
        return frozenset(found) if targets else None

    def class_at(self, path: str, depth: int = 0) -> tuple[Module, ast.ClassDef] | None:
        """The class at a dotted path, of scikit-learn's too, where the source is installed."""
        holder, _, name = path.rpartition(".")
        module = self._find(holder) if holder and depth <= _DEEPEST else None
        bindings = module.bindings.get(name, ()) if module is not None else ()
        if module is None or len(bindings) != 1:
            return None
        match bindings[0]:
            case ast.ClassDef() as found:
                return module, found
            case Imported(target, str(imported)):
                return self.class_at(f"{target}.{imported}", depth + 1)
            case _:
                return None

    def targets(
        self, module: Module, path: str, depth: int = 0, *, within: bool = False
    ) -> Iterator[tuple[Module, Definition] | str]:
        """The functions and classes that a name of a module may be: read from source, or the path of one of scikit-learn's.

        Nothing where any of them is not known.
        """
        if path.startswith(":"):
            yield from self._at(path[1:], depth + 1, within=within)
            return
        first, _, rest = path.partition(".")
        found: list[tuple[Module, Definition] | str] = []
        for binding in module.bindings.get(first, ()):
            match binding:
                case ast.FunctionDef() | ast.ClassDef() if not rest:
                    found.append((module, binding))
                    continue
                case Imported(target, name):
                    whole = ".".join(filter(None, (target, name, rest)))
                    more = list(self._at(whole, depth + 1, within=within))
                case _:
                    more = []
            if not more:
                return
            found += more
        yield from found

    def _at(self, path: str, depth: int, *, within: bool) -> Iterator[tuple[Module, Definition] | str]:
        if path.startswith(f"{_ROOT}.") and not within:
            yield path
            return
        holder, _, name = path.rpartition(".")
        module = self._find(holder) if holder and depth <= _DEEPEST else None
        if module is not None:
            yield from self.targets(module, name, depth, within=within)

    def _set_by(
        self, module: Module, function: Definition, passed: Passed, depth: int, *, within: bool
    ) -> frozenset[str] | None:
        if isinstance(function, ast.ClassDef) or function.decorator_list:
            return None
        name = _parameter(function, passed)
        if name is None:
            return None
        use = Use(function, name)
        more = None if use.open else self.names(module, sorted(use.passed, key=str), depth + 1, within=within)
        return None if more is None else more | use.assigned


def _parameter(function: ast.FunctionDef, passed: Passed) -> str | None:
    """The argument that gets the instance."""
    positional = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    if isinstance(passed.argument, str):
        return passed.argument if passed.argument in (*positional, *_keyword_only(function)) else None
    return positional[passed.argument] if passed.argument < len(positional) else None


def _keyword_only(function: ast.FunctionDef) -> list[str]:
    return [each.arg for each in function.args.kwonlyargs]


def _applied(decorator: Definition, *, called: bool) -> tuple[ast.FunctionDef, str] | None:
    """The function that gets the class, and as which argument: of `@deco`, of `@deco(...)`, of a class with `__call__`."""
    inner: ast.FunctionDef | None = decorator if isinstance(decorator, ast.FunctionDef) and not called else None
    if called:
        functions = [each for each in decorator.body if isinstance(each, ast.FunctionDef)]
        if isinstance(decorator, ast.ClassDef):
            functions = [each for each in functions if each.name == "__call__"]
        inner = functions[0] if len(functions) == 1 else None
    at = 1 if isinstance(decorator, ast.ClassDef) else 0
    if inner is None or len(inner.args.args) <= at:
        return None
    return inner, inner.args.args[at].arg


def _gives_back(function: ast.FunctionDef, name: str) -> bool:
    """Whether it returns what it is given, and nothing else."""
    returned = [node.value for node in nodes(function) if isinstance(node, ast.Return)]
    return bool(returned) and all(isinstance(each, ast.Name) and each.id == name for each in returned)
