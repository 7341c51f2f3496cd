"""The programs of `idioms.txt`: what went of scikit-learn, used once in each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

_HEADING = re.compile(r"(mended|left) (\S+) (\w+): (.*)")


@dataclass(frozen=True)
class Idiom:
    """One program."""

    title: str
    """`param sklearn.linear_model.Ridge normalize`."""
    version: str
    """The last that runs it."""
    outcome: Literal["mended", "left"]
    """What `fitlens check --fix` makes of it."""
    program: str


def idioms() -> list[Idiom]:
    """All of them."""
    text = (Path(__file__).parent / "idioms.txt").read_text(encoding="utf-8")
    data = {"none": ""}
    found: list[Idiom] = []
    for part in text.split("\n== ")[1:]:
        heading, _, code = part.partition("\n")
        if heading.startswith("data "):
            data[heading.removeprefix("data ")] = code.strip() + "\n\n"
            continue
        match = _HEADING.fullmatch(heading)
        assert match is not None, heading
        outcome, version, name, title = match.groups()
        imports, _, body = code.strip().partition("\n\n")
        program = f"{imports}\n{data[name]}{body}\n"
        found.append(Idiom(title, version, cast("Literal['mended', 'left']", outcome), program))
    return found
