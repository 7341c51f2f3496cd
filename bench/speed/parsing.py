"""What Python takes to parse what a check has to parse: `python -m bench.speed.parsing FILE [FLAG ...]`, flags as for `fitlens check`.

The first run notes in FILE the sources that the check hands to `ast.parse`, each once; where there is such a file, they are
parsed, and what that took is printed: their number, and seconds of CPU time, without looking for garbage as a check does.
"""

from __future__ import annotations

import ast
import gc
import os
import pickle
import sys
import time
import warnings
from collections.abc import Sequence


def note(file: str, flags: Sequence[str]) -> None:
    """Runs a check in this process, and writes the sources that it parsed."""
    from fitlens.cli.main import main

    parse = ast.parse
    sources: dict[str | bytes, None] = {}

    def noted(source: str | bytes, mode: str = "exec") -> ast.AST:
        sources[source] = None
        return parse(source, mode=mode)

    ast.parse = noted  # type: ignore[assignment]
    try:
        main(["check", "--quiet", *flags])
    finally:
        ast.parse = parse
    with open(file, "wb") as written:
        pickle.dump(list(sources), written)


def parsed(file: str) -> tuple[int, float]:
    """How many sources there are, and seconds of CPU time for parsing them."""
    with open(file, "rb") as written:
        sources = pickle.load(written)
    warnings.simplefilter("ignore")
    gc.disable()
    start = time.process_time()
    for source in sources:
        try:
            ast.parse(source)
        except (SyntaxError, ValueError):
            continue
    return len(sources), time.process_time() - start


if __name__ == "__main__":
    if not os.path.exists(sys.argv[1]):
        note(sys.argv[1], sys.argv[2:])
    print(*parsed(sys.argv[1]))
