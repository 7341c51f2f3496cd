"""A text written once and read twice: as Markdown, and as plain text for clients that render none."""

from __future__ import annotations

import re

from fitlens.record import NamedTuple

# An underscore inside a word is no emphasis to CommonMark, and escaped it reads badly where Markdown is shown raw.
_SPECIAL = re.compile(r"([\\`*{}\[\]<>#|~]|(?<!\w)_|_(?!\w))")
_SPECIAL_IN_NAMES = re.compile(r"([\\`*{}\[\]<>#|~])")
_BACKTICKS = re.compile(r"`+")
_SPACES = re.compile(r"\s+")
_WIDEST_CODE = 60


class Piece(NamedTuple):
    """A run of text in both forms."""

    markdown: str
    plain: str

    def __add__(self, other: object) -> Piece:
        if not isinstance(other, Piece):
            return NotImplemented
        return Piece(self.markdown + other.markdown, self.plain + other.plain)


def text(content: str) -> Piece:
    """Words as they are."""
    return Piece(_SPECIAL.sub(r"\\\1", content), content)


def strong(content: str) -> Piece:
    """A name that the eye should find."""
    return Piece(f"**{_name(content)}**", content)


def struck(content: str) -> Piece:
    """A name of something that does nothing."""
    return Piece(f"~~{_name(content)}~~", f"({content})")


def code(content: str) -> Piece:
    """Source text on one line, cut where it is long."""
    content = _SPACES.sub(" ", content).strip()
    if len(content) > _WIDEST_CODE:
        content = content[: _WIDEST_CODE - 1] + "…"
    longest = max((len(run.group()) for run in _BACKTICKS.finditer(content)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if content.startswith("`") or content.endswith("`") else ""
    return Piece(f"{fence}{padding}{content}{padding}{fence}", content)


def link(title: str, url: str) -> Piece:
    """A title that leads somewhere."""
    return Piece(f"[{title}]({url})", f"{title}: {url}")


def written(markdown: str) -> Piece:
    """Markdown that somebody else wrote; its plain form only loses the backticks."""
    return Piece(markdown, markdown.replace("`", ""))


def joined(pieces: list[Piece], separator: str = ", ") -> Piece:
    """Pieces in one line."""
    return Piece(separator.join(piece.markdown for piece in pieces), separator.join(piece.plain for piece in pieces))


def table(header: tuple[str, ...], rows: list[tuple[Piece, ...]]) -> Piece:
    """A table with one header line; in plain text its columns are aligned by spaces."""
    head = tuple(text(cell) for cell in header)
    lines = [_row(head), _row(tuple(Piece("---", "") for _ in header)), *(_row(row) for row in rows)]
    everything = [head, *rows]
    widths = [max(len(row[column].plain) for row in everything) for column in range(len(header))]
    plain = [
        "  ".join(cell.plain.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in everything
    ]
    return Piece("\n".join(lines), "\n".join(plain))


def tree(lines: list[tuple[int, Piece]]) -> Piece:
    """Lines, each at a level below the one before it that has a lower one; begins with a line break."""
    return Piece(
        "".join(f"\n{'  ' * level}- {line.markdown}" for level, line in lines),
        "".join(f"\n{'  ' * level}- {line.plain}" for level, line in lines),
    )


def page(paragraphs: list[Piece]) -> Piece:
    """Paragraphs below each other."""
    shown = [paragraph for paragraph in paragraphs if paragraph.plain]
    return Piece(
        "\n\n".join(paragraph.markdown for paragraph in shown), "\n\n".join(paragraph.plain for paragraph in shown)
    )


def _row(cells: tuple[Piece, ...]) -> str:
    # A pipe ends a table cell even inside code, unless it is escaped.
    return "| " + " | ".join(re.sub(r"(?<!\\)\|", r"\\|", cell.markdown) for cell in cells) + " |"


def _name(content: str) -> str:
    return _SPECIAL_IN_NAMES.sub(r"\\\1", content)
