"""Finds the top-level blocks of a text that Python refuses, has each repaired, and parses the whole once more."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right

from fitlens.source.lines import LineIndex
from fitlens.source.patch import Patch
from fitlens.source.repair import BlockRepair
from fitlens.source.scan import blocks, open_triple_quote, stray_triple_quote
from fitlens.source.tree import SyntaxProblem, Tree
from fitlens.source.trial import Refusal, attempt, parses

_CHUNK = 20_000
"""Characters of neighbouring blocks that are tried together."""
_BEFORE_ERROR = 8
"""Blocks before the first error that may be to blame for it."""
# Python refuses the whole text for one of these, NUL and lone surrogates, wherever it stands.
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_MOST_STRAY_QUOTES = 3


class Recovery:
    """The recovery of one text. Call it inside `quiet()`."""

    def __init__(self, code: str, lines: LineIndex, cell_starts: tuple[int, ...]) -> None:
        self._lines = lines
        self._regions = cell_starts or (0,)
        self._patch = Patch()
        """Changes to single characters; `self._code` has them already."""
        self._problems: list[SyntaxProblem] = []
        self._code = self._readable(code)
        self._starts = self._block_starts()
        """Where each block begins."""
        self._bad: dict[int, BlockRepair] = {}
        """Number of a block (0-based) -> its repair."""
        self._last_bad = -1
        self._unreadable = tuple(self._problems)

    def tree(self, refusal: Refusal) -> Tree:
        """The tree of the code, refused as a whole with the given words."""
        suspect = 0
        if refusal.line is not None:
            suspect = max(0, self._block_at(self._offset_of(refusal, 0)) - _BEFORE_ERROR)
        self._try_blocks(suspect)
        module = self._whole()
        if module is None:
            # Something before the place that the parser named is to blame as well.
            self._try_blocks(0)
            module = self._whole() or self._piecemeal()
        return self._result(module)

    def _readable(self, code: str) -> str:
        """The code with each character replaced for which alone Python would refuse the text."""
        for found in _NOT_TEXT.finditer(code):
            self._patch.put(found.start(), " " if found[0] == "\0" else "_")
            if not self._problems:
                what = "null bytes" if found[0] == "\0" else "one half of a surrogate pair"
                self._problems.append(SyntaxProblem(found.start(), f"source code cannot contain {what}"))
        return self._patch.render(code, 0, len(code))[0]

    def _block_starts(self) -> list[int]:
        starts: list[int] = []
        for start, end in zip(self._regions, (*self._regions[1:], len(self._code)), strict=True):
            for _ in range(_MOST_STRAY_QUOTES):
                opened = open_triple_quote(self._code, start, end)
                stray = stray_triple_quote(self._code, start, end) if opened is not None else None
                if stray is None:
                    break
                self._drop_quote(stray, end)
            starts.extend(blocks(self._code, start, end))
        return starts

    def _drop_quote(self, offset: int, end: int) -> None:
        last = self._lines.line_of(end)
        message = f"unterminated triple-quoted string literal (detected at line {last})"
        self._problems.append(SyntaxProblem(offset, message))
        self._patch.put(offset, "   ")
        self._code = f"{self._code[:offset]}   {self._code[offset + 3 :]}"

    def _block_at(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _bounds(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the blocks from `first` until before `last`."""
        return self._starts[first], self._starts[last] if last < len(self._starts) else len(self._code)

    def _offset_of(self, refusal: Refusal, start: int) -> int:
        """Where in the document a refusal of the code from an offset on points at."""
        if refusal.line is None:
            return start
        line = self._lines.line_of(start) + refusal.line - 1
        low, high = self._lines.span(line)
        return max(start, min(low + refusal.column, high))

    def _try_blocks(self, first: int) -> None:
        """Tries neighbouring blocks together, from the given one on, and repairs each that is refused."""
        size = _CHUNK
        while first < len(self._starts):
            begin = self._starts[first]
            stop = first + 1
            while stop < len(self._starts) and self._bounds(first, stop + 1)[1] - begin <= size:
                stop += 1
            reached = self._try_chunk(first, stop)
            # Where one block is bad its neighbours often are: print statements, another language.
            size = min(size * 2, _CHUNK) if reached == stop else max(size // 4, 1)
            first = reached

    def _try_chunk(self, first: int, stop: int) -> int:
        """Tries blocks together and repairs the first that is to blame; returns the block to go on with."""
        answer = attempt(self._text(first, stop))
        if isinstance(answer, ast.Module):
            return stop
        named = min(max(first, self._block_at(self._offset_of(answer, self._starts[first]))), stop - 1)
        # What is named is most likely to blame, then what stands before it: a bracket left open.
        for block in (named, *range(named - 1, first - 1, -1), *range(named + 1, stop)):
            refusal = attempt(self._text(block, block + 1))
            if isinstance(refusal, Refusal):
                if block > first and not parses(self._text(first, block)):
                    return self._try_chunk(first, block)
                self._repair(block, refusal)
                return block + 1
        return stop

    def _text(self, first: int, stop: int) -> str:
        """The code of some blocks, those repaired so far as they are now."""
        # Blocks are repaired mostly in order, and asked for where none is repaired yet.
        if self._bad and first <= self._last_bad and any(block in self._bad for block in range(first, stop)):
            return "".join(
                self._bad[block].text if block in self._bad else self._code[slice(*self._bounds(block, block + 1))]
                for block in range(first, stop)
            )
        return self._code[slice(*self._bounds(first, stop))]

    def _repair(self, block: int, refusal: Refusal) -> None:
        if block in self._bad:
            self._bad[block].blank_all()
            return
        start, end = self._bounds(block, block + 1)
        self._bad[block] = repair = BlockRepair(self._code, self._lines, start, end)
        self._last_bad = max(self._last_bad, block)
        repair.run()
        if not any(start <= problem.offset < end for problem in self._unreadable):
            self._problems.append(SyntaxProblem(self._offset_of(refusal, start), refusal.message))

    def _whole(self) -> ast.Module | None:
        answer = attempt(self._text(0, len(self._starts)))
        return answer if isinstance(answer, ast.Module) else None

    def _piecemeal(self) -> ast.Module:
        """A tree put together from the blocks' trees, where their text together is refused and each alone is not."""
        module = ast.Module(body=[], type_ignores=[])
        for block, start in enumerate(self._starts):
            answer = attempt(self._text(block, block + 1))
            if not isinstance(answer, ast.Module):
                self._repair(block, answer)
                answer = attempt(self._text(block, block + 1))
            if isinstance(answer, ast.Module):
                lines_before = self._lines.line_of(start) - 1
                module.body.extend(ast.increment_lineno(answer, lines_before).body)
        return module

    def _result(self, module: ast.Module) -> Tree:
        patch = self._patch
        holes: dict[int, frozenset[str]] = {}
        for repair in self._bad.values():
            patch.update(repair.patch)
            for offset, names in repair.holes.items():
                line = self._lines.line_of(offset)
                holes[line] = holes.get(line, frozenset()) | names
        lines = patch.repaired_lines(self._code, self._lines)
        problems = tuple(sorted(self._problems, key=_offset_of_problem))
        return Tree(module, problems, _ranges(sorted(lines)), holes, lines)


def _ranges(numbers: list[int]) -> tuple[tuple[int, int], ...]:
    """Runs of neighbouring numbers, ends included."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1] = ranges[-1][0], number
        else:
            ranges.append((number, number))
    return tuple(ranges)


def _offset_of_problem(problem: SyntaxProblem) -> int:
    return problem.offset
