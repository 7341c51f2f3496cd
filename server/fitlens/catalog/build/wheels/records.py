"""Public classes and functions as records, as far as their source tells.

What only watching them tells is left empty. An estimator's record says that the class may have attributes that are not
listed: fit sets some from outside the class, which no reading of its source finds.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from fitlens.catalog.build.docstrings import documented_names
from fitlens.catalog.build.probe.assignments import (
    assigned_by_functions_in,
    assigned_in_class,
    rewritten_in_classes,
)
from fitlens.catalog.build.probe.classes import Kind, split_names
from fitlens.catalog.build.probe.tags import ROLES
from fitlens.catalog.build.wheels.classes import Classes, SourceClass, builtin_class
from fitlens.catalog.build.wheels.methods import methods_of
from fitlens.catalog.build.wheels.namespaces import Compiled, Definition, Namespaces
from fitlens.catalog.build.wheels.signatures import OPEN, line_of, parameters_of
from fitlens.catalog.build.wheels.sources import PACKAGE, Sources
from fitlens.catalog.model import ClassEntry, FunctionEntry, Parameter

_ESTIMATOR = PACKAGE + ".base.BaseEstimator"
_KERNEL = PACKAGE + ".gaussian_process.kernels.Kernel"
_SETTERS = (PACKAGE + ".base", PACKAGE + ".utils.validation")
"""Modules whose functions set attributes on the estimators they are given."""


class Records:
    """Makes the records."""

    def __init__(self, sources: Sources, namespaces: Namespaces, public: dict[Definition | Compiled, str]) -> None:
        self._sources = sources
        self._namespaces = namespaces
        self._classes = Classes(namespaces)
        self._public = public
        self._names: dict[SourceClass, frozenset[str]] = {}
        self._rewritten: dict[SourceClass, frozenset[str]] = {}
        self._set_by_functions = frozenset(
            name
            for module in _SETTERS
            if (source := sources.modules.get(module)) is not None
            for name in assigned_by_functions_in(source.tree)
        )

    def entry(self, found: Definition | Compiled) -> ClassEntry | FunctionEntry:
        """The record of a public class or function."""
        path = self._public[found]
        if isinstance(found, Compiled):
            if found.name[0].isupper():
                return ClassEntry(path, "other", found.module, "", 1, parameters=OPEN, dynamic=True)
            return FunctionEntry(path, found.module, "", 1, OPEN)
        source = self._sources.modules[found.module]
        assert source is not None
        if isinstance(found.node, ast.FunctionDef):
            parameters = parameters_of(self._namespaces, found.module, found.node, bound=False)
            return FunctionEntry(path, found.module, source.file, line_of(found.node), parameters)
        return self._class_entry(path, source.file, self._classes.of(found))

    def _class_entry(self, path: str, file: str, found: SourceClass) -> ClassEntry:
        kind = self._kind(found)
        methods = tuple(methods_of(self._namespaces, self._classes, found))
        parameters = self._constructor(found)
        learns = found.derives_from(_ESTIMATOR)
        for each in found.known:
            if each not in self._names:
                self._names[each] = frozenset(_names(each))
                self._rewritten[each] = rewritten_in_classes([each.node])
        names = {name for each in found.known for name in self._names[each]}
        rewritten = {name for each in found.known for name in self._rewritten[each]}
        names |= {name for each in found.mro if isinstance(each, str) for name in _builtin_names(each)}
        learned, attributes = split_names(
            names - {each.name for each in (*methods, *parameters)},
            documented_names(_docstring(found)),
            learns=learns,
        )
        given = self._set_by_functions - {each.name for each in learned} if learns else frozenset[str]()
        foreign = any(isinstance(each, str) and builtin_class(each) is None for each in found.mro)
        return ClassEntry(
            path=path,
            kind=kind,
            defined=found.definition.module,
            file=file,
            line=line_of(found.node),
            bases=tuple(self._base_path(each) for each in found.mro[1:]),
            parameters=parameters,
            methods=methods,
            learned=learned,
            attributes=tuple(sorted({*attributes, *given})),
            dynamic=kind == "estimator" or foreign or any("__getattr__" in each.methods for each in found.known),
            tags=tuple(_tags(found)),
            rewritten=tuple(sorted(rewritten & {each.name for each in parameters})),
        )

    def _kind(self, found: SourceClass) -> Kind:
        name = found.node.name
        if found.derives_from(_ESTIMATOR) and found.definition.path != _ESTIMATOR and not found.abstract:
            return "estimator"
        if found.definition.path == _ESTIMATOR or found.abstract or name.endswith("Mixin"):
            return "mixin"
        if found.derives_from(_KERNEL):
            return "kernel"
        if found.method("split") and found.method("get_n_splits"):
            return "splitter"
        return "display" if found.method("plot") else "other"

    def _constructor(self, found: SourceClass) -> tuple[Parameter, ...]:
        for each in found.mro:
            if isinstance(each, SourceClass):
                if "__init__" in each.methods:
                    node = each.methods["__init__"]
                    return parameters_of(self._namespaces, each.definition.module, node, bound=True)
            elif each != "object" and not each.startswith("abc."):
                return OPEN
        return ()

    def _base_path(self, base: SourceClass | str) -> str:
        if isinstance(base, str):
            return base
        return self._public.get(base.definition, base.definition.path)


def _names(found: SourceClass) -> Iterator[str]:
    """What one class gives its instances."""
    mangled = found.node.name.lstrip("_")
    for name in (*found.methods, *found.others, *assigned_in_class(found.node)):
        if not name.startswith("__"):
            yield name
        elif not name.endswith("__"):
            yield f"_{mangled}{name}"


def _builtin_names(path: str) -> Sequence[str]:
    known = builtin_class(path)
    return [name for name in dir(known) if not name.startswith("__")] if known else []


def _docstring(found: SourceClass) -> str:
    """Its own or the nearest of its bases."""
    return next((text for each in found.known if (text := ast.get_docstring(each.node))), "")


def _tags(found: SourceClass) -> list[str]:
    names = {each.node.name for each in found.known if each.definition.module == _SETTERS[0]}
    return [word for name, word in ROLES.items() if name in names]
