"""What a reader should know of a name's life: since when it is there, what its default was, when it goes."""

from __future__ import annotations

from fitlens.catalog.history import Change, open_history
from fitlens.ide.markup import Piece, code, joined, text
from fitlens.ide.spelled import as_written


def life(path: str, name: str) -> Piece:
    """Of a hyperparameter, learned parameter or method, in one line; empty where nothing happened to it."""
    told: list[Piece] = []
    for change in open_history().member(path, name):
        if change.kind in ("parameter", "attribute", "method"):
            told += _of_itself(change)
        elif change.kind == "default" and change.changed and change.new:
            told.append(text(f"since {change.changed} the default is ") + code(as_written(change.new)))
    return joined(told, " · ")


def _of_itself(change: Change) -> list[Piece]:
    told: list[Piece] = []
    if change.added:
        told.append(text(f"since {change.added}"))
    if change.deprecated:
        piece = text(f"deprecated since {change.deprecated}")
        if change.removed:
            piece += text(f", to go in {change.removed}" if change.announced else f", gone in {change.removed}")
        if change.renamed:
            piece += text(": ") + code(change.renamed)
        elif change.replacement:
            piece += text(": ") + text(change.replacement)
        told.append(piece)
    return told
