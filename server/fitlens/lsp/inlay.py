"""textDocument/inlayHint and inlayHint/resolve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from lsprotocol import types

from fitlens.analysis.facts import Span
from fitlens.ide.inlay import Familiarity, InlayHint, inlay_hints
from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer, quiet
from fitlens.lsp.options import Options


def register(ls: FitLensServer, capabilities: types.ClientCapabilities, options: Options) -> None:
    """Registers inlay hints, where the client shows them; their tooltips only when asked for, where it can ask."""
    document = capabilities.text_document
    supported = document.inlay_hint if document else None
    if document is None or supported is None:
        return
    lazily = supported.resolve_support is not None and "tooltip" in supported.resolve_support.properties
    formats = (document.hover.content_format if document.hover else None) or [types.MarkupKind.PlainText]
    counted: dict[str, Familiarity] = {}

    def hints(analysis: Analysis, span: Span) -> list[InlayHint]:
        catalog = analysis.knowledge.catalog
        familiarity = counted.get(catalog.version)
        if familiarity is None:
            familiarity = counted[catalog.version] = Familiarity.among(catalog.classes("estimator"))
        return inlay_hints(analysis.facts, analysis.document.text, span, familiarity, options.hints)

    def tooltip(hint: InlayHint) -> types.MarkupContent:
        markdown = formats[0] == types.MarkupKind.Markdown
        return types.MarkupContent(formats[0], hint.tooltip.markdown if markdown else hint.tooltip.plain)

    @ls.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    @quiet(None)
    async def inlay_hint(ls: FitLensServer, params: types.InlayHintParams) -> list[types.InlayHint] | None:
        uri = params.text_document.uri
        analysis = await ls.newest(uri)
        span = analysis.places.span(uri, params.range) if analysis else None
        if analysis is None or span is None:
            return None

        def compose() -> list[types.InlayHint]:
            found: list[types.InlayHint] = []
            for hint in hints(analysis, span):
                place = analysis.places.place(Span(hint.offset, hint.offset))
                if place.uri != uri:
                    continue
                made = types.InlayHint(place.range.start, hint.text, padding_left=True)
                if lazily:
                    made.data = {"uri": uri, "revision": analysis.snapshot.revision, "offset": hint.offset}
                else:
                    made.tooltip = tooltip(hint)
                found.append(made)
            return found

        return await ls.answers.submit(compose)

    if not lazily:
        return

    @quiet(None)
    async def explained(ls: FitLensServer, hint: types.InlayHint) -> types.MarkupContent | None:
        data = cast("object", hint.data)
        if not isinstance(data, Mapping):
            return None
        told = cast("Mapping[str, object]", data)
        uri, offset = told.get("uri"), told.get("offset")
        analysis = await ls.of_now(uri) if isinstance(uri, str) else None
        if analysis is None or not isinstance(offset, int) or told.get("revision") != analysis.snapshot.revision:
            return None  # of a version that is not there any more
        found = await ls.answers.submit(lambda: hints(analysis, Span(offset, offset)))
        return next((tooltip(each) for each in found if each.text == hint.label), None)

    @ls.feature(types.INLAY_HINT_RESOLVE)
    async def resolve(ls: FitLensServer, hint: types.InlayHint) -> types.InlayHint:
        hint.tooltip = await explained(ls, hint)
        return hint
