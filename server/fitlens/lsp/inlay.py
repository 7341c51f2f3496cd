"""textDocument/inlayHint."""

from __future__ import annotations

from lsprotocol import types

from fitlens.analysis.facts import Span
from fitlens.ide.inlay import Familiarity, inlay_hints
from fitlens.lsp.connection import FitLensServer, quiet


def register(ls: FitLensServer, capabilities: types.ClientCapabilities) -> None:
    """Registers inlay hints, where the client shows them."""
    if capabilities.text_document is None or capabilities.text_document.inlay_hint is None:
        return
    counted: dict[str, Familiarity] = {}

    @ls.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    @quiet(None)
    async def inlay_hint(ls: FitLensServer, params: types.InlayHintParams) -> list[types.InlayHint] | None:
        uri = params.text_document.uri
        analysis = await ls.newest(uri)
        span = analysis.places.span(uri, params.range) if analysis else None
        if analysis is None or span is None:
            return None

        def compose() -> list[types.InlayHint]:
            catalog = analysis.knowledge.catalog
            familiarity = counted.get(catalog.version)
            if familiarity is None:
                familiarity = counted[catalog.version] = Familiarity.among(catalog.classes("estimator"))
            hints: list[types.InlayHint] = []
            for hint in inlay_hints(analysis.facts, analysis.document.text, span, familiarity):
                place = analysis.places.place(Span(hint.offset, hint.offset))
                if place.uri == uri:
                    hints.append(types.InlayHint(place.range.start, hint.text, tooltip=hint.tooltip, padding_left=True))
            return hints

        return await ls.answers.submit(compose)
