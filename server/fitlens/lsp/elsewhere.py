"""Whether other files of the project may see what is changed in one: what they import, and the steps that they name."""

from __future__ import annotations

import os
import re
import tokenize
from collections.abc import Iterator, Mapping
from typing import Final

from fitlens.lsp.analysing import Analysis

_MOST_FILES: Final = 5_000
_SOURCES: Final = (".py", ".ipynb")
_ENVIRONMENT: Final = "pyvenv.cfg"


def used_elsewhere(analysis: Analysis, name: str, opened: Mapping[str, str]) -> str:
    """Why a step cannot be renamed for what other files may do with it, for the user; empty where none does anything.

    opened: the texts of open documents by their files. A file may use the step that imports a module of this document's name,
    and in which the step's name stands as one.
    """
    step = re.escape(name)
    named = re.compile(rf"""(?:["']|__|\bparam_){step}(?:["'\\]|__)|\b{step}__|\bnamed_\w+\.{step}\b""")
    for file, text in _importers(analysis, opened):
        if text is None:
            return f"more than {_MOST_FILES} files may use the step: it is not known whether they do"
        found = named.search(text)
        if found is not None:
            line = text.count("\n", 0, found.start()) + 1
            place = os.path.relpath(file, analysis.knowledge.choice.project.levels[-1])
            return f'{place}, line {line}: "{name}" may mean the step as well, and other files are not changed'
    return ""


def imported_elsewhere(analysis: Analysis, opened: Mapping[str, str]) -> bool:
    """Whether other files of the project may import this one."""
    return any(True for _ in _importers(analysis, opened))


def _importers(analysis: Analysis, opened: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """The files of the project that may import this one, and their texts; None for one where there are too many to look at."""
    path = analysis.document.path
    levels = analysis.knowledge.choice.project.levels
    if not levels or not os.path.isabs(path):
        return
    stem = os.path.splitext(os.path.basename(path))[0]
    if stem == "__init__":
        stem = os.path.basename(os.path.dirname(path))
    module = re.escape(stem)
    imports = re.compile(rf"^[^#\n]*\b(?:import\b.*\b{module}\b|from\b.*\b{module}\b.*\bimport\b)", re.MULTILINE)
    for count, file in enumerate(_files(levels[-1])):
        if count == _MOST_FILES:
            yield file, None
            return
        if os.path.normcase(file) == os.path.normcase(path):
            continue
        text = opened.get(file) or _read(file)
        if text and imports.search(text):
            yield file, text


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
