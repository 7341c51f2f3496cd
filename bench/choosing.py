"""Lists of names on the command lines of the benchmarks."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence


def some_of(known: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """Reads names with commas between them. Raises ArgumentTypeError for one that is not known."""

    def names(text: str) -> tuple[str, ...]:
        given = tuple(filter(None, text.split(",")))
        for name in given:
            if name not in known:
                raise argparse.ArgumentTypeError(f"{name}: unknown; expected some of {', '.join(known)}")
        return given

    return names
