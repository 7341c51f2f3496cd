"""textDocument/hover."""

from __future__ import annotations

from lsprotocol import types

from fitlens.ide.hover import hover as explained
from fitlens.lsp.connection import FitLensServer, quiet


def register(ls: FitLensServer, capabilities: types.ClientCapabilities) -> None:
    """Registers hovers, in the first format the client names: plain text where it names none."""
    supported = capabilities.text_document.hover if capabilities.text_document else None
    if supported is None:
        return
    formats = supported.content_format or [types.MarkupKind.PlainText]

    @ls.feature(types.TEXT_DOCUMENT_HOVER)
    @quiet(None)
    async def hover(ls: FitLensServer, params: types.HoverParams) -> types.Hover | None:
        uri = params.text_document.uri
        analysis = await ls.of_place(uri, params.position)
        offset = analysis.places.offset(uri, params.position) if analysis else None
        if analysis is None or offset is None:
            return None

        def explain() -> types.Hover | None:
            knowledge = analysis.knowledge
            found = explained(analysis.facts, analysis.document, knowledge.catalog, offset, knowledge.documentation)
            if found is None:
                return None
            markdown = formats[0] == types.MarkupKind.Markdown
            content = types.MarkupContent(formats[0], found.markdown if markdown else found.plain)
            return types.Hover(content, analysis.places.place(found.span).range)

        return await ls.answers.submit(explain)
