"""Classes and functions of scikit-learn by their name, each with the import that it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from fitlens.catalog.model import ClassEntry
from fitlens.catalog.store import Catalog
from fitlens.ide.completion.item import Insertion, Item, Subject
from fitlens.ide.spelled import nature_of
from fitlens.source.document import Document

SHORTEST: Final = 2
"""Letters that must be there: with one, half of scikit-learn would be offered for every name."""
_IMPORT: Final = re.compile(
    r"^(?:from[ \t]+(?P<module>[\w.]+)[ \t]+)?import[ \t]+(?P<names>[^\r\n#;\\()]*[^\s#;\\()])?", re.MULTILINE
)
_OPEN: Final = re.compile(r"\([^)]*\)|[^\r\n]*")
_OPENING: Final = re.compile(
    r"""(?:[ \t]*(?:\#[^\r\n]*)?(?:\r\n|\n|\r)|%[^\r\n]*(?:\r\n|\n|\r))*(?:[rR]?(?:\"\"\".*?\"\"\"|'''.*?''')[ \t]*(?:\r\n|\n|\r))?""",
    re.DOTALL,
)


def names(catalog: Catalog, document: Document, offset: int, prefix: str) -> Iterator[Item]:
    """What begins with these letters, in any case; what the document defines itself is left out."""
    start, end = _part(document, offset)
    wanted = prefix.lower()
    for path in catalog.paths():
        module, _, name = path.rpartition(".")
        if not name.lower().startswith(wanted):
            continue
        entry = catalog.resolve(path)
        if entry is None or isinstance(entry, str):
            continue
        imported = _is_bound(document.code, name)
        if imported is None:
            continue
        is_class = isinstance(entry, ClassEntry)
        nature = nature_of(entry) if isinstance(entry, ClassEntry) else "function"
        yield Item(
            label=name,
            kind="class" if is_class else "function",
            detail=f"{nature}, {'imported' if imported else 'from'} {'' if imported else module}".rstrip(),
            brief=nature if imported else module,
            subject=Subject(path),
            also=() if imported else (import_of(document.text, start, end, module, name),),
            last=True,
        )


def needed_import(document: Document, offset: int, module: str, name: str) -> tuple[Insertion, ...] | None:
    """The import that a name needs at an offset: none where it is there; None where the document means something else by it."""
    imported = _is_bound(document.code, name)
    if imported is None:
        return None
    start, end = _part(document, offset)
    return () if imported else (import_of(document.text, start, end, module, name),)


def import_of(text: str, start: int, end: int, module: str, name: str) -> Insertion:
    """Where the import of a name goes, in a part of the text, and what is to be written there."""
    last: re.Match[str] | None = None
    sibling: re.Match[str] | None = None
    for found in _IMPORT.finditer(text, start, end):
        plain = found["names"] is not None and text[found.end() : found.end() + 1] in ("", "\n", "\r")
        if found["module"] == module and plain and "*" not in found["names"]:
            return Insertion(found.end(), f", {name}")
        last = found
        if (found["module"] or "").startswith("sklearn"):
            sibling = found
    behind = sibling or last
    statement = f"from {module} import {name}"
    line_break = "\r\n" if "\r\n" in text else "\n"
    if behind is not None:
        rest = _OPEN.match(text, behind.end(), end)
        stop = rest.end() if rest is not None else behind.end()
        return Insertion(_line_end(text, stop, end), f"{line_break}{statement}")
    opening = _OPENING.match(text, start, end)
    return Insertion(opening.end() if opening is not None else start, f"{statement}{line_break}")


def _part(document: Document, offset: int) -> tuple[int, int]:
    """The cell that an offset lies in, or the whole script: an editor adds nothing to another cell."""
    for cell in document.cells:
        if cell.start <= offset < cell.end:
            return cell.start, cell.end
    return 0, len(document.text)


def _is_bound(code: str, name: str) -> bool | None:
    """Whether the document imports a name; None where it makes it itself."""
    if name not in code:
        return False
    if re.search(rf"^[ \t]*(?:(?:def|class)[ \t]+{name}\b|{name}[ \t]*=)", code, re.MULTILINE):
        return None
    return re.search(rf"\bimport\b(?:[^\r\n()]*|[ \t]*\([^)]*)\b{name}\b", code) is not None


def _line_end(text: str, offset: int, end: int) -> int:
    ends = [at for sign in "\r\n" if (at := text.find(sign, offset, end)) >= 0]
    return min(ends, default=end)
