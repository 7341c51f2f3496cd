"""A notebook's file format: which of its cells are Python code, and what they hold."""

from __future__ import annotations

import json
from typing import cast

from fitlens.source.read import SourceError


def code_cells(path: str, data: bytes) -> list[tuple[int, str]]:
    """The Python cells of a notebook file: 1-based position among all its cells, and source.

    Reads nbformat 4 (`cells`) and 3 (`worksheets`). A notebook of another language has none.
    Raises SourceError where the bytes are no notebook.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            path, f"is not UTF-8 (byte 0x{data[error.start]:02x}), as a notebook must be; save it again"
        ) from None
    # A new file that nothing was saved to yet: editors open it as a notebook without cells.
    if not text.strip():
        return []
    try:
        content: object = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"is not a notebook: invalid JSON on line {error.lineno}, column {error.colno} ({error.msg})"
        raise SourceError(path, f"{message}; save it again from Jupyter") from None
    except (RecursionError, ValueError):
        raise SourceError(path, "is not a notebook: its JSON cannot be read; save it again from Jupyter") from None
    notebook = _mapping(content)
    cells = _cells(notebook)
    if cells is None:
        raise SourceError(path, 'is not a notebook: its JSON has no "cells"; save it again from Jupyter')
    if not _is_python(_language(notebook)):
        return []
    return [
        (index, _source(cell))
        for index, cell in enumerate(map(_mapping, cells), start=1)
        if cell.get("cell_type") == "code" and _is_python(_cell_language(cell))
    ]


def _mapping(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _list(value: object) -> list[object] | None:
    return cast("list[object]", value) if isinstance(value, list) else None


def _cells(notebook: dict[str, object]) -> list[object] | None:
    cells = _list(notebook.get("cells"))
    if cells is not None:
        return cells
    sheets = _list(notebook.get("worksheets"))
    if sheets is None:
        return None
    return [cell for sheet in sheets for cell in _list(_mapping(sheet).get("cells")) or []]


def _source(cell: dict[str, object]) -> str:
    """nbformat 4 says `source`, 3 says `input`; either is a string or a list of lines that keep their breaks."""
    source = cell.get("source", cell.get("input"))
    if isinstance(source, str):
        return source
    return "".join(line for line in _list(source) or [] if isinstance(line, str))


def _language(notebook: dict[str, object]) -> object:
    metadata = _mapping(notebook.get("metadata"))
    info = _mapping(metadata.get("language_info"))
    kernel = _mapping(metadata.get("kernelspec"))
    return info.get("name") or kernel.get("language")


def _cell_language(cell: dict[str, object]) -> object:
    """nbformat 3 names a language in each cell; VS Code does so where it differs from the kernel's."""
    vscode = _mapping(_mapping(cell.get("metadata")).get("vscode"))
    return vscode.get("languageId") or cell.get("language")


def _is_python(language: object) -> bool:
    return not isinstance(language, str) or language.lower() in {"python", "python3", "ipython", "ipython3"}
