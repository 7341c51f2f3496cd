"""Follows a dotted path through the installed packages to a class, and its bases to scikit-learn's."""

from __future__ import annotations

import ast
import os
import time
from collections.abc import Iterator
from functools import cached_property

from fitlens.catalog.model import ClassEntry, FunctionEntry
from fitlens.catalog.store import Catalog
from fitlens.environment.search_path import package_directories
from fitlens.environment.third_party.ancestry import Ancestor
from fitlens.environment.third_party.entry import BASE, entry_of
from fitlens.environment.third_party.handed import Handed
from fitlens.environment.third_party.members import Members, made_from_fields, members
from fitlens.environment.third_party.modules import (
    Alias,
    Binding,
    Imported,
    Module,
    Modules,
    Stamp,
    dotted,
    public_modules,
    unchanged,
)
from fitlens.environment.third_party.packages import builds_on_scikit_learn
from fitlens.environment.third_party.returned import made_by
from fitlens.record import NamedTuple

_ROOT = "sklearn"
_MOST_FILES = 120
_DEEPEST = 40
_FRESH = 1.0
"""Seconds for which an answer is not compared with the files again."""
_MOST_CALLS = 5
"""Functions that call each other for what they give."""
_PLAIN = frozenset({"object", "ABC", "abc.ABC", "Generic", "typing.Generic", "Protocol", "typing.Protocol"})


class Source(NamedTuple):
    """A class statement and its place."""

    module: Module
    node: ast.ClassDef

    @property
    def path(self) -> str:
        """Where it is defined, dotted."""
        return f"{self.module.path}.{self.node.name}"


class Factory(NamedTuple):
    """A function and the module it stands in."""

    module: Module
    node: ast.FunctionDef


Target = Source | Factory | ClassEntry | str
"""A class or function of a package's, a class of scikit-learn's, or the dotted path of a module."""
CALLED = "()"
"""Behind the path of a function: what is asked for is what it gives."""


class _TooMuch(Exception):
    """More files lead to a name than are worth reading."""


class _Kept(NamedTuple):
    entry: ClassEntry | None
    stamps: tuple[Stamp, ...]


