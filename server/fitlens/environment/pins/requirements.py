"""requirements.txt and its kin: lines for pip, with the files that they include and the constraints on them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Final

from fitlens.environment.pins.model import Broken, Said, mentions, stated
from fitlens.environment.pins.text import read_text
from fitlens.environment.specifiers import Specifiers

_INCLUDE: Final = re.compile(
    r"(?:-(?P<short>[rc])\s*|--(?P<long>requirement|constraint)(?:\s+|=))(?P<file>\S.*?)\s*$", re.IGNORECASE
)
_OPTIONS: Final = re.compile(r"\s--?[a-z].*$", re.IGNORECASE)
_COMMENT: Final = re.compile(r"(?:^|\s)#.*$")


def said(path: str) -> list[Said]:
    """What a requirement file asks, its constraints taken into account. Raises Broken, and FileNotFoundError."""
    asked: list[Said] = []
    constraints: list[Said] = []
    _read(path, asked, constraints, {path})
    if not asked:
        return constraints
    if not constraints:
        return asked
    narrowed = tuple(specifier for each in constraints for specifier in each.specifiers.each)
    first = constraints[0]
    return [
        # Where the constraint alone says a version, it is the place to look at.
        each._replace(
            specifiers=Specifiers((*each.specifiers.each, *narrowed)),
            **({} if each.specifiers else {"path": first.path, "line": first.line, "text": first.text}),
        )
        for each in asked
    ]


def _read(path: str, asked: list[Said], constraints: list[Said], seen: set[str], constraining: bool = False) -> None:
    text = read_text(path)
    for number, line in _lines(text):
        include = _INCLUDE.match(line)
        if include is not None:
            target = os.path.normpath(os.path.join(os.path.dirname(path), include["file"].strip("\"'")))
            if "://" in include["file"] or target in seen:
                continue
            seen.add(target)
            kind = (include["short"] or include["long"]).lower()
            try:
                _read(target, asked, constraints, seen, constraining or kind in ("c", "constraint"))
            except FileNotFoundError:
                raise Broken(path, number, f"includes {include['file']}, which does not exist") from None
        elif mentions(line):
            requirement = _OPTIONS.sub("", line).strip()
            said = stated(path, number, requirement)
            if said is not None:
                (constraints if constraining else asked).append(said)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each logical line with the 1-based number of its first, comments and continuations gone."""
    pending, start = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not pending:
            start = number
        if line.endswith("\\"):
            pending += line[:-1] + " "
            continue
        whole = _COMMENT.sub("", pending + line).strip()
        pending = ""
        if whole:
            yield start, whole
    if pending.strip():
        yield start, pending.strip()
