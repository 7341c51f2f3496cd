"""Code to tree: Python's own parser where it accepts, repair block by block where it does not."""

from __future__ import annotations

import ast

from fitlens.source.lines import LineIndex
from fitlens.source.tree import Tree
from fitlens.source.trial import attempt, quiet


def parse(code: str, lines: LineIndex, cell_starts: tuple[int, ...]) -> Tree:
    """The tree of a document's code. Never raises.

    `cell_starts`: the offsets at which a notebook's cells begin; an open bracket or string ends there.
    """
    with quiet():
        answer = attempt(code)
        if isinstance(answer, ast.Module):
            return Tree(answer)
        # The patterns that find blocks take longer to compile than most programs to parse.
        from fitlens.source.recovery import Recovery

        return Recovery(code, lines, cell_starts).tree(answer)
