"""What a project declares to need: pyproject.toml and setup.cfg."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from fitlens.environment.pins.model import NAME, Broken, Said, is_scikit_learn, line_of, mentions, stated
from fitlens.environment.pins.text import read_text, table
from fitlens.environment.specifiers import Specifiers, parse_specifiers

_CARET: Final = re.compile(r"(?P<sign>\^|~(?!=))\s*(?P<version>\d+(?:\.\d+)*.*)")
_KEY: Final = r"^\s*[\"']?scikit[-_.]+learn[\"']?\s*="


def said(path: str, text: str, data: Mapping[str, Any]) -> Iterator[Said]:
    """What a pyproject.toml asks: the project's own dependencies first, then extras, groups and tools' tables.

    Raises Broken.
    """
    project = table(data.get("project"))
    yield from _all(path, text, project.get("dependencies"))
    for extra in table(project.get("optional-dependencies")).values():
        yield from _all(path, text, extra)
    # A group that is included in another is listed itself.
    for group in table(data.get("dependency-groups")).values():
        yield from _all(path, text, group)
    tool = table(data.get("tool"))
    yield from _all(path, text, table(tool.get("uv")).get("dev-dependencies"))
    for group in table(table(tool.get("pdm")).get("dev-dependencies")).values():
        yield from _all(path, text, group)
    poetry = table(tool.get("poetry"))
    groups = [table(group).get("dependencies") for group in table(poetry.get("group")).values()]
    for packages in (poetry.get("dependencies"), poetry.get("dev-dependencies"), *groups):
        yield from _of_poetry(path, text, table(packages))


def said_in_setup(path: str) -> Iterator[Said]:
    """What a setup.cfg asks. Raises Broken, and FileNotFoundError."""
    text = read_text(path)
    if not mentions(text):
        return
    # 5 ms to import, for a file that few projects still have.
    import configparser

    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(text, path)
    except configparser.Error as error:
        lines = re.findall(r"\[?line:?\s+(\d+)", str(error))
        raise Broken(path, int(lines[0]) if lines else None, "is not an INI file that setuptools reads") from error
    written = parser.get("options", "install_requires", fallback="")
    extras = parser["options.extras_require"].values() if parser.has_section("options.extras_require") else ()
    for lines in (written, *extras):
        yield from _all(path, text, [line.strip() for line in re.split(r"[\n]", lines) if line.strip()])


def _all(path: str, text: str, requirements: object) -> Iterator[Said]:
    """Requirements as PEP 508 writes them; a table among them includes another group."""
    for requirement in cast("list[object]", requirements) if isinstance(requirements, list) else ():
        if isinstance(requirement, str) and mentions(requirement):
            one = stated(path, line_of(text, re.escape(requirement)), requirement)
            if one is not None:
                yield one


def _of_poetry(path: str, text: str, packages: Mapping[str, Any]) -> Iterator[Said]:
    """`scikit-learn = "^1.3"`, a table with `version`, or a list of such tables."""
    for name, value in packages.items():
        if not is_scikit_learn(name):
            continue
        line = line_of(text, _KEY)
        for each in cast("list[object]", value) if isinstance(value, list) else [cast("object", value)]:
            written = each if isinstance(each, str) else table(each).get("version")
            if not isinstance(written, str):
                yield Said(path, line, name, Specifiers())
                continue
            for alternative in written.split("||"):
                specifiers = _poetry_specifiers(alternative)
                if specifiers is None:
                    raise Broken(path, line, f"{written!r} is no version of {NAME}: expected one such as '^1.3'")
                yield Said(path, line, f"{name} {written}", specifiers)


def _poetry_specifiers(written: str) -> Specifiers | None:
    """`^1.3` is `>=1.3,<2`, `~1.3` is `>=1.3,<1.4`, a bare `1.3.2` is that one."""
    parts: list[str] = []
    for part in re.split(r",|(?<=[\d*])\s+(?=[<>=!~^])", written.strip()):
        text = part.strip()
        match = _CARET.fullmatch(text)
        if match is not None:
            numbers = [int(number) for number in re.findall(r"\d+", match["version"].partition("-")[0])]
            if match["sign"] == "~":
                kept = min(2, len(numbers))
            else:
                kept = next((at for at, number in enumerate(numbers, start=1) if number), len(numbers))
            upper = [*numbers[: kept - 1], numbers[kept - 1] + 1]
            parts += [f">={match['version']}", f"<{'.'.join(map(str, upper))}"]
        elif text in ("*", ""):
            continue
        elif text[0].isdigit():
            parts.append(f"=={text}")
        else:
            parts.append(text)
    return parse_specifiers(",".join(parts))
