"""A notebook's JSON after some of its cells' source was replaced: only the strings that hold the touched lines change."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import cast

from fitlens.record import NamedTuple
from fitlens.source.document import Document, document_from_cells
from fitlens.source.notebook import code_cells
from fitlens.source.read import UTF8_BOM, SourceError
from fitlens.source.replacing import Replacement, cell_at, moved, replaced, spliced

_SPACE = re.compile(r"[ \t\r\n]*")
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL
)
"""One code point as JSON writes it."""
_LINE = re.compile(r"(?:[^\\]|\\[^n])*(?:\\n|\Z)")
"""One line of source as JSON writes it, its break included."""
_UNUSUAL = "is not fixed: its JSON is unusual; save it again from Jupyter"
_DECODER = json.JSONDecoder()


class _Strings(NamedTuple):
    """Where a cell's source is written."""

    start: int
    """Offset of the value: of its bracket, or of its quote."""
    end: int
    strings: tuple[tuple[int, int], ...]
    """Offsets of each string in it, quotes included."""
    is_list: bool


def rewritten_notebook(document: Document, data: bytes, replacements: Sequence[Replacement]) -> bytes:
    """What the notebook's bytes become. Raises SourceError where they are not those of the document."""
    if _read(document, data) != document.text:
        raise SourceError(document.path, "is not fixed: it was changed while it was checked; run this again")
    mark = UTF8_BOM if data.startswith(UTF8_BOM) else b""
    text = data[len(mark) :].decode("utf-8")
    places = list(_sources(text))
    by_cell: dict[int, list[Replacement]] = {}
    for each in replacements:
        by_cell.setdefault(cell_at(document, each.start), []).append(each)
    edits: list[Replacement] = []
    for index, inside in by_cell.items():
        cell = document.cells[index]
        place = places[cell.number - 1] if cell.number <= len(places) else None
        if place is None or _decoded(text, place) != document.text[cell.start : cell.end - 1]:
            raise SourceError(document.path, _UNUSUAL)
        edits += _edits(text, place, moved(inside, -cell.start))
    after = mark + spliced(text, sorted(edits)).encode("utf-8", "surrogatepass")
    if _read(document, after) != replaced(document, replacements).text:
        raise SourceError(document.path, _UNUSUAL)
    return after


def _read(document: Document, data: bytes) -> str:
    return document_from_cells(document.path, code_cells(document.path, data)).text


def _edits(text: str, place: _Strings, inside: Sequence[Replacement]) -> list[Replacement]:
    """The replacements of a cell's source as such of the notebook's text."""
    starts = [0]
    for start, end in place.strings:
        starts.append(starts[-1] + _length(text[start + 1 : end - 1]))
    groups: list[tuple[int, int, list[Replacement]]] = []
    for each in inside:
        first, last = _touched(starts, each)
        if groups and first <= groups[-1][1]:
            begun, ended, held = groups[-1]
            groups[-1] = (begun, max(last, ended), [*held, each])
        else:
            groups.append((first, last, [each]))
    return [_edit(text, place, starts, *group) for group in groups]


def _touched(starts: Sequence[int], each: Replacement) -> tuple[int, int]:
    """The first and last string of the source that a replacement changes."""
    most = max(0, len(starts) - 2)
    first = min(bisect_right(starts, each.start) - 1, most)
    return first, max(first, min(bisect_right(starts, max(each.start, each.end - 1)) - 1, most))


def _edit(
    text: str, place: _Strings, starts: Sequence[int], first: int, last: int, inside: Sequence[Replacement]
) -> Replacement:
    """One replacement of the strings from the first to the last that are touched."""
    written = "".join(text[start + 1 : end - 1] for start, end in place.strings[first : last + 1])
    offsets = _offsets(written)
    base = starts[first]
    plain = text.isascii()
    new = spliced(
        written,
        [
            Replacement(
                offsets[each.start - base],
                offsets[each.end - base],
                json.dumps(each.text, ensure_ascii=plain)[1:-1],
            )
            for each in inside
        ],
    )
    if len(place.strings) == 0:
        return Replacement(place.start, place.end, f"[{', '.join(_lines(new))}]")
    begin, end = place.strings[first][0], place.strings[last][1]
    if not place.is_list or (first == last and not any("\n" in each.text for each in inside) and new):
        return Replacement(begin, end, f'"{new}"')
    lines = _lines(new)
    if lines:
        return Replacement(begin, end, _separator(text, place).join(lines))
    if last + 1 < len(place.strings):
        return Replacement(begin, place.strings[last + 1][0], "")
    if first > 0:
        return Replacement(place.strings[first - 1][1], end, "")
    return Replacement(place.start, place.end, "[]")


def _lines(written: str) -> list[str]:
    """JSON strings, one for each line."""
    return [f'"{line}"' for line in _LINE.findall(written) if line]


def _separator(text: str, place: _Strings) -> str:
    """What stands between two lines of the source."""
    first, *others = place.strings
    if others:
        return text[first[1] : others[0][0]]
    return "," + (text[place.start + 1 : first[0]] or " ")


def _length(written: str) -> int:
    return len(written) if "\\" not in written else sum(1 for _ in _CHARACTER.finditer(written))


def _offsets(written: str) -> list[int]:
    """Where each code point begins in what JSON writes, and the end."""
    return [*(found.start() for found in _CHARACTER.finditer(written)), len(written)]


def _decoded(text: str, place: _Strings) -> str:
    return "".join(cast(str, json.loads(text[start:end])) for start, end in place.strings)


def _sources(text: str) -> Iterator[_Strings | None]:
    """Where the source of each cell is written, in order; None for a cell without."""
    top = _members(text, _skip(text, 0))
    if "cells" in top and text[top["cells"]] == "[":
        sheets = [top["cells"]]
    else:
        sheets = [
            members["cells"]
            for sheet in _elements(text, top["worksheets"])
            if "cells" in (members := _members(text, sheet))
        ]
    for sheet in sheets:
        for cell in _elements(text, sheet):
            members = _members(text, cell)
            at = members.get("source", members.get("input"))
            yield None if at is None else _strings(text, at)


def _strings(text: str, at: int) -> _Strings:
    end = _behind(text, at)
    if text[at] == '"':
        return _Strings(at, end, ((at, end),), is_list=False)
    found = tuple((each, _behind(text, each)) for each in _elements(text, at) if text[each] == '"')
    return _Strings(at, end, found, is_list=True)


def _members(text: str, at: int) -> dict[str, int]:
    """Where each value of an object begins; of nothing else than an object there are none."""
    found: dict[str, int] = {}
    if text[at] != "{":
        return found
    position = _skip(text, at + 1)
    while text[position] != "}":
        behind = _behind(text, position)
        name: str = json.loads(text[position:behind])
        position = found[name] = _skip(text, _skip(text, behind) + 1)
        position = _skip(text, _behind(text, position))
        if text[position] == ",":
            position = _skip(text, position + 1)
    return found


def _elements(text: str, at: int) -> list[int]:
    """Where each element of a list begins; of nothing else than a list there are none."""
    found: list[int] = []
    if text[at] != "[":
        return found
    position = _skip(text, at + 1)
    while text[position] != "]":
        found.append(position)
        position = _skip(text, _behind(text, position))
        if text[position] == ",":
            position = _skip(text, position + 1)
    return found


def _behind(text: str, at: int) -> int:
    """The end of the value that begins at an offset."""
    return _DECODER.raw_decode(text, at)[1]


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position
