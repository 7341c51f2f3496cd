"""`fitlens/labels`: the labels, for clients that draw them as decorations of their own and not as semantic tokens."""

from __future__ import annotations

from lsprotocol import types

from fitlens.ide.labels import Label, labels
from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer, quiet
from fitlens.lsp.documents import uri_of

METHOD = "fitlens/labels"


def register(ls: FitLensServer) -> None:
    """Registers the request: `{textDocument: {uri}}` names a script, a notebook or one of its cells.

    The answer lists the client's documents that make it up, of a notebook every cell, each with its version and labels.
    """

    @ls.feature(METHOD)
    @quiet(None)
    async def labels_(ls: FitLensServer, params: object) -> dict[str, object] | None:
        analysis = await ls.newest(uri_of(params))
        return None if analysis is None else await ls.answers.submit(lambda: _told(analysis))


def _told(analysis: Analysis) -> dict[str, object]:
    found: dict[str, list[dict[str, object]]] = {text.uri: [] for text in analysis.snapshot.texts}
    for label in labels(analysis.facts):
        place = analysis.places.place(label.span)
        if place.range.start.line == place.range.end.line:
            found[place.uri].append(_label(label, place.range))
    return {
        "documents": [
            {"uri": uri, "version": analysis.snapshot.version(uri), "labels": each} for uri, each in found.items()
        ]
    }


def _label(label: Label, range_: types.Range) -> dict[str, object]:
    return {"range": range_, "role": label.role, "modifiers": sorted(label.modifiers)}
