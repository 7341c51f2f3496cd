"""Reading a project's file: its text, and its tables where it is TOML."""

from __future__ import annotations

import os
import re
import stat
from typing import Any, Final, cast

from fitlens.environment.pins.model import Broken

_PLACE: Final = re.compile(r"^(?P<why>.*?) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$", re.DOTALL)
_BLOCK: Final = "\n[[package"
_CONFLICT: Final = "\n<<<<<<< "
_MARK: Final = "\ufeff"


def read_text(path: str) -> str:
    """The text of a file. Raises Broken where it cannot be read, FileNotFoundError where there is none."""
    try:
        # A pipe or a device may never end.
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise Broken(path, None, "is not a regular file")
        with open(path, "rb") as file:
            data = file.read()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileNotFoundError(path) from error
    except OSError as error:
        raise Broken(path, None, f"cannot be read: {error.strerror}") from error
    try:
        # `pip freeze > requirements.txt` writes UTF-16 on Windows, and pip reads it.
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8")
    except UnicodeError as error:
        raise Broken(path, None, "is not UTF-8") from error
    return text.removeprefix(_MARK).replace("\r\n", "\n")


def tables(path: str, text: str) -> dict[str, Any]:
    """What a TOML text holds. Raises Broken with the line of its mistake."""
    # 7 ms to import: only where there is a file that may matter.
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _PLACE.match(str(error))
        line = int(match["line"]) if match and match["line"] else text.count("\n") + 1
        raise Broken(path, line, f"is not TOML: {match['why'] if match else error}") from error
    except RecursionError as error:
        raise Broken(path, None, "is not TOML: nested too deeply") from error


def locked_packages(path: str, text: str, wanted: re.Pattern[str]) -> list[tuple[int, dict[str, Any]]]:
    """The packages of a lock file in whose tables the pattern matches, each with the 1-based line of the match.

    A lock file of a megabyte takes a quarter of a second to parse: only its head, its last package and those that match
    are parsed. Where that fails, or the file is not made of `[[package]]` tables, it is parsed as a whole, with line 0.
    """
    first, last = text.find(_BLOCK), text.rfind(_BLOCK)
    if first < 0 or _CONFLICT in text:
        return [(0, each) for each in _listed(tables(path, text))]
    places = {text.rfind(_BLOCK, 0, match.start()): match.start() for match in wanted.finditer(text)}
    places.setdefault(last, last)
    found: list[tuple[int, dict[str, Any]]] = []
    try:
        tables(path, text[:first])
        for start, place in sorted(places.items()):
            end = text.find(_BLOCK, start + 1)
            block = tables(path, text[max(start, 0) : end if end >= 0 else len(text)])
            found.extend((text.count("\n", 0, place + 1) + 1, each) for each in _listed(block))
    except Broken:
        return [(0, each) for each in _listed(tables(path, text))]
    return found


def _listed(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The packages in a parsed lock file, or part of one."""
    listed: object = data.get("package", data.get("packages"))
    return [table(each) for each in cast("list[object]", listed)] if isinstance(listed, list) else []


def table(value: object) -> dict[str, Any]:
    """A table of what was parsed; an empty one where something else stands in its place."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
