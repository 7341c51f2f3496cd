"""What only scikit-learn's source says of a version: what warns that it will go, and what modules have without listing it.

Read out of a wheel or an installed package, never imported. `seen.jsonl` keeps what was read, a line for each version, so
that the history is written without the sources.
"""

from __future__ import annotations

import ast
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from fitlens.catalog.history import numbers
from fitlens.catalog.store import CatalogError

PACKAGE = "sklearn"
SEEN = Path(__file__).parent / "seen.jsonl"
_LEFT_OUT = {"tests", "externals", "setup.py", "conftest.py"}
_WARNS_OF_POSITION = "_deprecate_positional_args"
_VERSION = re.compile(r"\b[01]\.\d+\b")
_SHIM = ("deprecated_path", "correct_import_path")
"""The two constants of a module that 0.22 left behind where a private one took its place."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One version. Names are given by the module that defines them: `sklearn.svm._base.BaseSVC.probA_`."""

    version: str
    """Its minor version."""
    deprecated: dict[str, str | None] = field(default_factory=dict[str, str | None])
    """What stands under `@deprecated` -> the version that its text announces the end for, if any."""
    positional: tuple[str, ...] = ()
    """Callables that still take by position, with a warning, what their signature makes keyword-only."""
    shims: dict[str, str] = field(default_factory=dict[str, str])
    """Module that is only left to warn -> the module to import from."""
    unlisted: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Public module -> names it has without naming them in its `__all__`: they can be imported all the same."""


def read_sources(place: Path) -> Seen:
    """Reads a wheel, or a directory that holds the package. Raises CatalogError where there is no scikit-learn in it."""
    version = ""
    deprecated: dict[str, str | None] = {}
    positional: list[str] = []
    shims: dict[str, str] = {}
    unlisted: dict[str, tuple[str, ...]] = {}
    for module, package, text in _modules(place):
        tree = ast.parse(text)
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        if module == PACKAGE:
            version = ".".join(str(constants.get("__version__", "")).split(".")[:2])
        if all(isinstance(constants.get(name), str) for name in _SHIM):
            shims[module] = str(constants[_SHIM[1]])
        for name, decorators in _decorated(tree, module):
            for decorator in decorators:
                if _name_of(decorator) == "deprecated":
                    deprecated[name] = _announced(decorator)
                elif _name_of(decorator) == _WARNS_OF_POSITION:
                    positional.append(name)
        names = _unlisted(tree, package=package)
        if names and not any(part.startswith("_") for part in module.split(".")):
            unlisted[module] = names
    if not version:
        raise CatalogError(f"{place}: neither a wheel of scikit-learn nor a directory that holds one installed")
    return Seen(
        version,
        dict(sorted(deprecated.items())),
        tuple(sorted(positional)),
        dict(sorted(shims.items())),
        dict(sorted(unlisted.items())),
    )


def keep(found: Seen, file: Path = SEEN) -> None:
    """Writes what was read into the file, in place of what it said of that version."""
    everything = {**load(file), found.version: found}
    lines = [
        json.dumps({key: value for key, value in asdict(everything[version]).items() if value}, separators=(",", ":"))
        for version in sorted(everything, key=numbers)
    ]
    file.write_text("".join(line + "\n" for line in lines), "utf-8", newline="\n")


def load(file: Path = SEEN) -> Mapping[str, Seen]:
    """What is kept, by version."""
    if not file.exists():
        return {}
    found: dict[str, Seen] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        written = json.loads(line)
        found[written["version"]] = Seen(
            written["version"],
            written.get("deprecated", {}),
            tuple(written.get("positional", ())),
            written.get("shims", {}),
            {module: tuple(names) for module, names in written.get("unlisted", {}).items()},
        )
    return found


def _modules(place: Path) -> Iterator[tuple[str, bool, str]]:
    """Module path, whether it is a package, and source of every file, sorted."""
    try:
        if place.is_dir():
            for file in sorted((place / PACKAGE).rglob("*.py")):
                parts = file.relative_to(place).parts
                if _LEFT_OUT.isdisjoint(parts):
                    yield *_module_path(parts), file.read_text(encoding="utf-8")
            return
        with zipfile.ZipFile(place) as wheel:
            for name in sorted(wheel.namelist()):
                parts = tuple(name.split("/"))
                if name.startswith(PACKAGE + "/") and name.endswith(".py") and _LEFT_OUT.isdisjoint(parts):
                    yield *_module_path(parts), wheel.read(name).decode("utf-8")
    except (OSError, zipfile.BadZipFile) as error:
        raise CatalogError(f"{place}: cannot be read: {error}") from error


def _module_path(parts: tuple[str, ...]) -> tuple[str, bool]:
    path = ".".join((*parts[:-1], parts[-1].removesuffix(".py")))
    return path.removesuffix(".__init__"), path.endswith(".__init__")


def _decorated(tree: ast.Module, module: str) -> Iterator[tuple[str, list[ast.expr]]]:
    """Classes, functions and what classes define, by path, each with its decorators."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield f"{module}.{node.name}", node.decorator_list
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{module}.{node.name}.{inner.name}", inner.decorator_list


def _name_of(decorator: ast.expr) -> str | None:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else None


def _announced(decorator: ast.expr) -> str | None:
    """The newest version in the decorator's text, where that names two or says when it goes; else None."""
    text = " ".join(
        node.value for node in ast.walk(decorator) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    found = sorted(set(_VERSION.findall(text)), key=numbers)
    return found[-1] if len(found) > 1 or (found and re.search(r"remov|drop", text)) else None


def _unlisted(tree: ast.Module, *, package: bool) -> tuple[str, ...]:
    """What a module with `__all__` has beside what that names: its own classes and functions, of a package its parts'."""
    listed: set[str] | None = None
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(each, ast.Name) and each.id == "__all__" for each in node.targets
        ):
            constants = (each.value for each in ast.walk(node.value) if isinstance(each, ast.Constant))
            listed = {value for value in constants if isinstance(value, str)}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom) and package and node.level == 1:
            names.update(each.asname or each.name for each in node.names)
    return tuple(sorted(name for name in names - listed if not name.startswith("_"))) if listed is not None else ()
