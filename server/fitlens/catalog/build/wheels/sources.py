"""The modules in a wheel, or in a directory that holds the package: their syntax trees, and the names of compiled ones."""

from __future__ import annotations

import ast
import os
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fitlens.catalog.build.probe.paths import OUTSIDE
from fitlens.catalog.store import CatalogError

PACKAGE = "sklearn"


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One module."""

    module: str
    """`sklearn.svm.classes`."""
    file: str
    """Relative to the directory that holds the package: `sklearn/svm/classes.py`."""
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        """What a relative import with one dot starts from."""
        return self.module if self.file.endswith("__init__.py") else self.module.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Sources:
    """A scikit-learn that was read whole."""

    version: str
    modules: dict[str, Source | None]
    """By path, sorted; None where there is no source that can be read: compiled modules."""


def read_sources(place: Path) -> Sources:
    """Reads a wheel, or the directory that holds the package `sklearn`.

    Raises CatalogError where it is neither.
    """
    modules: dict[str, Source | None] = {}
    try:
        for file, content in _files(place):
            module = _module_of(file)
            if module is None or not OUTSIDE.isdisjoint(module.split(".")):
                continue
            if content is None:
                modules.setdefault(module, None)
            else:
                modules[module] = _parsed(module, file, content)
    except (OSError, zipfile.BadZipFile) as error:
        raise CatalogError(f"{place}: cannot be read: {error}") from error
    package = modules.get(PACKAGE)
    version = _version(package.tree) if package else None
    if version is None:
        raise CatalogError(f"{place}: holds no package {PACKAGE} that tells its version")
    return Sources(version, dict(sorted(modules.items())))


def _files(place: Path) -> Iterator[tuple[str, bytes | None]]:
    """Path and content of every file that may be a module; no content for a compiled one."""
    if place.is_dir():
        for file in sorted((place / PACKAGE).rglob("*")):
            name = file.relative_to(place).as_posix()
            if name.endswith(".py"):
                yield name, file.read_bytes()
            elif name.endswith((".so", ".pyd")):
                yield name, None
        return
    with zipfile.ZipFile(place) as wheel:
        for name in sorted(wheel.namelist()):
            if name.endswith(".py"):
                yield name, wheel.read(name)
            elif name.endswith((".so", ".pyd")):
                yield name, None


def _module_of(file: str) -> str | None:
    folder, name = os.path.split(file)
    stem = name.partition(".")[0]
    parts = [*folder.split("/"), *(() if stem == "__init__" else (stem,))]
    return ".".join(parts) if parts[0] == PACKAGE and all(part.isidentifier() for part in parts) else None


def _parsed(module: str, file: str, content: bytes) -> Source | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # escapes that newer Pythons do not like
            return Source(module, file, content.decode("utf-8"), ast.parse(content))
    except (SyntaxError, ValueError):
        return None


def _version(tree: ast.Module) -> str | None:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__version__")], value=ast.Constant(value=str() as version)):
                return version
            case _:
                pass
    return None
