"""From what TOML holds to a layer: every key known, every value of its type, every selector a rule's."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, cast

from fitlens.environment.step import EXPECTED
from fitlens.environment.version import parse_version
from fitlens.settings.layer import Ignored, Layer
from fitlens.settings.options import OPTIONS, SEVERITIES, Kind


class InvalidError(Exception):
    """A key or value that cannot be used: where it is, and what is wrong with it."""

    def __init__(self, keys: tuple[str, ...], message: str, value: str | None = None) -> None:
        super().__init__(keys, message)
        self.keys = keys
        """What leads to it."""
        self.message = message
        self.value = value
        """The part of the value that is meant."""


def layer_of(data: Mapping[str, object], source: str, root: str) -> Layer:
    """The layer that a table makes. root: what its paths and patterns are relative to. Raises InvalidError."""
    known = {option.name: option for option in OPTIONS}
    given: dict[str, Any] = {}
    for key, value in data.items():
        option = known.get(key)
        if option is None:
            from fitlens.rules.naming import nearest

            meant = nearest(key, known)
            rest = f"did you mean `{meant}`?" if meant else f"expected one of {', '.join(known)}"
            raise InvalidError((key,), f"unknown key `{key}`; {rest}")
        given[key.replace("-", "_")] = _READERS[option.kind](key, value, root)
    return Layer(source, root, **given)


def _switch(key: str, value: object, _: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidError((key,), f"`{key}` is {_found(value)}, expected true or false")
    return value


def _path(key: str, value: object, root: str) -> str:
    if not isinstance(value, str) or not value:
        raise InvalidError((key,), f"`{key}` is {_found(value)}, expected the path of a file, in quotes")
    return os.path.normpath(os.path.join(root, os.path.expanduser(value)))


def _version(key: str, value: object, _: str) -> str:
    if not isinstance(value, str) or parse_version(value) is None:
        quotes = "" if isinstance(value, str) else ", in quotes"
        raise InvalidError((key,), f"`{key}` is {_found(value)}, {EXPECTED}{quotes}")
    return value


def _texts(keys: tuple[str, ...], value: object, expected: str) -> tuple[str, ...]:
    named = ".".join(keys)
    if not isinstance(value, list):
        raise InvalidError(keys, f"`{named}` is {_found(value)}, expected {expected}")
    texts: list[str] = []
    for each in cast("list[object]", value):
        if not isinstance(each, str) or not each:
            raise InvalidError(keys, f"`{named}` holds {_found(each)}, expected {expected}")
        texts.append(each)
    return tuple(texts)


def _selectors(keys: tuple[str, ...], value: object) -> tuple[str, ...]:
    texts = _texts(keys, value, 'a list of rules, such as ["SKL102"]')
    for each in texts:
        _must_match(keys, each)
    return texts


def _must_match(keys: tuple[str, ...], selector: str) -> None:
    # Rules are loaded only for settings that name some.
    from fitlens.settings.selection import matching, unknown

    if not matching(selector):
        raise InvalidError(keys, f"`{'.'.join(keys)}`: {unknown(selector)}", selector)


def _rules(key: str, value: object, _: str) -> tuple[str, ...]:
    return _selectors((key,), value)


def _patterns(key: str, value: object, _: str) -> tuple[str, ...]:
    return _texts((key,), value, 'a list of patterns, such as ["legacy/"]')


def _table(key: str, value: object, expected: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise InvalidError((key,), f"`{key}` is {_found(value)}, expected {expected}")
    return cast("dict[str, object]", value)


def _severities(key: str, value: object, _: str) -> tuple[tuple[str, str], ...]:
    table = _table(key, value, 'a table from rules to severities, such as { SKL106 = "error" }')
    for selector, severity in table.items():
        _must_match((key, selector), selector)
        if severity not in SEVERITIES:
            expected = f"{', '.join(SEVERITIES[:-1])} or {SEVERITIES[-1]}, in quotes"
            raise InvalidError((key, selector), f"`{key}.{selector}` is {_found(severity)}, expected {expected}")
    return tuple((selector, cast("str", severity)) for selector, severity in table.items())


def _rules_of_patterns(key: str, value: object, _: str) -> tuple[Ignored, ...]:
    table = _table(key, value, 'a table from patterns to lists of rules, such as { "tests/**" = ["SKL101"] }')
    return tuple(Ignored(pattern, _selectors((key, pattern), rules)) for pattern, rules in table.items())


_READERS: dict[Kind, Callable[[str, object, str], object]] = {
    "switch": _switch,
    "path": _path,
    "version": _version,
    "rules": _rules,
    "severities": _severities,
    "patterns": _patterns,
    "rules of patterns": _rules_of_patterns,
}


def _found(value: object) -> str:
    """A value as a message names it."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return repr(value)
        case int() | float():
            return f"the number {value}"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return f"{value}, a {type(value).__name__}"
