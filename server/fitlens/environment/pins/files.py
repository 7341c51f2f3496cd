"""All of a project's files that may say which scikit-learn it runs with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from fitlens.environment.pins.model import Broken, Said, line_of, mentions
from fitlens.environment.pins.text import read_text, table, tables
from fitlens.environment.project import CONDA, LOCKS, requirement_files
from fitlens.environment.step import EXPECTED, Step, shown
from fitlens.environment.version import parse_version

SETTING = "target-version"


class ProjectFiles:
    """The files in a project's directories, each read when it is asked for."""

    def __init__(self, levels: tuple[str, ...]) -> None:
        """levels: absolute directories, the nearest to the program first."""
        self._levels = levels
        self._texts: dict[str, str | None] = {}
        self._parsed: dict[str, dict[str, Any]] = {}
        self._broken: set[str] = set()
        """Those of which the user was told."""

    def settings(self) -> Iterator[Step]:
        """`[tool.fitlens] target-version` of the nearest pyproject.toml that has it."""
        self._broken.clear()
        for level in self._levels:
            path = os.path.join(level, "pyproject.toml")
            try:
                text = self._text(path)
                if text is None:
                    continue
                # What does not name us is parsed when its dependencies are asked for, if ever.
                data = self._data(path, text) if "fitlens" in text else {}
            except Broken as broken:
                yield _of_broken(broken)
                continue
            value: object = table(table(data.get("tool")).get("fitlens")).get(SETTING)
            if value is None:
                yield Step(shown(path), f"has no [tool.fitlens] {SETTING}")
                continue
            line = line_of(text, rf"^\s*[\"']?(?:tool\.fitlens\.)?{SETTING}[\"']?\s*=")
            version = parse_version(value) if isinstance(value, str) else None
            if version is not None:
                yield Step(shown(path), f"{SETTING} = {value!r}", line, version)
                return
            yield Step(shown(path), f"{SETTING} = {value!r} is no version: {EXPECTED}, in quotes", line, broken=True)

    def locks(self) -> Iterator[Step]:
        """The lock files; one of a workspace lies above its members."""
        for level in self._levels:
            for name in LOCKS:
                path = os.path.join(level, name)
                if os.path.exists(path):
                    yield from _newest(path, lambda path=path: _locked(path))

    def declarations(self) -> Iterator[Step]:
        """What lists or declares requirements, that of the nearest directory first."""
        for read in (*self._requirements(), *self._packages()):
            yield from read()

    def declared_minimum(self) -> str | None:
        """The lowest version that the project says it works with: `1.3`; None where it says none."""
        files = [*self._packages(), *self._requirements()]
        for read in files:
            for step in read():
                # A pin says what is used, not what else would do.
                minimum = step.range.minimum if step.range is not None and step.version is None else None
                if minimum is not None:
                    return minimum.text
        return None

    def _requirements(self) -> Iterator[Callable[[], Iterator[Step]]]:
        """What lists packages for an environment: conda's files and pip's."""
        for level in self._levels:
            for name in CONDA:
                path = os.path.join(level, name)
                if os.path.exists(path):
                    yield lambda path=path: _newest(path, lambda: _conda(path))
            yield lambda level=level: _pip(level)

    def _packages(self) -> Iterator[Callable[[], Iterator[Step]]]:
        """What declares dependencies of a package."""
        for level in self._levels:
            yield lambda level=level: self._declared(os.path.join(level, "pyproject.toml"))
            path = os.path.join(level, "setup.cfg")
            if os.path.exists(path):
                yield lambda path=path: _first(path, lambda: _setup(path))

    def _declared(self, path: str) -> Iterator[Step]:
        from fitlens.environment.pins import declared

        def read() -> Iterable[Said]:
            text = self._text(path)
            if text is None or not mentions(text):
                return ()
            return declared.said(path, text, self._data(path, text))

        return _first(path, read) if self._text(path) is not None and path not in self._broken else iter(())

    def _text(self, path: str) -> str | None:
        """A pyproject.toml, read once; None where there is none. Raises Broken where it cannot be read."""
        if path not in self._texts:
            self._texts[path] = None
            if os.path.exists(path):
                self._texts[path] = read_text(path)
        return self._texts[path]

    def _data(self, path: str, text: str) -> dict[str, Any]:
        """What a pyproject.toml holds, parsed once. Raises Broken, once."""
        if path not in self._parsed:
            self._broken.add(path)
            self._parsed[path] = tables(path, text)
            self._broken.discard(path)
        return self._parsed[path]


def _of_broken(broken: Broken) -> Step:
    return Step(shown(broken.path), broken.message, broken.line, broken=True)


def _of_said(said: Said) -> Step:
    return Step(shown(said.path), said.text, said.line, said.specifiers.pinned, said.specifiers)


def _newest(path: str, read: Callable[[], Iterable[Said]]) -> Iterator[Step]:
    """The one step that a file comes to whose lines are alternatives: that of them which allows the newest version."""
    statements = _statements(path, read)
    if isinstance(statements, Step):
        yield statements
        return
    for said in sorted(statements, key=_reach, reverse=True):
        yield _of_said(said)
        return


def _first(path: str, read: Callable[[], Iterable[Said]]) -> Iterator[Step]:
    """The one step that a file comes to whose first line about versions counts for more than those behind it."""
    statements = _statements(path, read)
    if isinstance(statements, Step):
        yield statements
        return
    first = next((said for said in statements if said.specifiers), statements[0])
    # poetry writes alternatives on one line.
    yield _of_said(max((said for said in statements if said.line == first.line), key=_reach))


def _statements(path: str, read: Callable[[], Iterable[Said]]) -> list[Said] | Step:
    try:
        return list(read()) or Step(shown(path), "does not ask for scikit-learn")
    except FileNotFoundError:
        return Step(shown(path), "is gone")
    except Broken as broken:
        return _of_broken(broken)


def _reach(said: Said) -> tuple[bool, bool, object]:
    """Orders statements by the newest version they allow; one that asks for none counts least."""
    maximum = said.specifiers.maximum
    return bool(said.specifiers), maximum is None, maximum.key if maximum is not None else ()


# Each kind of file has a module with patterns to compile: only those of the files that are there are loaded.


def _locked(path: str) -> Iterable[Said]:
    from fitlens.environment.pins import locks

    return locks.said(path)


def _conda(path: str) -> Iterable[Said]:
    from fitlens.environment.pins import conda

    return conda.said(path)


def _setup(path: str) -> Iterable[Said]:
    from fitlens.environment.pins import declared

    return declared.said_in_setup(path)


def _pip(directory: str) -> Iterator[Step]:
    names = requirement_files(directory)
    if not names:
        return
    from fitlens.environment.pins import requirements

    for path in names:
        yield from _newest(path, lambda path=path: requirements.said(path))
