"""What fixes would change, as a unified diff that `patch` and `git apply` take."""

from __future__ import annotations

import os
from collections.abc import Iterator
from difflib import unified_diff

from fitlens.check.model import Repaired
from fitlens.check.report.line import one_line
from fitlens.check.report.paint import Paint, Style
from fitlens.check.report.place import relative

_STYLES: dict[str, Style] = {"-": "error", "+": "estimator", "@": "place"}


def difference(repaired: Repaired) -> Iterator[bytes]:
    """The lines of one file's diff with their breaks, in the file's own encoding."""
    # latin-1 has a character for each byte: what no other line breaks are made of stays whole.
    before, after = (data.decode("latin-1").split("\n") for data in (repaired.before, repaired.after))
    name = os.fsencode(relative(repaired.path)).decode("latin-1")
    lines = unified_diff(_broken(before), _broken(after), name, name)
    for line in lines:
        yield line.encode("latin-1")
        if not line.endswith("\n"):
            yield b"\n\\ No newline at end of file\n"


def shown(lines: Iterator[bytes], paint: Paint) -> Iterator[str]:
    """The same for a reader at a terminal."""
    for each in lines:
        for line in each.decode("utf-8", "replace").removesuffix("\n").split("\n"):
            text = one_line(line.removesuffix("\r").replace("\t", "    "))
            style = "bold" if line.startswith(("--- ", "+++ ")) else _STYLES.get(line[:1])
            yield paint(style, text) if style else text


def _broken(pieces: list[str]) -> list[str]:
    """Lines with their breaks; what stands behind the last break is one without."""
    return [*(f"{piece}\n" for piece in pieces[:-1]), *([pieces[-1]] if pieces[-1] else [])]
