"""One question put to jedi. The only importer of jedi, in the worker's process alone.

jedi sees a program of two lines that we write, never the user's: it reads the installed packages, and nothing of the workspace.
"""

from __future__ import annotations

# jedi comes with few types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
import os
from functools import lru_cache
from pathlib import Path
from typing import Protocol, cast

import jedi
from jedi.api.environment import InterpreterEnvironment

from fitlens.environment.jedi_worker.wire import Question
from fitlens.environment.place import Place

_MOST = 8
"""Places of one name: more are no answer."""


class _Name(Protocol):
    """What is read of a name of jedi's."""

    module_path: Path | None
    line: int | None
    column: int | None
    type: str
    name: str


def places(question: Question) -> list[Place]:
    """Where the name is defined, in one of the question's directories; raises whatever jedi does."""
    parts = question.path.split(".")
    if len(parts) < 2 or not all(part.isidentifier() for part in (*parts, question.learned or "_")):
        return []
    roots = tuple(os.path.realpath(each) + os.sep for each in question.directories)
    # How much of the path are modules only the packages know: the longest is tried first.
    for length in range(len(parts) - 1, 0, -1):
        found = [
            place
            for name in _led(question, ".".join(parts[:length]), parts[length:])
            if (place := _place(name)) is not None and os.path.realpath(place.file).startswith(roots)
        ]
        if found:
            return list(dict.fromkeys(found))[:_MOST]
    return []


def _led(question: Question, module: str, names: list[str]) -> list[_Name]:
    program = f"from {module} import {names[0]}\n{'.'.join(names)}"
    if question.learned:
        program += f"().{question.learned}"
    script = jedi.Script(program, project=_project(question.directories), environment=_environment())
    end = len(program.rpartition("\n")[2]) - 1
    return cast("list[_Name]", script.goto(2, end, follow_imports=True, prefer_stubs=False))


def _place(name: _Name) -> Place | None:
    file, line, column = name.module_path, name.line, name.column
    if file is None or line is None or column is None:
        return None
    if name.type == "module":
        return Place(str(file), 1, 0, "")
    return Place(str(file), line, column, name.name)


@lru_cache(maxsize=8)
def _project(directories: tuple[str, ...]) -> jedi.Project:
    return jedi.Project(directories[0], sys_path=directories, smart_sys_path=False, load_unsafe_extensions=False)


@lru_cache(maxsize=1)
def _environment() -> InterpreterEnvironment:
    """This very process: the user's interpreter is never started."""
    return InterpreterEnvironment()
