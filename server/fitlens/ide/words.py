"""Phrases that hovers share, as pieces of markup: classes, defaults, signatures, lines."""

from __future__ import annotations

from collections.abc import Iterable

from fitlens.analysis.facts import Span
from fitlens.catalog.model import ClassEntry, Parameter
from fitlens.catalog.wording import is_deprecated
from fitlens.ide.markup import Piece, code, joined, text
from fitlens.ide.spelled import as_written, assignment
from fitlens.source.document import Document

MOST_CLASSES = 3


def code_block(source: str) -> Piece:
    """A line of Python, coloured where the client does that."""
    return Piece(f"```python\n{source}\n```", source)


def names(classes: tuple[ClassEntry, ...]) -> Piece:
    """Classes, of which one is meant."""
    return joined([code(entry.name) for entry in classes[:MOST_CLASSES]], " or ") + text(
        " or others" if len(classes) > MOST_CLASSES else ""
    )


def line(span: Span, document: Document) -> str:
    """The line a user would count to, with the cell in a notebook."""
    place = document.location(span.start)
    return f"{place.row} of cell {place.cell}" if place.cell is not None else str(place.row)


def signature(parameters: Iterable[Parameter]) -> Iterable[str]:
    """The arguments of a signature, as Python writes them."""
    keyword_only = False
    for parameter in parameters:
        if parameter.kind == "keyword-only" and not keyword_only:
            keyword_only = True
            yield "*"
        if parameter.kind == "var-positional":
            keyword_only = True
        yield assignment(parameter)


def default_in_table(parameter: Parameter) -> Piece:
    """What stands in the column of defaults."""
    if is_deprecated(parameter):
        return text("deprecated: leave it out")
    return text("must be given") if parameter.default is None else code(as_written(parameter.default))


def head(name: Piece, *rest: Piece) -> Piece:
    """A first line: the name, and what it is."""
    return summed([name, text(" · "), *rest])


def summed(pieces: Iterable[Piece]) -> Piece:
    """Pieces behind each other."""
    total = Piece("", "")
    for piece in pieces:
        total += piece
    return total
