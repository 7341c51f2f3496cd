"""Which installed packages have to do with scikit-learn."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from fitlens.environment.pins.model import required
from fitlens.record import NamedTuple

_MOST_BYTES = 1_000_000
_IMPORTS = re.compile(
    rb"""^[ \t]*(?:from[ \t]+sklearn|import[ \t][^#\n]*\bsklearn)\b|["']sklearn["'.]""",
    re.MULTILINE,
)
"""An import of scikit-learn, or its name as it is given to what imports: examples in docstrings and comments are none."""


class Package(NamedTuple):
    """An installed distribution."""

    name: str
    version: str
    modules: tuple[str, ...]
    """What it is imported as: `imblearn`."""


def builds_on_scikit_learn(directory: str, module: str) -> bool:
    """Whether a top-level module may hold estimators.

    Its metadata requires scikit-learn, be it for an extra, or the files that lie at the top of it import it. This keeps pandas
    and scipy, which every program imports, from being read.
    """
    base = os.path.join(directory, module)
    if os.path.isfile(f"{base}.py"):
        return _imports([f"{base}.py"])
    try:
        files = [entry.path for entry in os.scandir(base) if entry.name.endswith(".py")]
    except OSError:
        return False
    return any(_requires(each) for each in _metadata_of(directory, module)) or _imports(files)


def packages(directory: str) -> Iterator[Package]:
    """The distributions in a directory that build on scikit-learn, sorted by name."""
    try:
        names = sorted(os.listdir(directory), key=str.lower)
    except OSError:
        return
    for name in names:
        if not name.endswith(".dist-info"):
            continue
        distribution, _, version = name.removesuffix(".dist-info").partition("-")
        own = os.path.join(directory, name)
        modules = _modules(directory, own, distribution)
        if "sklearn" in modules:
            continue
        if _requires(own) or any(builds_on_scikit_learn(directory, module) for module in modules):
            yield Package(_title(own) or distribution, version, modules)


def _modules(directory: str, own: str, distribution: str) -> tuple[str, ...]:
    try:
        with open(os.path.join(own, "top_level.txt"), encoding="utf-8") as file:
            names = file.read().split()
    except (OSError, UnicodeError):
        names = _recorded(own)
    found = [
        name for name in dict.fromkeys(names or [distribution]) if name.isidentifier() and not name.startswith("_")
    ]
    return tuple(name for name in found if os.path.exists(os.path.join(directory, name, "__init__.py")))


def _recorded(own: str) -> list[str]:
    try:
        with open(os.path.join(own, "RECORD"), encoding="utf-8") as file:
            firsts = [line.partition("/")[0] for line in file if "/__init__.py," in line]
    except (OSError, UnicodeError):
        return []
    return sorted(set(firsts))


def _metadata_of(directory: str, module: str) -> Iterator[str]:
    """The metadata of the distribution that is called like the module."""
    try:
        names = os.listdir(directory)
    except OSError:
        return
    for name in names:
        if name.endswith(".dist-info") and name.partition("-")[0].lower().replace(".", "_") == module.lower():
            yield os.path.join(directory, name)


def _requires(own: str) -> bool:
    """Whether a distribution's metadata names scikit-learn among what it needs."""
    return any(required(line.partition(":")[2]) is not None for line in _headers(own, "Requires-Dist:"))


def _title(own: str) -> str | None:
    return next((line.partition(":")[2].strip() for line in _headers(own, "Name:")), None)


def _headers(own: str, header: str) -> list[str]:
    try:
        with open(os.path.join(own, "METADATA"), encoding="utf-8", errors="replace") as file:
            text = file.read().partition("\n\n")[0]
    except OSError:
        return []
    return re.findall(rf"^{re.escape(header)}.*$", text, re.MULTILINE)


def _imports(files: list[str]) -> bool:
    left = _MOST_BYTES
    for path in sorted(files):
        try:
            with open(path, "rb") as file:
                data = file.read(left)
        except OSError:
            continue
        if b"sklearn" in data and _IMPORTS.search(data):
            return True
        left -= len(data)
        if left <= 0:
            break
    return False
