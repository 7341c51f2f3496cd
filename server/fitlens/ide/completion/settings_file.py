"""What may be written in a file of settings: keys, rules, versions and what else an option takes, while the file is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from fitlens.analysis.facts import Span
from fitlens.catalog.store import versions
from fitlens.ide.completion.item import Completions, Item
from fitlens.record import NamedTuple
from fitlens.rules.registry import every_rule
from fitlens.settings.files import TABLE
from fitlens.settings.options import OPTIONS, SEVERITIES

_TOKEN: Final = re.compile(
    r"""(?P<comment>\#[^\r\n]*)|(?P<string>\"(?:\\.|[^\"\\\r\n])*\"?|'[^'\r\n]*'?)|(?P<word>[\w.+-]+)|(?P<break>[\r\n]+)|(?P<space>[^\S\r\n]+)|(?P<sign>.)"""
)
_TABLES: Final = ("severities", "rules of patterns")
"""Kinds of options that are tables."""


class _Where(NamedTuple):
    """What stands around an offset of a TOML file."""

    keys: tuple[str, ...]
    """The table, and the keys in it whose value is being written."""
    role: Literal["header", "key", "value"]
    start: int
    """Where the word begins, behind its quote."""
    end: int
    quoted: bool
    given: frozenset[str]
    """Keys that the table has already, above."""


def setting_completions(text: str, offset: int, *, whole: bool) -> Completions | None:
    """What may stand at a 0-based offset; None where that is none of our settings.

    whole: all of the file is settings of ours, as in fitlens.toml; else a table of it.
    """
    where = _where(text, offset)
    if where is None:
        return None
    if where.role == "header":
        items = list(_headers(whole=whole))
    else:
        keys = where.keys
        if not whole:
            if keys[: len(TABLE)] != TABLE:
                return None
            keys = keys[len(TABLE) :]
        items = list(_keys(keys, where.given) if where.role == "key" else _values(keys, quoted=where.quoted))
    return Completions(Span(where.start, where.end), tuple(items)) if items else None


def _headers(*, whole: bool) -> Iterator[Item]:
    outer = () if whole else TABLE
    if outer:
        yield Item(".".join(outer), "setting", "settings of FitLens")
    for option in OPTIONS:
        if option.kind in _TABLES:
            yield Item(".".join((*outer, option.name)), "setting", option.does)


def _keys(keys: tuple[str, ...], given: frozenset[str]) -> Iterator[Item]:
    if not keys:
        for option in OPTIONS:
            if option.name not in given:
                yield Item(option.name, "setting", option.does, insert=f"{option.name} = ")
    elif len(keys) == 1 and _kind_of(keys[0]) == "severities":
        for item in _rules(quoted=True):
            if item.label not in given:
                yield Item(item.label, item.kind, item.detail, insert=f"{item.label} = ")


def _values(keys: tuple[str, ...], *, quoted: bool) -> Iterator[Item]:
    option = next((each for each in OPTIONS if keys and each.name == keys[0]), None)
    if option is None:
        return
    inside = len(keys) > 1
    match option.kind:
        case "switch":
            yield from (Item(each, "value", f"value of {option.name}") for each in ("true", "false") if not quoted)
        case "version":
            yield from (_text(each, f"scikit-learn {each}", quoted=quoted) for each in reversed(versions()))
        case "rules":
            yield from _rules(quoted=quoted)
        case "severities" if inside:
            yield from (_text(each, f"severity of {keys[1]}", quoted=quoted) for each in SEVERITIES)
        case "rules of patterns" if inside:
            yield from _rules(quoted=quoted)
        case _:
            pass


def _rules(*, quoted: bool) -> Iterator[Item]:
    for rule in every_rule():
        yield _text(rule.code, f"{rule.name}, {rule.severity}", quoted=quoted)
    for rule in every_rule():
        yield _text(rule.name, f"{rule.code}, {rule.severity}", quoted=quoted)


def _text(value: str, detail: str, *, quoted: bool) -> Item:
    return Item(value, "value", detail, insert="" if quoted else f'"{value}"')


def _kind_of(name: str) -> str:
    return next((each.kind for each in OPTIONS if each.name == name), "")


def _where(text: str, offset: int) -> _Where | None:
    reading = _Reading()
    start = 0
    while start < offset:
        found = _TOKEN.match(text, start)
        assert found is not None
        kind, end = found.lastgroup, found.end()
        if kind == "comment" and offset <= end:
            return None
        closed = kind == "string" and len(found[0]) > 1 and found[0][-1] == found[0][0]
        if (kind == "word" and offset <= end) or (kind == "string" and (offset < end or not closed)):
            inside = start + 1 if kind == "string" else start
            return reading.at(inside, end - 1 if closed else end, quoted=kind == "string")
        reading.take(kind or "", found[0])
        start = end
    return reading.at(offset, offset, quoted=False)


class _Reading:
    """Follows a file as far as the cursor; what is not TOML is read as well as it goes."""

    def __init__(self) -> None:
        self._table: tuple[str, ...] = ()
        self._header: list[str] | None = None
        self._keys: list[tuple[str, ...]] = [()]
        """Of each open table, the file's own first, the key whose value is being written."""
        self._open: list[str] = []
        self._word: tuple[str, ...] = ()
        self._fresh = True
        """Nothing stands on the line yet."""
        self._given: set[str] = set()

    def at(self, start: int, end: int, *, quoted: bool) -> _Where | None:
        if self._header is not None:
            return _Where((), "header", start, end, quoted, frozenset())
        path = self._table + tuple(part for key in self._keys for part in key)
        given = frozenset(self._given) if len(self._keys) == 1 else frozenset[str]()
        if self._keys[-1] or (self._open and self._open[-1] == "["):
            return _Where(path, "value", start, end, quoted, given)
        if self._word or not (self._fresh or self._open):
            return None
        return _Where(path, "key", start, end, quoted, given)

    def take(self, kind: str, token: str) -> None:
        if kind == "break":
            self._next_line()
        elif kind in ("word", "string"):
            self._fresh = False
            bare = token.strip("\"'")
            if self._header is not None:
                self._header.append(bare)
            elif not self._keys[-1]:
                self._word = (bare,) if kind == "string" else (*self._word, *filter(None, bare.split(".")))
        elif kind == "sign":
            self._sign(token)
            self._fresh = False

    def _next_line(self) -> None:
        self._header = None
        if not self._open:
            self._keys, self._word, self._fresh = [()], (), True

    def _sign(self, sign: str) -> None:
        if sign == "[" and self._fresh and not self._open:
            self._header = []
        elif sign == "]" and self._header is not None:
            self._table = tuple(part for each in self._header for part in each.split("."))
            self._header = None
            self._given = set()
        elif sign == "=" and self._word:
            if len(self._keys) == 1:
                self._given.add(self._word[0])
            self._keys[-1], self._word = self._word, ()
        elif sign in ("[", "{"):
            self._open.append(sign)
            if sign == "{":
                self._keys.append(())
        elif sign in ("]", "}") and self._open:
            if self._open.pop() == "{" and len(self._keys) > 1:
                self._keys.pop()
        elif sign == "," and self._open and self._open[-1] == "{":
            self._keys[-1], self._word = (), ()
