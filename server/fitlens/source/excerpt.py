"""The part of a program that bears on one place of it: what an answer about that place needs to be read again.

Told from names alone, without a parser: what binds a name that is used there, what calls a method on it, and so on
backwards. It may hold more than is needed, and now and then less: whoever asks loses an answer by that, never gets a wrong
program, since every block is whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from fitlens.record import NamedTuple
from fitlens.source.document import Document
from fitlens.source.scan import blocks
from fitlens.source.tokens import STRING

_NOT_CODE = re.compile(rf"{STRING}|#[^\r\n]*", re.DOTALL)
_NAME = re.compile(r"(?<![.\w])[^\W\d]\w*")
_USED = re.compile(r"(?<![.\w])[^\W\d]\w*+(?!=[^=])")
"""Not the keywords of calls, as they are usually written."""
_TARGETS = re.compile(r"^[ \t]*([^=\r\n#()]*?)(?:[-+*/@|&^%]|//|\*\*|<<|>>)?=(?!=)", re.MULTILINE)
# It begins where a run of what a target may hold does: tried from each character, a long line would take for ever.
_FIRST_TARGETS = re.compile(r"(?:\A|(?<=[=\r\n#()]))[^\S\r\n]*+([^=\r\n#()]*?)(?:[-+*/@|&^%]|//|\*\*|<<|>>)?=(?!=)")
_OTHER_TARGETS = re.compile(
    r"\bfor\b([^:\r\n]*?)\bin\b|\bas[ \t]+([\w, \t()]+)|(?<!\w)(\w++)[ \t]*+:=|^[ \t]*([^\W\d]\w*)[ \t]*:", re.MULTILINE
)
_DEFINED = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)
_IMPORTED = re.compile(r"^[ \t]*(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+(\([^)]*\)|[^\r\n;]*)", re.MULTILINE)
_METHOD = re.compile(r"(?<![.\w])([^\W\d]\w*)(?:\.\w+|\[[^\[\]\r\n]*\])*\.\w+[ \t]*\(")
_CALLED = re.compile(r"(?<![.\w])([^\W\d]\w*)[ \t]*\(")
_PARAMETERS = re.compile(r"\bdef[ \t]+\w+[ \t]*\(([^()]*(?:\([^()]*\)[^()]*)*)\)|\blambda\b([^:]*):")
_COMPOUND = re.compile(r"\s*(?:@|(?:async|class|def|for|if|match|try|while|with)\b)")
_DEFINITION = re.compile(r"(?:\s*@[^\r\n]*)*\s*(?:async[ \t]+)?(?:def|class)\b")


class _Names(NamedTuple):
    """What one block does with names."""

    used: frozenset[str]
    bound: frozenset[str]
    defined: frozenset[str]
    """Those of them that are functions, classes or imported."""
    functions: frozenset[str]
    """Those of them that are not imported."""
    touched: frozenset[str]
    """Those a method is called on."""
    called: frozenset[str]
    everything: bool
    """It binds names that it does not say."""


class Excerpt(NamedTuple):
    """One block of a program, and what of the rest bears on it."""

    before: str
    block: str
    after: str
    start: int
    """Offset of the block in the document."""


class Outline:
    """The top-level blocks of a document."""

    def __init__(self, document: Document) -> None:
        self._code = document.code
        self.starts: list[int] = []
        cells = [cell.start for cell in document.cells] or [0]
        for start, end in zip(cells, (*cells[1:], len(self._code)), strict=True):
            self.starts.extend(blocks(self._code, start, end))

    def block_at(self, offset: int) -> tuple[int, int]:
        """Offsets of the block that an offset lies in."""
        return self._bounds(self._number(offset))

    def excerpt(self, offset: int, names: frozenset[str] | None = None, *, later: bool = False) -> Excerpt:
        """What bears on the block at an offset.

        names: those that matter there, where it is not all that it uses. later: what is done behind the block with the names
        that it binds counts as well; of functions and classes it always does.
        """
        here = self._number(offset)
        start, end = self._bounds(here)
        block = _names(self._code[start:end])
        needed = set(block.used if names is None else names)
        every = [_names(self._code[slice(*self._bounds(each))]) for each in range(len(self.starts))]
        after: set[int] = set()
        ours = block.bound if later else block.defined if _COMPOUND.match(self._code, start, end) else frozenset[str]()
        for each in range(here + 1, len(every)) if ours else ():
            if not ours.isdisjoint(every[each].used):
                after.add(each)
                needed |= every[each].used
        before: list[int] = []
        while True:
            found = len(after) + len(before)
            # Functions may be called before the place where they stand in the text.
            for each in range(here + 1, len(every)):
                if each not in after and not every[each].functions.isdisjoint(needed):
                    after.add(each)
                    needed |= every[each].used
            before = self._before(every, here, needed)
            if len(after) + len(before) == found:
                return Excerpt(self._text(before), self._code[start:end], self._text(sorted(after)), start)

    def _before(self, every: list[_Names], here: int, needed: set[str]) -> list[int]:
        """The blocks above that matter, in order; what they need is added to `needed`."""
        defined = frozenset[str]().union(*(each.defined for each in every))
        functions = frozenset[str]().union(*(each.functions for each in every))
        variables = frozenset[str]().union(*(each.bound for each in every)) - defined
        kept: set[int] = set()
        while True:
            found = len(kept)
            for each in range(here - 1, -1, -1):
                names = every[each]
                if each in kept:
                    continue
                if names.everything or not names.bound.isdisjoint(needed):
                    needed |= names.used
                elif not names.touched.isdisjoint(needed & variables) or not (
                    # One of the program's own functions may do anything with what it is given.
                    names.called.isdisjoint(functions) or names.used.isdisjoint(needed & variables)
                ):
                    needed |= names.used & defined
                else:
                    continue
                kept.add(each)
            # What a block needs may be bound below it, in a loop or by a function.
            if len(kept) == found:
                return sorted(kept)

    def _number(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def _bounds(self, number: int) -> tuple[int, int]:
        return self.starts[number], self.starts[number + 1] if number + 1 < len(self.starts) else len(self._code)

    def _text(self, numbers: list[int]) -> str:
        return "".join(self._code[slice(*self._bounds(each))] for each in numbers)


@lru_cache(maxsize=4096)
def _names(text: str) -> _Names:
    """Kept by the text: while a user types, one block changes and the others do not."""
    code = _NOT_CODE.sub('""', text)
    targets = _TARGETS.findall(code) if _COMPOUND.match(code) else _FIRST_TARGETS.findall(code)[:1]
    bound: set[str] = set()
    for each in targets:
        bound.update(_NAME.findall(each))
    for found in _OTHER_TARGETS.findall(code):
        bound.update(_NAME.findall(" ".join(found)))
    imported = [name for each in _IMPORTED.findall(code) for name in _NAME.findall(each)]
    used, touched = set(_USED.findall(code)), set(_METHOD.findall(code))
    if _DEFINITION.match(code):
        # What a function binds is its own.
        inner = bound.union(imported, *(_NAME.findall(" ".join(each)) for each in _PARAMETERS.findall(code)))
        names = _DEFINED.findall(code)
        used -= inner - set(names[1:])
        touched -= inner
        bound, defined = set[str](), frozenset(names[:1])
    else:
        defined = frozenset((*_DEFINED.findall(code), *imported))
    return _Names(
        used=frozenset(used),
        bound=frozenset(bound) | defined,
        defined=defined,
        functions=defined - frozenset(imported),
        touched=frozenset(touched),
        called=frozenset(_CALLED.findall(code)),
        everything="import *" in code,
    )
