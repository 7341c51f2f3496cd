"""Installed modules as far as names go: what each binds at its top, and where that came from."""

from __future__ import annotations

import ast
import os
import stat
from collections.abc import Iterator, Sequence

from fitlens.record import NamedTuple

_INIT = "__init__.py"
_LARGEST = 2_000_000


class Imported(NamedTuple):
    """A name that an import binds."""

    module: str
    name: str | None
    """What is taken from the module; None for the module itself."""


class Alias(NamedTuple):
    """A name that is another one's: `XGBModelBase = BaseEstimator`."""

    value: ast.expr


Binding = ast.ClassDef | ast.FunctionDef | Imported | Alias | None
"""None: something that is neither a class nor a function, or cannot be told."""
Stamp = tuple[str, int, int]
"""A file with its time of change and size: that it is still the one that was read."""


class Module:
    """One module's names. Attributes are written once."""

    def __init__(self, path: str, file: str, tree: ast.Module) -> None:
        self.path = path
        """Dotted."""
        self.file = file
        self.is_package = os.path.basename(file) == _INIT
        self.bindings: dict[str, list[Binding]] = {}
        """What a name may be, the likeliest first: a `try` before its `except`, an `if` before its `else`."""
        self.stars: list[str] = []
        """Modules of which every public name is imported."""
        self.exported: frozenset[str] | None = None
        """What `from module import *` binds, where `__all__` says it."""
        self.added: set[str] = set()
        """Attributes that are set on whatever at its top: on classes, too."""
        self._gather(tree.body, False)

    @property
    def package(self) -> str:
        """The package that relative imports in it start from."""
        return self.path if self.is_package else self.path.rpartition(".")[0]

    def _gather(self, body: Sequence[ast.stmt], perhaps: bool) -> None:
        for statement in body:
            match statement:
                case ast.ClassDef():
                    self._bind(statement.name, statement, perhaps)
                case ast.FunctionDef():
                    self._bind(statement.name, statement, perhaps)
                case ast.AsyncFunctionDef():
                    self._bind(statement.name, None, perhaps)
                case ast.Import():
                    for alias in statement.names:
                        path = alias.name if alias.asname else alias.name.partition(".")[0]
                        self._bind(alias.asname or path, Imported(path, None), perhaps)
                case ast.ImportFrom():
                    self._import_from(statement, perhaps)
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        if isinstance(target, ast.Attribute):
                            self.added.add(target.attr)
                        self._assign(target, value, perhaps)
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    self._assign(target, value, perhaps)
                case ast.AugAssign(target=ast.Name(id="__all__"), value=value):
                    more = _texts(value)
                    known = self.exported
                    self.exported = known | more if known is not None and more is not None else None
                case ast.Try():
                    for part in (statement.body, *(h.body for h in statement.handlers), statement.orelse):
                        self._gather(part, True)
                    self._gather(statement.finalbody, perhaps)
                case ast.If():
                    if not _only_for_types(statement.test):
                        self._gather(statement.body, True)
                    self._gather(statement.orelse, True)
                case ast.With():
                    self._gather(statement.body, perhaps)
                case _:
                    pass

    def _bind(self, name: str, binding: Binding, perhaps: bool) -> None:
        if perhaps:
            self.bindings.setdefault(name, []).append(binding)
        else:
            self.bindings[name] = [binding]

    def _assign(self, target: ast.expr, value: ast.expr, perhaps: bool) -> None:
        if isinstance(target, ast.Name):
            if target.id == "__all__":
                self.exported = _texts(value)
            self._bind(target.id, Alias(value) if isinstance(value, ast.Name | ast.Attribute) else None, perhaps)

    def _import_from(self, statement: ast.ImportFrom, perhaps: bool) -> None:
        module = statement.module or ""
        if statement.level:
            parts = self.package.split(".")
            above = parts[: len(parts) - statement.level + 1]
            if not above:
                return
            module = ".".join([*above, module] if module else above)
        for alias in statement.names:
            if alias.name == "*":
                self.stars.append(module)
            else:
                self._bind(alias.asname or alias.name, Imported(module, alias.name), perhaps)


class Modules:
    """The modules in some directories, each file read once until it changes."""

    def __init__(self, directories: Sequence[str]) -> None:
        self._directories = tuple(directories)
        self._read: dict[str, tuple[Stamp, Module | None]] = {}
        self.problems: dict[str, str] = {}
        """Files that could not be read, and why."""
        self.touched: set[Stamp] = set()
        """The files that answers since it was last emptied rest on."""
        self.parsed = 0
        """How many files were parsed in all."""

    def find(self, path: str) -> Module | None:
        """The module of that dotted path; None where there is none that can be read."""
        apart: str | None = None
        for directory in self._directories:
            base = os.path.join(directory, *path.split("."))
            for file in (os.path.join(base, _INIT), f"{base}.py"):
                try:
                    status = os.stat(file)
                except (OSError, ValueError):
                    continue
                if not stat.S_ISREG(status.st_mode):
                    continue  # a pipe would never end
                stamp = (file, status.st_mtime_ns, status.st_size)
                self.touched.add(stamp)
                kept = self._read.get(file)
                if kept is None or kept[0] != stamp:
                    kept = self._read[file] = (stamp, self._parse(path, file, status.st_size))
                return kept[1]
            if apart is None and os.path.isdir(base):
                apart = base
        # A directory without `__init__.py` is a package that binds nothing.
        return None if apart is None else Module(path, os.path.join(apart, _INIT), ast.Module([], []))

    def _parse(self, path: str, file: str, size: int) -> Module | None:
        self.problems.pop(file, None)
        if size > _LARGEST:
            self.problems[file] = f"is not read: {size:,} bytes are more than {_LARGEST:,}"
            return None
        self.parsed += 1
        try:
            with open(file, "rb") as stream:
                return Module(path, file, ast.parse(stream.read()))
        except SyntaxError as error:
            self.problems[file] = f"does not parse as Python: line {error.lineno}: {error.msg}"
        except (ValueError, RecursionError, MemoryError) as error:
            self.problems[file] = f"does not parse as Python: {error}"
        except OSError as error:
            self.problems[file] = f"cannot be read: {error.strerror}"
        return None


def unchanged(stamps: Sequence[Stamp]) -> bool:
    """Whether files are still those that were read."""
    try:
        return all((s := os.stat(file)) and (s.st_mtime_ns, s.st_size) == (when, size) for file, when, size in stamps)
    except OSError:
        return False


def dotted(node: ast.expr) -> str | None:
    """`a.b.c` as text; None for any other expression."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(names)])


def public_modules(directory: str, package: str) -> Iterator[str]:
    """The dotted paths of a package's modules that a user may import from, its own first; tests are left out."""
    yield package
    base = os.path.join(directory, package)
    for current, directories, files in os.walk(base):
        directories[:] = sorted(d for d in directories if not d.startswith(("_", ".")) and d not in ("tests", "test"))
        inside = os.path.relpath(current, directory).replace(os.sep, ".")
        if current != base and _INIT in files:
            yield inside
        for name in sorted(files):
            if name.endswith(".py") and not name.startswith("_"):
                yield f"{inside}.{name[:-3]}"


def _texts(value: ast.expr) -> frozenset[str] | None:
    if not isinstance(value, ast.List | ast.Tuple):
        return None
    texts = [each.value for each in value.elts if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return frozenset(texts) if len(texts) == len(value.elts) else None


def _only_for_types(test: ast.expr) -> bool:
    return (dotted(test) or "").rpartition(".")[2] == "TYPE_CHECKING"
