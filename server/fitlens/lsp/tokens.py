"""textDocument/semanticTokens: the labels, for clients that lay them over other servers' tokens."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

from lsprotocol import types

from fitlens.analysis.facts import Span
from fitlens.ide.labels import LabelRole, Modifier, labels
from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer, quiet

_TYPES: dict[LabelRole, str] = {
    "estimator": "estimator",
    "hyperparameter": "hyperparameter",
    "learned-parameter": "learnedParameter",
}
_MODIFIERS: tuple[Modifier, ...] = ("unfitted", "runtime", "default", "ineffective", "deprecated")
_MOST_HELD: Final = 20
"""Documents. Of one that is closed the client says nothing here."""
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

    asked = supported.requests
    if asked.full:
        given = Given()

        @ls.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, LEGEND)
        @quiet(None)
        async def full(ls: FitLensServer, params: types.SemanticTokensParams) -> types.SemanticTokens | None:
            uri = params.text_document.uri
            analysis = await ls.newest(uri)
            tokens = None if analysis is None else _tokens(analysis, uri, None)
            return None if tokens is None else given.whole(uri, tokens)

        if isinstance(asked.full, types.ClientSemanticTokensRequestFullDelta) and asked.full.delta:

            @ls.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, LEGEND)
            @quiet(None)
            async def delta(
                ls: FitLensServer, params: types.SemanticTokensDeltaParams
            ) -> types.SemanticTokens | types.SemanticTokensDelta | None:
                uri = params.text_document.uri
                analysis = await ls.newest(uri)
                tokens = None if analysis is None else _tokens(analysis, uri, None)
                return None if tokens is None else given.changed(uri, tokens, params.previous_result_id)

    if asked.range:

        @ls.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, LEGEND)
        @quiet(None)
        async def part(ls: FitLensServer, params: types.SemanticTokensRangeParams) -> types.SemanticTokens | None:
            uri = params.text_document.uri
            analysis = await ls.newest(uri)
            tokens = None if analysis is None else _tokens(analysis, uri, params.range)
            return None if tokens is None else types.SemanticTokens(tokens)


class Given:
    """What the client holds of each document, so that after an edit only the difference goes over the wire."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._held: dict[str, tuple[str, list[int]]] = {}

    def whole(self, uri: str, tokens: list[int]) -> types.SemanticTokens:
        """All tokens, under a name that the client can refer to."""
        result = str(next(self._numbers))
        self._held.pop(uri, None)
        self._held[uri] = result, tokens
        while len(self._held) > _MOST_HELD:
            del self._held[next(iter(self._held))]
        return types.SemanticTokens(tokens, result)

    def changed(self, uri: str, tokens: list[int], previous: str) -> types.SemanticTokens | types.SemanticTokensDelta:
        """What to change in the tokens of that name; all tokens where they are not known any more."""
        held = self._held.get(uri)
        whole = self.whole(uri, tokens)
        if held is None or held[0] != previous:
            return whole
        return types.SemanticTokensDelta(list(_edits(held[1], tokens)), whole.result_id)


def _edits(before: list[int], after: list[int]) -> Iterator[types.SemanticTokensEdit]:
    """One edit from the first number that differs to the last."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    same = next((at for at in range(shorter - start) if before[-1 - at] != after[-1 - at]), shorter - start)
    if start < max(len(before), len(after)):
        yield types.SemanticTokensEdit(start, len(before) - same - start, after[start : len(after) - same])


def _tokens(analysis: Analysis, uri: str, range_: types.Range | None) -> list[int] | None:
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
    return data