class ThirdParty:
    """The estimators beside one installed scikit-learn. Not thread-safe."""

    def __init__(self, directory: str | None, catalog: Catalog) -> None:
        """directory: holds the installed packages (`Installation.directory`); None where there are none."""
        self._directory = directory
        self._catalog = catalog
        self._kept: dict[str, _Kept] = {}
        self._checked: dict[str, float] = {}
        self._rests_on: dict[Stamp, None] = {}
        self._gates: dict[str, bool] = {}
        self._members: dict[ast.ClassDef, Members] = {}
        self._sources: dict[str, Source] = {}
        self._leads: dict[tuple[str, str], Target | None] = {}
        self._limit = 0
        self._led: dict[str, tuple[str, int]] = {}
        self._unled: dict[str, bool] = {}
        """Paths that lead to nothing that is found by reading, and whether that was told."""

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be read so far, each with its file: `…/broken.py: does not parse as Python: …`."""
        return tuple(f"{file}: {why}" for file, why in self._modules.problems.items())

    @property
    def files_read(self) -> int:
        """How many files were parsed so far."""
        return self._modules.parsed

    @property
    def rests_on(self) -> tuple[Stamp, ...]:
        """The files that the answers so far rest on."""
        return tuple(self._rests_on)

    def resolve(self, path: str) -> ClassEntry | None:
        """The estimator that a dotted path leads to (`imblearn.over_sampling.SMOTE`); None where there is none to read.

        An estimator derives from BaseEstimator, or answers `fit`, `get_params` and `set_params` as one does. A path that ends
        in `()` asks for the estimator that a function gives (`package.make_model()`), where it always gives one of that class.
        """
        if self._directory is None or "." not in path or path.startswith(f"{_ROOT}."):
            return None
        kept = self._kept.get(path)
        now = time.monotonic()
        if kept is not None and (now - self._checked[path] < _FRESH or unchanged(kept.stamps)):
            self._checked[path] = now
            return kept.entry
        self._modules.touched.clear()
        self._leads.clear()
        self._limit = self._modules.parsed + _MOST_FILES
        entry = None
        try:
            if self._is_open(path.partition(".")[0]):
                entry = self._found(path)
        except (_TooMuch, RecursionError):
            self._modules.problems[path] = f"more than {_MOST_FILES} files lead there: not read"
        self._kept[path] = _Kept(entry, tuple(self._modules.touched))
        self._rests_on.update(dict.fromkeys(self._modules.touched))
        self._checked[path] = now
        return entry

    def builds_on(self, package: str) -> bool:
        """Whether an installed package of that name (its first part) has to do with scikit-learn."""
        return self._directory is not None and self._is_open(package)

    def unled(self) -> tuple[str, ...]:
        """Paths that were asked for and lead to nothing that is found by reading: each is told once."""
        found = tuple(path for path, told in self._unled.items() if not told)
        self._unled.update(dict.fromkeys(found, True))
        return found

    def learn(self, path: str, defined: str, line: int) -> None:
        """Someone knows where a path of `unled` leads to: the dotted path where the name is defined, and the 1-based line."""
        self._led[path] = defined, line
        for asked in (path, path + CALLED):
            self._kept.pop(asked, None)

    def estimators(self, package: str, seconds: float = 10.0) -> Iterator[ClassEntry]:
        """Every estimator that can be imported from a package's public modules, each once; as many as the time allows."""
        if self._directory is None:
            return
        deadline = time.monotonic() + seconds
        seen: set[str] = set()
        for path in public_modules(self._directory, package):
            module = self._modules.find(path)
            self._limit = self._modules.parsed + _MOST_FILES
            for name in sorted(self._own_names(module, package)) if module is not None else ():
                if time.monotonic() > deadline:
                    return
                entry = self.resolve(f"{path}.{name}")
                if entry is not None and entry.path not in seen and entry.defined.startswith(package):
                    seen.add(entry.path)
                    yield entry

    def _found(self, path: str) -> ClassEntry | None:
        named = path.removesuffix(CALLED)
        target = self._find(named)
        if target is None:
            self._unled.setdefault(named, False)
            target = self._defined(*self._led[named]) if named in self._led else None
        if named != path:
            return self._made(target)
        return self._entry(target) if isinstance(target, Source) else None

    def _defined(self, path: str, line: int) -> Target | None:
        """The class or function of that path, if it begins on that line: a method may be called like it."""
        target = self._find(path)
        return target if isinstance(target, Source | Factory) and target.node.lineno == line else None

    def _made(self, target: Target | None, depth: int = 0) -> ClassEntry | None:
        """The one class of what a function gives; of a class, what calling it gives is that class's."""
        if depth > _MOST_CALLS:
            return None
        if isinstance(target, ClassEntry):
            return target if depth and target.kind == "estimator" else None
        if isinstance(target, Source):
            return self._entry(target) if depth else None
        made = made_by(target.node) if isinstance(target, Factory) else None
        if made is None:
            return None
        assert isinstance(target, Factory)
        inside = Module(target.module.path, target.module.file, ast.Module(list(made.imports), []))
        found: dict[str, ClassEntry | None] = {}
        for callee in made.callees:
            entry = self._made(self._value(target.module, callee, inside=inside), depth + 1)
            found[entry.path if entry is not None else ""] = entry
        return next(iter(found.values())) if len(found) == 1 else None

    @cached_property
    def _modules(self) -> Modules:
        return Modules(self._directories)

    @cached_property
    def _directories(self) -> tuple[str, ...]:
        return () if self._directory is None else package_directories(self._directory)

    def _is_open(self, package: str) -> bool:
        known = self._gates.get(package)
        if known is None:
            known = self._gates[package] = any(builds_on_scikit_learn(each, package) for each in self._directories)
        return known

    def _names(self, module: Module, seen: frozenset[str] = frozenset()) -> set[str]:
        """What a module binds; seen: those that are being asked already, for modules may import each other."""
        names = set(module.bindings)
        for star in module.stars:
            other = self._module(star) if star not in seen else None
            if other is not None:
                names |= self._public(other, seen | {module.path})
        return names

    def _own_names(self, module: Module, package: str) -> set[str]:
        """The public names of a module that may be the package's own classes."""
        names = {
            star_name for star in module.stars if (other := self._module(star)) for star_name in self._public(other)
        }
        for name, bindings in module.bindings.items():
            for binding in bindings:
                if isinstance(binding, Imported):
                    if binding.module.partition(".")[0] == package:
                        names.add(name)
                elif binding is not None and not isinstance(binding, ast.FunctionDef):
                    names.add(name)
        return {name for name in names if not name.startswith("_")}

    def _public(self, module: Module, seen: frozenset[str] = frozenset()) -> set[str]:
        """What `from module import *` binds."""
        if module.exported is not None:
            return set(module.exported)
        return {name for name in self._names(module, seen) if not name.startswith("_")}

    def _module(self, path: str) -> Module | None:
        if self._modules.parsed > self._limit:
            raise _TooMuch
        return self._modules.find(path)

    def _find(self, path: str, depth: int = 0) -> Target | None:
        """What a dotted path leads to."""
        if depth > _DEEPEST:
            return None
        module, _, name = path.rpartition(".")
        if not module:
            return path if path == _ROOT or self._module(path) is not None else None
        holder = self._find(module, depth + 1)
        return self._attribute(holder, name, depth + 1) if isinstance(holder, str) else None

    def _attribute(self, path: str, name: str, depth: int) -> Target | None:
        """What a module's name leads to: what the module binds comes before a submodule.

        One that is being asked already leads nowhere: modules that import each other would go on for ever.
        """
        if depth > _DEEPEST:
            return None
        key = (path, name)
        if key not in self._leads:
            self._leads[key] = None
            self._leads[key] = self._lead(path, name, depth)
        return self._leads[key]

    def _lead(self, path: str, name: str, depth: int) -> Target | None:
        if path == _ROOT or path.startswith(f"{_ROOT}."):
            known = self._catalog.resolve(f"{path}.{name}")
            if known is not None:
                return known if isinstance(known, ClassEntry | str) else None
        module = self._module(path)
        if module is not None:
            for binding in module.bindings.get(name, ()):
                found = self._bound(module, binding, depth)
                if found is not None:
                    return found
            for star in module.stars:
                other = self._module(star)
                if other is not None and other is not module and name in self._public(other):
                    found = self._attribute(star, name, depth + 1)
                    if found is not None:
                        return found
        inner = f"{path}.{name}"
        return inner if self._module(inner) is not None else None

    def _bound(self, module: Module, binding: Binding, depth: int) -> Target | None:
        match binding:
            case ast.ClassDef():
                return Source(module, binding)
            case ast.FunctionDef():
                return Factory(module, binding)
            case Imported(target, None):
                return self._find(target, depth + 1)
            case Imported(target, str(imported)):
                return self._find(f"{target}.{imported}", depth + 1)
            case Alias(value):
                return self._value(module, value, depth + 1)
            case _:
                return None

    def _value(self, module: Module, node: ast.expr, depth: int = 0, inside: Module | None = None) -> Target | None:
        """What an expression in a module, a name or a dotted one, leads to.

        inside: the names of the function that it stands in, which come before the module's.
        """
        path = dotted(node)
        if path is None:
            return None
        first, *rest = path.split(".")
        local = inside.bindings.get(first) if inside is not None else None
        target = self._bound(module, local[0], depth) if local else self._attribute(module.path, first, depth + 1)
        for name in rest:
            target = self._attribute(target, name, depth + 1) if isinstance(target, str) else None
        return target

    def _entry(self, source: Source) -> ClassEntry | None:
        ancestors = [self._ancestor(path) for path in self._linear(source, ())]
        public, file = self._public_path(source), self._file(source)
        return entry_of(source.node, public, file, source.module.path, ancestors, self._handed, self._function)

    def _function(self, path: str) -> FunctionEntry | None:
        found = self._catalog.resolve(path)
        return found if isinstance(found, FunctionEntry) else None

    def _public_path(self, source: Source) -> str:
        """The shortest path that leads to a class."""
        parts = source.module.path.split(".")
        for length in range(1, len(parts)):
            path = ".".join(parts[:length])
            module = self._module(path)
            if module is not None and source.node.name in self._names(module):
                target = self._attribute(path, source.node.name, 0)
                if isinstance(target, Source) and target.node is source.node:
                    return f"{path}.{source.node.name}"
        return source.path

    def _file(self, source: Source) -> str:
        return os.path.relpath(source.module.file, self._directory).replace(os.sep, "/")

    def _ancestor(self, path: str) -> Ancestor:
        source = self._sources.get(path)
        if source is not None:
            found = self._members.get(source.node)
            if found is None:
                found = self._members[source.node] = members(source.node)
            return Ancestor(path, found, None, made_from_fields(source.node), self._added(source, found), source.module)
        entry = self._catalog.resolve(path) if path else None
        return Ancestor(path, None, entry if isinstance(entry, ClassEntry) else None, False)

    def _added(self, source: Source, found: Members) -> frozenset[str] | None:
        try:
            names = self._handed.names(source.module, sorted(found.passed, key=str))
            decorated = [self._handed.decorated(source.module, each) for each in source.node.decorator_list]
        except _TooMuch:
            return None
        if names is None or None in decorated:
            return None
        return names.union(source.module.added, *(each for each in decorated if each is not None))

    @cached_property
    def _handed(self) -> Handed:
        base = self._catalog.resolve(BASE)
        return Handed(self._module, frozenset(base.attributes) if isinstance(base, ClassEntry) else frozenset())

    def _linear(self, source: Source, below: tuple[ast.ClassDef, ...]) -> list[str]:
        """The method resolution order, by paths; an empty path stands for a class that could not be read."""
        self._sources[source.path] = source
        if source.node in below:
            return [source.path]
        lists: list[list[str]] = []
        for base in source.node.bases:
            if (dotted(base.value if isinstance(base, ast.Subscript) else base) or "") in _PLAIN:
                continue
            target = self._value(source.module, base)
            if isinstance(target, Source):
                lists.append(self._linear(target, (*below, source.node)))
            elif isinstance(target, ClassEntry):
                lists.append([target.path, *target.bases])
            else:
                lists.append([""])
        return [source.path, *merged([*lists, [each[0] for each in lists]])]


def merged(lists: list[list[str]]) -> list[str]:
    """C3's merge: each class before those it derives from, the order of bases kept; where that cannot be, by depth."""
    pending = [list(each) for each in lists if each]
    order: list[str] = []
    while pending:
        for each in pending:
            head = each[0]
            if not any(head in other[1:] for other in pending):
                break
        else:
            return list(dict.fromkeys([*order, *(name for each in pending for name in each)]))
        order.append(head)
        pending = [rest for each in pending if (rest := each[1:] if each[0] == head else each)]
    return order
