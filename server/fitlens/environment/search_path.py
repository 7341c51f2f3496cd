"""The directories that a program's packages lie in: one of installed packages, and those that `.pth` files in it add.

Read and never run, though Python itself runs lines of such files.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator, Sequence
from typing import cast

_LARGEST = 200_000
_MAPPING = re.compile(r"^MAPPING(?:\s*:[^=]+)?\s*=\s*(\{.*?\})\s*$", re.MULTILINE | re.DOTALL)


def package_directories(directory: str) -> tuple[str, ...]:
    """The directory, and behind it those of packages that are installed to be worked on (`pip install --editable`)."""
    return tuple(dict.fromkeys((directory, *_added(directory))))


def dotted_path(file: str, directories: Sequence[str]) -> str | None:
    """The module that a file in one of the directories is; None for another file."""
    stem, suffix = os.path.splitext(file)
    for directory in directories:
        if suffix == ".py" and stem.startswith(directory + os.sep):
            parts = stem[len(directory) + 1 :].split(os.sep)
            if parts[-1] == "__init__":
                parts.pop()
            return ".".join(parts) if parts and all(part.isidentifier() for part in parts) else None
    return None


def _added(directory: str) -> Iterator[str]:
    try:
        names = sorted(os.listdir(directory))
    except OSError:
        return
    for name in names:
        if name.endswith(".pth"):
            for line in _text(os.path.join(directory, name)).splitlines():
                path = os.path.join(directory, line.strip())
                if line.strip() and not line.startswith(("#", "import ", "import\t")) and os.path.isdir(path):
                    yield os.path.normpath(path)
        elif name.startswith("__editable__") and name.endswith("_finder.py"):
            yield from _mapped(_text(os.path.join(directory, name)))


def _mapped(text: str) -> Iterator[str]:
    """Where setuptools' finder of an editable package looks: `MAPPING = {'package': '/where/package'}`."""
    found = _MAPPING.search(text)
    try:
        mapping: object = ast.literal_eval(found.group(1)) if found is not None else None
    except (SyntaxError, ValueError):
        return
    for name, path in cast("dict[object, object]", mapping).items() if isinstance(mapping, dict) else ():
        if isinstance(name, str) and isinstance(path, str) and os.path.basename(path) == name.rpartition(".")[2]:
            above = os.path.normpath(os.path.join(path, *([os.pardir] * (name.count(".") + 1))))
            if os.path.isdir(above):
                yield above


def _text(path: str) -> str:
    try:
        if os.path.getsize(path) > _LARGEST:
            return ""
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
