"""Stands in for matplotlib, which what draws asks for before anything else: nothing is drawn, and no version makes a difference."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Generator, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

_NAME = "matplotlib"


@contextlib.contextmanager
def nothing_is_drawn() -> Generator[None]:
    """Has every import of matplotlib lead to modules that take everything and do nothing, installed or not."""
    kept = {name: sys.modules.pop(name) for name in list(sys.modules) if _is_inside(name)}
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if _is_inside(name)]:
            del sys.modules[name]
        sys.modules.update(kept)


class _Finder:
    """Finds the package and all that may be in it."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        return ModuleSpec(name, self, is_package=True) if _is_inside(name) else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in it."""


class _StandIn(ModuleType):
    """A module that has every name."""

    __version__ = "3.0"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = MagicMock()
        found.return_value.__iter__.return_value = iter((MagicMock(), MagicMock()))  # figure, axes = subplots()
        setattr(self, name, found)
        return found


def _is_inside(name: str) -> bool:
    return name.partition(".")[0] == _NAME
