"""Answers about the place that is being typed: from the text as it is now, on the thread that waits for no analysis."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from lsprotocol import types

from fitlens.lsp.analysing import places_of
from fitlens.lsp.connection import FitLensServer
from fitlens.lsp.knowledge import Knowledge
from fitlens.lsp.positions import Places
from fitlens.record import NamedTuple
from fitlens.source.document import Document

Answer = TypeVar("Answer")


class Here(NamedTuple):
    """One position of a client's document, in ours."""

    document: Document
    offset: int
    places: Places
    knowledge: Knowledge


async def at_position(
    ls: FitLensServer,
    params: types.CompletionParams | types.SignatureHelpParams,
    answer: Callable[[Here], Answer | None],
) -> Answer | None:
    """What is answered at a position; None where it is not ours, or the user has typed on meanwhile."""
    uri, position = params.text_document.uri, params.position
    snapshot = ls.session.snapshot(uri)
    knowledge = await ls.knowledge(snapshot) if snapshot is not None else None
    if snapshot is None or knowledge is None:
        return None

    def compose() -> Answer | None:
        # While one waits for its turn, the next key may have been pressed.
        if ls.session.snapshot(uri) is not snapshot:
            return None
        document = ls.opened.read(snapshot)
        places = places_of(snapshot, document, ls.session.encoding)
        offset = places.offset(uri, position)
        return None if offset is None else answer(Here(document, offset, places, knowledge))

    return await ls.typing.submit(compose)
