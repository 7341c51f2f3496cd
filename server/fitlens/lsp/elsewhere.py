"""Whether other files of the project may see what is changed in one: what they import, and the steps that they name."""

from __future__ import annotations

import os
import re
import tokenize
from collections.abc import Iterator, Mapping
from typing import Final

from fitlens.lsp.analysing import Analysis

MOST_FILES: Final = 5_000
_SOURCES: Final = (".py", ".ipynb")
_ENVIRONMENT: Final = "pyvenv.cfg"


def users(analysis: Analysis, name: str, opened: Mapping[str, str]) -> list[tuple[str, str]] | None:
    """The files that may use a step by its name, and their texts; None where there are too many to know.

    opened: the texts of open documents by their files. A file may use the step that imports a module of this document's name,
    or one that does, and in which the step's name stands as one.
    """
    step = re.escape(name)
    named = re.compile(rf"""(?:["']|__|\bparam_){step}(?:["'\\]|__)|\b{step}__|\bnamed_\w+\.{step}\b""")
    left = _others(analysis, opened)
    if left is None:
        return None
    found: list[tuple[str, str]] = []
    modules = [analysis.document.path]
    while modules:
        imports = _imports(modules.pop())
        importers = [each for each in left if imports.search(each[1])]
        left = [each for each in left if each not in importers]
        modules += (file for file, _ in importers)
        found += (each for each in importers if named.search(each[1]))
    return sorted(found)


def imported_elsewhere(analysis: Analysis, opened: Mapping[str, str]) -> bool:
    """Whether other files of the project may import this one."""
    others = _others(analysis, opened)
    imports = _imports(analysis.document.path)
    return others is None or any(imports.search(text) for _, text in others)


def shown(file: str, analysis: Analysis) -> str:
    """The name of a file of the project, for the user."""
    return os.path.relpath(file, analysis.knowledge.choice.project.levels[-1])


def _imports(path: str) -> re.Pattern[str]:
    """What the import of a file may look like."""
    stem = os.path.splitext(os.path.basename(path))[0]
    if stem == "__init__":
        stem = os.path.basename(os.path.dirname(path))
    module = re.escape(stem)
    return re.compile(rf"^[^#\n]*\b(?:import\b.*\b{module}\b|from\b.*\b{module}\b.*\bimport\b)", re.MULTILINE)


def _others(analysis: Analysis, opened: Mapping[str, str]) -> list[tuple[str, str]] | None:
    """The other files of the project, with their texts; None where there are too many to look at."""
    path = analysis.document.path
    levels = analysis.knowledge.choice.project.levels
    if not levels or not os.path.isabs(path):
        return []
    found: list[tuple[str, str]] = []
    for count, file in enumerate(_files(levels[-1])):
        if count == MOST_FILES:
            return None
        if os.path.normcase(file) != os.path.normcase(path):
            found.append((file, opened.get(file) or _read(file)))
    return found


def _files(directory: str) -> Iterator[str]:
    for folder, folders, files in os.walk(directory):
        folders[:] = sorted(
            each
            for each in folders
            if not each.startswith(".")
            and each not in ("node_modules", "__pycache__", "site-packages")
            and not os.path.exists(os.path.join(folder, each, _ENVIRONMENT))
        )
        yield from (os.path.join(folder, each) for each in sorted(files) if each.endswith(_SOURCES))


def _read(file: str) -> str:
    try:
        with tokenize.open(file) as stream:
            return stream.read()
    except (OSError, SyntaxError, UnicodeError):
        return ""
