"""Lock files: uv.lock, poetry.lock, pdm.lock, pylock.toml and Pipfile.lock, each of which names one version."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Final, cast

from fitlens.environment.pins.model import NAME, Broken, Said, is_scikit_learn, line_of, mentions, required
from fitlens.environment.pins.text import locked_packages, read_text, table
from fitlens.environment.specifiers import exactly
from fitlens.environment.version import parse_version

_NAMED: Final = re.compile(r"\nname\s*=\s*[\"']scikit[-_.]+learn[\"']")


def said(path: str) -> Iterator[Said]:
    """What a lock file names; several versions where it forks by Python version or system.

    Raises Broken, and FileNotFoundError.
    """
    text = read_text(path)
    yield from _pipfile(path, text) if os.path.basename(path) == "Pipfile.lock" else _toml(path, text)


def _toml(path: str, text: str) -> Iterator[Said]:
    for line, package in locked_packages(path, text, _NAMED):
        name, version = package.get("name"), package.get("version")
        if isinstance(name, str) and isinstance(version, str) and is_scikit_learn(name):
            exact = parse_version(version)
            if exact is not None:
                place = line or line_of(text, r"name\s*=\s*[\"']scikit[-_.]+learn")
                yield Said(path, place, f"{NAME} {version}", exactly(exact))


def _pipfile(path: str, text: str) -> Iterator[Said]:
    try:
        data: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise Broken(path, error.lineno, f"is not JSON: {error.msg}") from error
    except RecursionError as error:
        raise Broken(path, None, "is not JSON: nested too deeply") from error
    if not isinstance(data, dict):
        raise Broken(path, 1, "is not a lock file: expected an object")
    if not mentions(text):
        return
    for section in ("default", "develop"):
        for name, package in table(table(cast("object", data)).get(section)).items():
            version: object = table(package).get("version")
            if is_scikit_learn(name) and isinstance(version, str):
                specifiers = required(NAME + version)
                if specifiers is not None:
                    yield Said(path, line_of(text, rf'"{re.escape(name)}"\s*:'), NAME + version, specifiers)
