"""One class or function as a record, as far as looking at it tells: nothing is called here but `inspect`."""

from __future__ import annotations

import importlib
import inspect
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from fitlens.catalog.build.probe.assignments import assigned_by_functions, assigned_names, rewritten_arguments
from fitlens.catalog.build.probe.signatures import constraints_of, parameters_of, type_path
from fitlens.catalog.build.probe.world import PACKAGE, World
from fitlens.catalog.model import ClassEntry, FunctionEntry, LearnedParameter, Method

Kind = Literal["estimator", "splitter", "kernel", "display", "mixin", "other"]


@dataclass(frozen=True, slots=True)
class Bases:
    """The classes of scikit-learn that tell kinds apart."""

    estimator: type
    kernel: type
    discovered: frozenset[type]
    """What `all_estimators()` lists."""


def find_bases() -> Bases:
    """Asks scikit-learn for them."""
    discovery: Any = importlib.import_module(PACKAGE + ".utils")
    return Bases(
        estimator=importlib.import_module(PACKAGE + ".base").BaseEstimator,
        kernel=importlib.import_module(PACKAGE + ".gaussian_process.kernels").Kernel,
        discovered=frozenset(found for _, found in discovery.all_estimators()),
    )


def class_entry(world: World, bases: Bases, path: str, found: type, documented: Iterable[str]) -> ClassEntry:
    """The record of a public class; `documented` are the names in its documentation's Attributes section."""
    file, line = where(found)
    methods = _methods(world, found)
    kind = kind_of(bases, found)
    parameters = parameters_of(world, found, constraints_of(found), bound=False)
    learned, attributes = split_names(
        names_of(found) - {each.name for each in (*methods, *parameters)},
        documented,
        learns=issubclass(found, bases.estimator),
    )
    return ClassEntry(
        path=path,
        kind=kind,
        defined=found.__module__,
        file=file,
        line=line,
        bases=tuple(base for each in found.__mro__[1:] if (base := type_path(world, each)) not in ("object", path)),
        parameters=parameters,
        methods=methods,
        learned=learned,
        attributes=tuple(sorted({*attributes, *(_given_by_functions(found, bases) - {each.name for each in learned})})),
        dynamic=any("__getattr__" in vars(each) for each in found.__mro__),
        rewritten=tuple(sorted(rewritten_arguments(found) & {each.name for each in parameters})),
    )


def function_entry(world: World, path: str, found: Any) -> FunctionEntry:
    """The record of a public function."""
    file, line = where(found)
    return FunctionEntry(
        path=path,
        defined=found.__module__,
        file=file,
        line=line,
        parameters=parameters_of(world, found, constraints_of(found), bound=False),
    )


def kind_of(bases: Bases, found: type) -> Kind:
    """What a class is to a user."""
    if found in bases.discovered:
        return "estimator"
    if found is bases.estimator or inspect.isabstract(found) or found.__name__.endswith("Mixin"):
        return "mixin"
    if issubclass(found, bases.kernel):
        return "kernel"
    if _has(found, "split", "get_n_splits"):
        return "splitter"
    return "display" if _has(found, "plot") else "other"


def split_names(
    names: Iterable[str], documented: Iterable[str], *, learns: bool
) -> tuple[tuple[LearnedParameter, ...], tuple[str, ...]]:
    """Names of a class parted into learned parameters, the documented ones first and in their order, and the rest."""
    described = list(dict.fromkeys(documented))
    everything = {*names, *described}
    learned = [name for name in described if learns and _looks_learned(name)]
    silent = sorted(name for name in everything if learns and _looks_learned(name) and name not in learned)
    return (
        tuple(LearnedParameter(name) for name in learned)
        + tuple(LearnedParameter(name, documented=False) for name in silent),
        tuple(sorted(everything - {*learned, *silent})),
    )


def names_of(found: type) -> frozenset[str]:
    """Every name that an instance can have, as far as the class and its source tell, without `__special__` ones."""
    names = set(dir(found))
    for each in found.__mro__:
        if each.__module__.startswith(PACKAGE):
            names |= assigned_names(each)
    return frozenset(name for name in names if not (name.startswith("__") and name.endswith("__")))


def _given_by_functions(found: type, bases: Bases) -> frozenset[str]:
    """What scikit-learn's validation sets on an estimator from outside (`n_features_in_`)."""
    if not issubclass(found, bases.estimator):
        return frozenset()
    return frozenset(
        name
        for module in (".base", ".utils.validation")
        for name in assigned_by_functions(importlib.import_module(PACKAGE + module))
    )


def where(found: Any) -> tuple[str, int]:
    """Source file, relative to the directory that holds the package, and 1-based line; `("", 1)` for compiled code."""
    try:
        plain = inspect.unwrap(found)
        file = inspect.getsourcefile(plain)
        line = inspect.getsourcelines(plain)[1]
    except (OSError, TypeError):
        return "", 1
    root = os.path.dirname(os.path.dirname(str(importlib.import_module(PACKAGE).__file__)))
    return os.path.relpath(str(file), root).replace(os.sep, "/"), line


def _methods(world: World, found: type) -> tuple[Method, ...]:
    file, _ = where(found)
    methods: list[Method] = []
    for name in sorted(dir(found)):
        if name.startswith("_"):
            continue
        raw = inspect.getattr_static(found, name)
        conditional = _conditional(raw)
        call = getattr(found, name, None)
        if not (conditional or isinstance(raw, staticmethod | classmethod) or inspect.isroutine(call)):
            continue
        kind: Literal["instance", "class", "static"] = (
            "static" if isinstance(raw, staticmethod) else "class" if isinstance(raw, classmethod) else "instance"
        )
        at = where(call)
        methods.append(
            Method(
                name=name,
                parameters=parameters_of(world, call, constraints_of(call), bound=kind == "instance"),
                conditional=conditional,
                kind=kind,
                line=at[1] if at[0] == file and file else None,
            )
        )
    return tuple(methods)


def _conditional(raw: object) -> bool:
    """Whether `available_if` (or its predecessor) made it: its descriptor has the check and the name it guards."""
    return hasattr(raw, "attribute_name") and (hasattr(raw, "check") or hasattr(raw, "delegate_names"))


def _looks_learned(name: str) -> bool:
    return name.endswith("_") and not name.endswith("__") and not name.startswith("_")


def _has(found: type, *names: str) -> bool:
    return all(callable(getattr(found, name, None)) for name in names)
