"""Which names `from module import *` asks for although they are not there until an experiment is switched on: it raises."""

from __future__ import annotations

import importlib
import sys

from fitlens.catalog.build.probe.paths import is_private
from fitlens.catalog.build.probe.world import PACKAGE, walk
from fitlens.catalog.store import EXPERIMENTAL


def broken_promises() -> dict[str, list[str]]:
    """Public module -> names in its `__all__` that it does not have, sorted. To be asked in a process of its own.

    A module whose import switches something on says nothing, nor does any that is imported after it.
    """
    package = importlib.import_module(PACKAGE)
    found: dict[str, list[str]] = {}
    for path in sorted(walk(package.__path__, PACKAGE + ".")):
        if is_private(path) or path.startswith(EXPERIMENTAL):
            continue
        try:
            module = importlib.import_module(path)
        except ImportError:  # wants a library that scikit-learn itself does without
            continue
        if any(name.startswith(EXPERIMENTAL + ".") for name in sys.modules):
            break
        missing = sorted({name for name in getattr(module, "__all__", ()) if not _has(module, name)})
        if missing:
            found[path] = missing
    return found


def _has(module: object, name: str) -> bool:
    try:
        getattr(module, name)
    except (AttributeError, ImportError):
        return False
    return True
