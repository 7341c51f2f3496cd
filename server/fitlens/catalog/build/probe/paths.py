"""Which of the paths that lead to a class or function is its public one, and which one its documentation stands under."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

OUTSIDE = frozenset({"tests", "externals", "conftest", "setup", "_build_utils"})
"""Parts of the package that are not scikit-learn's own code, or not for its users.

Some of them can only be imported where pytest or setuptools is there: a catalog must not depend on that.
"""
_REFERENCE = re.compile(r":(?:class|func|meth|attr|obj|term):`~?\.?(sklearn(?:\.\w+)+)`")


def is_private(module_path: str) -> bool:
    """Whether a part of the path says that users are not to import from there."""
    return any(part.startswith("_") for part in module_path.split("."))


def references_in(texts: Iterable[str]) -> Counter[str]:
    """How often each path is cross-referenced in the docstrings of these sources."""
    votes: Counter[str] = Counter()
    for text in texts:
        votes.update(_REFERENCE.findall(text))
    return votes


def public_path(paths: Collection[str], is_listed: Callable[[str], bool]) -> str:
    """The shortest path, one that its module's `__all__` lists before others."""
    return min(paths, key=lambda path: (not is_listed(path), path.count("."), path))


def documented_paths(references: Counter[str], aliases: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Where the reference pages stand: of each public path's aliases the one most often referred to, where it is another."""
    found: dict[str, str] = {}
    for chosen, paths in aliases.items():
        best = max(paths, key=lambda path: (references[path], path == chosen, path))
        if best != chosen:
            found[chosen] = best
    return dict(sorted(found.items()))
