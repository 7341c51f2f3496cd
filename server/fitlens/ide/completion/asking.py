"""Asks the analysis about a place that is being typed.

A name of ours is put where the cursor is, in the form that the place takes, and the statement is ended where the user has not
done so. What bears on it is analysed with it, and the facts at that name are the answer: what it is given to, which estimator
stands before its dot, which names could stand in its stead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from fitlens.analysis.facts import Facts, Span
from fitlens.record import NamedTuple
from fitlens.source.cursor import Cursor, cursor_at
from fitlens.source.document import Document, document_from_text
from fitlens.source.excerpt import Excerpt, Outline
from fitlens.source.trial import parses, quiet

HERE: Final = "fitlens_here"
"""The name that is put where the cursor is."""
_HEADERS: Final = frozenset(["if", "elif", "for", "while", "with", "match", "case", "except"])

Analyse = Callable[[Document], Facts]


class Asked(NamedTuple):
    """The facts of a program with our name in it."""

    facts: Facts
    span: Span
    """Of our name."""
    shift: int
    """What is to be added to an offset of the document to get that of the same text before the cursor."""

    def is_within(self, span: Span) -> bool:
        """Whether our name lies in a place."""
        return span.start <= self.span.start and self.span.end <= span.end


class Place:
    """One offset of a document, and what is asked about it."""

    def __init__(self, document: Document, offset: int, analyse: Analyse) -> None:
        self.document = document
        self.offset = offset
        self._analyse = analyse
        self.outline = Outline(document)
        self.cursor: Cursor | None = cursor_at(document.code, *self.outline.block_at(offset), offset)
        """None where nothing can be asked: in a comment, in a line that is no Python."""

    def ask(self, *forms: str, later: bool = False) -> Asked:
        """Asks with our name in place of the word, or of the content of the string, at the cursor.

        forms: what may have to stand behind it, the likeliest first: `=0` of an argument. later: as for `Outline.excerpt`.
        """
        assert self.cursor is not None
        excerpt = self.outline.excerpt(self.offset, later=later)
        head = excerpt.block[: self.cursor.start - excerpt.start]
        block = _first(self._candidates(excerpt, head, forms))
        return self._asked(excerpt.before + head, block[len(head) :] + excerpt.after, excerpt)

    def ask_of(self, names: Sequence[str]) -> Facts:
        """Asks what can be set on each of these names, one after the other, where the statement at the cursor stands."""
        assert self.cursor is not None
        excerpt = self.outline.excerpt(self.offset, frozenset(names))
        line = self.cursor.line
        head = excerpt.block[: line.start - excerpt.start]
        indent = self.document.code[line.indent_start : line.start]
        asked = f"\n{indent}".join(f"{name}.set_params({HERE}=0)" for name in names)
        return self._analyse(document_from_text(self.document.path, f"{excerpt.before}{head}{asked}\n"))

    def _asked(self, before: str, rest: str, excerpt: Excerpt) -> Asked:
        program = document_from_text(self.document.path, before + rest)
        start = len(before)
        return Asked(self._analyse(program), Span(start, start + len(HERE)), len(excerpt.before) - excerpt.start)

    def _candidates(self, excerpt: Excerpt, head: str, forms: Iterable[str]) -> Iterator[str]:
        """The block with our name in it, as it may have been meant."""
        cursor = self.cursor
        assert cursor is not None
        tail = excerpt.block[cursor.end - excerpt.start :]
        name = HERE if cursor.closed else HERE + cursor.quote
        quote = cursor.quote if cursor.closed else ""
        for form in forms or ("",):
            # Behind a string that is closed, what is added stands behind its quotes.
            yield head + name + quote + form + tail[len(quote) :]
        rest = excerpt.block[max(cursor.line.end, cursor.end) - excerpt.start :]
        colons = ("", ":", ": pass") if cursor.first in _HEADERS else ("",)
        for form in forms or ("",):
            for colon in colons:
                yield head + name + quote + form + cursor.closers + colon + rest
        # What is broken in the block is broken elsewhere: the name alone, then, and the source room repairs the rest.
        form = next(iter(forms), "")
        yield head + name + quote + form + cursor.closers + (":" if cursor.first in _HEADERS else "") + rest


def _first(candidates: Iterator[str]) -> str:
    """The first that is Python, else the last."""
    found = ""
    with quiet():
        for found in candidates:
            if parses(found):
                break
    return found
