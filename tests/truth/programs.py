"""The docstring examples of all public objects of the installed scikit-learn, as programs."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import warnings
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Program:
    """One docstring's examples, joined."""

    name: str
    """Dotted path of the object whose docstring it is."""
    text: str


def programs() -> list[Program]:
    """Every public object's examples, once each."""
    found: dict[str, Program] = {}
    for name, docstring in _docstrings():
        examples = doctest.DocTestParser().get_examples(docstring)
        if examples and not any(doctest.SKIP in example.options for example in examples):
            text = "".join(example.source for example in examples)
            if text not in found:
                found[text] = Program(name, text)
    return sorted(found.values(), key=lambda program: program.name)


def _docstrings() -> Iterator[tuple[str, str]]:
    import sklearn

    seen: set[int] = set()
    for module_name in _public_modules(sklearn):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                module = importlib.import_module(module_name)
            except ImportError:  # an optional dependency that is not installed
                continue
        for name in getattr(module, "__all__", None) or [n for n in dir(module) if not n.startswith("_")]:
            each = getattr(module, name, None)
            if (
                not (inspect.isclass(each) or inspect.isfunction(each))
                or id(each) in seen
                or not each.__module__.startswith("sklearn")
            ):
                continue
            seen.add(id(each))
            yield f"{module_name}.{name}", inspect.getdoc(each) or ""
            if inspect.isclass(each):
                for member_name, member in vars(each).items():
                    if not member_name.startswith("_") and inspect.isfunction(member):
                        yield f"{module_name}.{name}.{member_name}", inspect.getdoc(member) or ""


def _public_modules(package: object) -> Iterator[str]:
    yield "sklearn"
    for info in pkgutil.walk_packages(package.__path__, "sklearn.", onerror=lambda _: None):  # type: ignore[attr-defined]
        parts = info.name.split(".")
        if not any(part.startswith("_") or part in ("tests", "externals", "conftest") for part in parts):
            yield info.name
