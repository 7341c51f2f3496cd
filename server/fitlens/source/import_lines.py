"""The imports that a text may hold, told from its lines without parsing it: never fewer than it has, now and then more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from fitlens.record import NamedTuple

_WORD: Final = "import"
_STATEMENT: Final = re.compile(
    r"(?:^|[;:\r])[ \t\f]*(?:from\b[ \t\f]*(?P<dots>[. \t\f]*)(?P<name>[\w. \t\f]*?)[ \t\f]*\bimport\b"
    r"|import\b(?P<names>[^;#\r]*))"
)
_CONTINUED: Final = re.compile(r"\\\r?\n|\\\r")
_WORDS: Final = re.compile(r"\w+")


class Written(NamedTuple):
    """One module that is named."""

    name: str
    """Dotted."""
    level: int
    """How many dots stand before it."""
    whole: bool
    """`import a.b`, which leads to `a` as well; else names are taken from it."""


_KNOWN: Final[dict[str, tuple[Written, ...]]] = {}
"""The lines of many files are the same."""
_MOST: Final = 10_000


def imports_in(text: str) -> Iterator[Written]:
    """What the text imports, wherever in it. What looks like an import in a string counts too."""
    at = text.find(_WORD)
    if at < 0:
        return
    if "\\" in text:
        text = _CONTINUED.sub(" ", text)
        at = text.find(_WORD)
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        line = text[start : end if end >= 0 else len(text)]
        known = _KNOWN.get(line)
        if known is None:
            if len(_KNOWN) >= _MOST:
                _KNOWN.clear()
            known = _KNOWN[line] = tuple(_of_line(line if line.isascii() else _plain(line)))
        yield from known
        at = text.find(_WORD, end) if end >= 0 else -1


def words_of(text: str) -> frozenset[str]:
    """All that may be a name in it."""
    return frozenset(_WORDS.findall(text if text.isascii() else _plain(text)))


def _of_line(line: str) -> Iterator[Written]:
    for found in _STATEMENT.finditer(line):
        names = found["names"]
        if names is None:
            yield Written("".join(found["name"].split()), found["dots"].count("."), False)
            continue
        for each in names.split(","):
            name = "".join(each.partition(" as ")[0].split())
            if _WORDS.match(name):
                yield Written(name, 0, True)


def _plain(text: str) -> str:
    # Python reads identifiers in this form: one written with other signs is the same name.
    from unicodedata import normalize

    return normalize("NFKC", text)
