"""The files that hold settings: what is in one, and in those that it extends."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import cast

from fitlens.environment.pins.model import Broken
from fitlens.environment.pins.text import read_text, tables
from fitlens.environment.step import shown
from fitlens.settings.layer import Layer, SettingsError
from fitlens.settings.values import InvalidError, layer_of

PROJECT_FILE = "pyproject.toml"
TABLE = ("tool", "fitlens")


def layers_of(path: str, root: str | None = None) -> tuple[Layer, ...] | None:
    """The layers of a file (absolute), those that it extends before it; None for a pyproject.toml without settings.

    root: what its patterns are relative to, where that is not its directory. Raises SettingsError.
    """
    layers: list[Layer] = []
    seen: list[str] = []
    current: str | None = path
    while current is not None:
        if current in seen:
            circle = " -> ".join(shown(each) for each in (*seen[seen.index(current) :], current))
            raise SettingsError(f"{shown(seen[-1])}: `extend` leads back to itself: {circle}")
        layer = _layer(current, root if current == path else None, extended_by=seen[-1] if seen else None)
        if layer is None:
            if not seen:
                return None
            raise SettingsError(f"{shown(seen[-1])}: `extend`: {shown(current)} has no [tool.fitlens]")
        seen.append(current)
        layers.insert(0, layer)
        current = layer.extend
    return tuple(layers)


def layer_of_text(text: str, flag: str, root: str) -> Layer:
    """The layer of `KEY = VALUE`, given on the command line. Raises SettingsError."""
    import tomllib

    try:
        return layer_of(tomllib.loads(text), flag, root)
    except tomllib.TOMLDecodeError as error:
        hint = "text needs quotes, as in --config 'target-version=\"1.9\"'"
        raise SettingsError(f"{flag} {text}: is not TOML: {error}; {hint}") from error
    except InvalidError as error:
        raise SettingsError(f"{flag} {text}: {error.message}") from error


def _layer(path: str, root: str | None, extended_by: str | None) -> Layer | None:
    by = "" if extended_by is None else f" (which {shown(extended_by)} extends)"
    try:
        text = read_text(path)
    except FileNotFoundError as error:
        named = shown(path)
        raise SettingsError(f"{named}: no such file{by}" if by else f"{named}: no such file") from error
    except Broken as error:
        raise SettingsError(f"{shown(path)}: {error.message}{by}") from error
    in_project = os.path.basename(path) == PROJECT_FILE
    # What does not name us need not be parsed.
    if in_project and "fitlens" not in text:
        return None
    try:
        data: object = tables(path, text)
    except Broken as error:
        place = shown(path) if error.line is None else f"{shown(path)}:{error.line}"
        raise SettingsError(f"{place}: {error.message}{by}") from error
    prefix: tuple[str, ...] = TABLE if in_project else ()
    for key in prefix:
        inside: object = cast("Mapping[str, object]", data).get(key)
        if inside is None:
            return None
        if not isinstance(inside, dict):
            raise SettingsError(f"{shown(path)}: `{key}` is no table, expected [tool.fitlens]")
        data = cast("object", inside)
    settings = cast("Mapping[str, object]", data)
    try:
        layer = layer_of(settings, path, root or os.path.dirname(path))
    except InvalidError as error:
        line = _line(text, (*prefix, *error.keys), error.value)
        raise SettingsError(f"{shown(path)}{'' if line is None else f':{line}'}: {error.message}") from error
    if layer.target_version is None:
        return layer
    return layer._replace(target_line=_line(text, (*prefix, "target-version")))


def _line(text: str, keys: Sequence[str], value: str | None = None) -> int | None:
    from fitlens.settings.position import line_of

    return line_of(text, keys, value)
