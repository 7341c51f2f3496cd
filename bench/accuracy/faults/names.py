"""Faults of age: names that scikit-learn no longer has."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bench.accuracy.faults.model import Fault, Ground
from fitlens.catalog.history import History


def removed_names(ground: Ground) -> Iterator[Fault]:
    """`from sklearn.datasets import load_boston`, `from sklearn.cross_validation import ...`, `.get_feature_names()`."""
    gone = _gone(ground.history, ground.catalog.version)
    for node in ground.source.statements():
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("sklearn.") and not node.level:
            start, _ = ground.source.span(node.names[0])
            names = gone.get(node.module, ())
            if names:
                name = ground.random.choice(names)
                text = ground.source.replaced(start, start, f"{name}, ")
                yield ground.fault("removed name", text, node.lineno, f"{node.module}.{name}", ("ImportError",))
            modules = [name for name in gone.get("sklearn", ()) if ground.history.module(f"sklearn.{name}")]
            module = f"sklearn.{ground.random.choice(modules)}"
            begin, _ = ground.source.span(node)
            text = ground.source.replaced(begin, start, f"from {module} import {'(' if _opens(ground, node) else ''}")
            yield ground.fault("removed name", text, node.lineno, module, ("ImportError",))
    yield from _removed_members(ground)


def _opens(ground: Ground, node: ast.ImportFrom) -> bool:
    begin, _ = ground.source.span(node)
    start, _ = ground.source.span(node.names[0])
    return "(" in ground.source.text[begin:start]


def _removed_members(ground: Ground) -> Iterator[Fault]:
    for number, node in enumerate(ground.source.places.reads):
        path = ground.one_class(number, "learned") or ground.one_class(number, "method")
        entry = ground.entry(path) if path is not None else None
        if entry is None:
            continue
        for change in ground.history.of(entry.path):
            if (
                change.kind in ("method", "attribute")
                and change.member
                and change.renamed == node.attr
                and change.state(ground.catalog.version) == "removed"
            ):
                text = ground.source.renamed(node, change.member)
                what = f"{entry.name}.{change.member}"
                yield ground.fault("removed name", text, node.end_lineno or node.lineno, what, ("AttributeError",))


@lru_cache
def _gone(history: History, version: str) -> Mapping[str, tuple[str, ...]]:
    """Module -> names in it that a version no longer has."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in history.paths():
        life = history.entry(path) or history.module(path)
        if life is not None and life.state(version) == "removed":
            module, _, name = path.rpartition(".")
            found[module].append(name)
    return {module: tuple(sorted(names)) for module, names in found.items()}
