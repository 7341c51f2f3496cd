"""textDocument/documentSymbol and workspace/symbol: the estimators of the open documents."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from fitlens.analysis.facts import Span
from fitlens.ide.outline import Symbol, outline
from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer, quiet

_MOST = 300
Symbols = list[types.DocumentSymbol] | list[types.SymbolInformation] | None


def register(ls: FitLensServer, capabilities: types.ClientCapabilities) -> None:
    """Registers outlines, where the client shows them: as a tree where it can."""
    document = capabilities.text_document.document_symbol if capabilities.text_document else None
    workspace = capabilities.workspace.symbol if capabilities.workspace else None
    if document is not None:
        _register_document(ls, tree=bool(document.hierarchical_document_symbol_support))
    if workspace is not None:
        _register_workspace(ls)


def _register_document(ls: FitLensServer, *, tree: bool) -> None:
    @ls.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    @quiet(None)
    async def document_symbol(ls: FitLensServer, params: types.DocumentSymbolParams) -> Symbols:
        uri = params.text_document.uri
        analysis = await ls.newest(uri)
        if analysis is None:
            return None

        def compose() -> Symbols:
            here = [
                symbol
                for symbol in outline(analysis.facts, analysis.document)
                if analysis.places.place(symbol.span).uri == uri
            ]
            if tree:
                return [_node(symbol, analysis) for symbol in here]
            return list(_flat(here, analysis))

        return await ls.answers.submit(compose)


def _register_workspace(ls: FitLensServer) -> None:
    @ls.feature(types.WORKSPACE_SYMBOL)
    @quiet(None)
    async def workspace_symbol(
        ls: FitLensServer, params: types.WorkspaceSymbolParams
    ) -> list[types.SymbolInformation] | None:
        found: list[types.SymbolInformation] = []
        for snapshot in ls.session.snapshots():
            analysis = await ls.newest(snapshot.uri)
            if analysis is not None:
                symbols = await ls.answers.submit(
                    lambda analysis=analysis: list(_flat(outline(analysis.facts, analysis.document), analysis))
                )
                found += [symbol for symbol in symbols if _matches(params.query, symbol)]
        return found[:_MOST]


def _node(symbol: Symbol, analysis: Analysis) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        symbol.name,
        _kind(symbol),
        _range(symbol.span, analysis),
        _range(symbol.selection, analysis),
        detail=symbol.detail or None,
        children=[_node(child, analysis) for child in symbol.children],
    )


def _flat(
    symbols: list[Symbol] | tuple[Symbol, ...], analysis: Analysis, container: str | None = None
) -> Iterator[types.SymbolInformation]:
    for symbol in symbols:
        place = analysis.places.place(symbol.selection)
        yield types.SymbolInformation(
            types.Location(place.uri, place.range),
            symbol.name,
            _kind(symbol),
            container_name=container or symbol.detail,
        )
        yield from _flat(symbol.children, analysis, symbol.name)


def _kind(symbol: Symbol) -> types.SymbolKind:
    # among the kinds that every client knows
    return types.SymbolKind.Field if symbol.step else types.SymbolKind.Variable


def _range(span: Span, analysis: Analysis) -> types.Range:
    return analysis.places.place(span).range


def _matches(query: str, symbol: types.SymbolInformation) -> bool:
    """Whether the characters of a query come in this order in a name, as editors search."""
    name = iter(f"{symbol.name} {symbol.container_name or ''}".lower())
    return all(character in name for character in query.lower())
