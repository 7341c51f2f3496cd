"""The docstring examples of all public objects of an installed package, as programs."""

from __future__ import annotations

import contextlib
import doctest
import importlib
import inspect
import io
import json
import pkgutil
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Examples:
    """One docstring's examples, joined."""

    name: str
    """Dotted path of the object whose docstring it is."""
    text: str


def examples(package: str) -> list[Examples]:
    """Every public object's examples, once each, by name."""
    found: dict[str, Examples] = {}
    for name, docstring in _docstrings(package):
        try:
            parts = doctest.DocTestParser().get_examples(docstring)
        except ValueError:  # a docstring that is no doctest
            continue
        if parts and not any(doctest.SKIP in part.options for part in parts):
            text = "".join(part.source for part in parts)
            if text not in found:
                found[text] = Examples(name, text)
    return sorted(found.values(), key=lambda each: each.name)


def _docstrings(package: str) -> Iterator[tuple[str, str]]:
    seen: set[int] = set()
    for module_name in _public_modules(package):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                module = importlib.import_module(module_name)
            except Exception:  # an optional dependency that is not installed
                continue
        public = getattr(module, "__all__", None) or [name for name in dir(module) if not name.startswith("_")]
        for name in public:
            if not isinstance(name, str):
                continue  # sktime lists classes themselves here and there
            each = getattr(module, name, None)
            if (
                not (inspect.isclass(each) or inspect.isfunction(each))
                or id(each) in seen
                or (each.__module__ or "").partition(".")[0] != package
            ):
                continue
            seen.add(id(each))
            yield f"{module_name}.{name}", inspect.getdoc(each) or ""
            if inspect.isclass(each):
                for member_name, member in vars(each).items():
                    if not member_name.startswith("_") and inspect.isfunction(member):
                        yield f"{module_name}.{name}.{member_name}", inspect.getdoc(member) or ""


def _public_modules(package: str) -> Iterator[str]:
    yield package
    path = importlib.import_module(package).__path__
    for info in pkgutil.walk_packages(path, f"{package}.", onerror=lambda _: None):
        parts = info.name.split(".")
        if not any(part.startswith("_") or part in ("tests", "externals", "conftest") for part in parts):
            yield info.name


def main(packages: Sequence[str]) -> None:
    """Prints the examples of packages as JSON: `{package: [[name, text], ...]}`."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        found = {package: [[each.name, each.text] for each in examples(package)] for package in packages}
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
