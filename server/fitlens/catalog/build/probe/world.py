"""What there is: scikit-learn's modules, and its public classes and functions with the paths they are imported from."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from fitlens.catalog.build.probe.paths import OUTSIDE, documented_paths, is_private, public_path, references_in

PACKAGE = "sklearn"


@dataclass(frozen=True, slots=True)
class World:
    """A scikit-learn that was imported whole."""

    version: str
    modules: dict[str, ModuleType]
    """By path, private ones too."""
    public: dict[str, Any]
    """Public path -> class or function."""
    paths: dict[int, str]
    """`id` of a class or function -> its public path."""
    documented: dict[str, str]
    """Public path -> the longer public path that scikit-learn's own references use."""

    def path_of(self, found: object) -> str | None:
        """The public path of a class or function, or None where it has none."""
        path = self.paths.get(id(found))
        return path if path is not None and self.public[path] is found else None

    def classes(self) -> Iterator[tuple[str, type]]:
        """Public classes, sorted by path."""
        return ((path, found) for path, found in self.public.items() if inspect.isclass(found))

    def functions(self) -> Iterator[tuple[str, Any]]:
        """Public functions, sorted by path."""
        return ((path, found) for path, found in self.public.items() if not inspect.isclass(found))


def survey() -> World:
    """Imports every module of scikit-learn and finds what is public. Raises ImportError where there is none."""
    package = importlib.import_module(PACKAGE)
    modules = dict(_modules(package))
    references = references_in(_sources(modules))
    candidates: dict[int, tuple[Any, list[str]]] = {}
    for module_path, module in modules.items():
        if is_private(module_path):
            continue
        listed = getattr(module, "__all__", None)
        for name in sorted(listed if listed is not None else vars(module)):
            found = getattr(module, name, None)
            if name.startswith("_") or not _ours(found):
                continue
            path = f"{module_path}.{name}"
            # Without `__all__` a module does not tell what it offers from what it merely uses.
            if listed is None and found.__module__ != module_path and not references[path]:
                continue
            candidates.setdefault(id(found), (found, []))[1].append(path)
    public: dict[str, Any] = {}
    aliases: dict[str, list[str]] = {}
    for found, paths in candidates.values():
        chosen = public_path(paths, lambda path: _listed(modules, path))
        public[chosen] = found
        aliases[chosen] = paths
    public = dict(sorted(public.items()))
    return World(
        version=str(getattr(package, "__version__")),  # noqa: B009 - a module's attributes are not known to the checker
        modules=modules,
        public=public,
        paths={id(found): path for path, found in public.items()},
        documented=documented_paths(references, aliases),
    )


def _modules(package: ModuleType) -> Iterator[tuple[str, ModuleType]]:
    """Every importable module, sorted; the experimental ones first, for they add names to others."""
    yield PACKAGE, package
    names = sorted(walk(package.__path__, PACKAGE + "."), key=lambda name: (".experimental" not in name, name))
    for name in names:
        try:
            yield name, importlib.import_module(name)
        except ImportError:  # wants a library that scikit-learn itself does without (Cython, pytest)
            continue


def walk(path: Any, prefix: str) -> Iterator[str]:
    """The modules in a package, by path, but for what is not scikit-learn's own; packages among them are imported."""
    for info in pkgutil.iter_modules(path, prefix):
        if info.name.rpartition(".")[2] in OUTSIDE:
            continue
        yield info.name
        if info.ispkg:
            try:
                inner = importlib.import_module(info.name)
            except ImportError:
                continue
            yield from walk(inner.__path__, info.name + ".")


def _listed(modules: dict[str, ModuleType], path: str) -> bool:
    module, _, name = path.rpartition(".")
    return name in getattr(modules[module], "__all__", ())


def _ours(found: Any) -> bool:
    """Whether it is a class or function that scikit-learn defines."""
    if not (inspect.isclass(found) or inspect.isroutine(found)):
        return False
    module = str(getattr(found, "__module__", None))
    return module.startswith(PACKAGE + ".") and ".externals" not in module


def _sources(modules: dict[str, ModuleType]) -> Iterator[str]:
    for module in modules.values():
        try:
            yield inspect.getsource(module)
        except (OSError, TypeError):  # a compiled module
            continue
