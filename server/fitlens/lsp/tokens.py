"""textDocument/semanticTokens: the labels, for clients that lay them over other servers' tokens."""

from __future__ import annotations

from lsprotocol import types

from fitlens.analysis.facts import Span
from fitlens.ide.labels import LabelRole, labels
from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer, quiet

_TYPES: dict[LabelRole, str] = {
    "estimator": "estimator",
    "hyperparameter": "hyperparameter",
    "learned-parameter": "learnedParameter",
}
_MODIFIERS = ("unfitted", "runtime", "ineffective")
LEGEND = types.SemanticTokensLegend(list(_TYPES.values()), list(_MODIFIERS))


def register(ls: FitLensServer, capabilities: types.ClientCapabilities, wanted: bool | None) -> None:
    """Registers tokens, whole and by range as far as the client asks for them.

    wanted: what the client's options say; None leaves it to whether the client takes tokens of several servers at once,
    because in one that does not, ours would take away those of the user's general Python server.
    """
    document = capabilities.text_document
    supported = document.semantic_tokens if document else None
    if supported is None or not (supported.overlapping_token_support if wanted is None else wanted):
        return

    if supported.requests.full:

        @ls.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, LEGEND)
        @quiet(None)
        async def full(ls: FitLensServer, params: types.SemanticTokensParams) -> types.SemanticTokens | None:
            uri = params.text_document.uri
            analysis = await ls.newest(uri)
            return None if analysis is None else _tokens(analysis, uri, None)

    if supported.requests.range:

        @ls.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, LEGEND)
        @quiet(None)
        async def part(ls: FitLensServer, params: types.SemanticTokensRangeParams) -> types.SemanticTokens | None:
            uri = params.text_document.uri
            analysis = await ls.newest(uri)
            return None if analysis is None else _tokens(analysis, uri, params.range)


def _tokens(analysis: Analysis, uri: str, range_: types.Range | None) -> types.SemanticTokens | None:
    part = analysis.places.part(uri)
    if part is None:
        return None
    span = Span(part.start, part.start + part.length) if range_ is None else analysis.places.span(uri, range_)
    data: list[int] = []
    line = character = 0
    kinds = list(_TYPES)
    for label in labels(analysis.facts, span):
        place = analysis.places.place(label.span)
        start, end = place.range.start, place.range.end
        if place.uri != uri or start.line != end.line:
            continue
        modifiers = sum(1 << _MODIFIERS.index(modifier) for modifier in label.modifiers)
        column = start.character - character if start.line == line else start.character
        data += [start.line - line, column, end.character - start.character, kinds.index(label.role), modifiers]
        line, character = start.line, start.character
    return types.SemanticTokens(data)
