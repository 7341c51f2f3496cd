"""What the client says of its documents: opened, changed, closed; scripts and notebooks."""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types

from fitlens.lsp.connection import FitLensServer
from fitlens.lsp.dependants import Dependants
from fitlens.lsp.diagnostics import Publisher
from fitlens.lsp.session import Snapshot


def renewing(ls: FitLensServer, publisher: Publisher) -> Callable[[Snapshot | None], None]:
    """What is done with each new snapshot."""

    def renewed(snapshot: Snapshot | None) -> None:
        if snapshot is not None:
            ls.opened.take(snapshot)
            ls.analyst.announce(snapshot)
            ls.garbage.changed()
            publisher.renew(snapshot)

    return renewed


def register(
    ls: FitLensServer, publisher: Publisher, renew: Callable[[Snapshot | None], None], dependants: Dependants
) -> None:
    """Registers the notifications that every client sends. renew: what is done with each new snapshot."""

    def renewed(snapshot: Snapshot | None) -> None:
        renew(snapshot)
        if snapshot is not None and not snapshot.notebook:
            dependants.changed()

    def closed(uri: str) -> None:
        snapshot = ls.session.close(uri)
        if snapshot is not None:
            ls.opened.drop(snapshot)
            ls.forget(uri)
            publisher.withdraw(snapshot)
            dependants.changed()

    @ls.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        renewed(ls.session.open_script(params.text_document))

    @ls.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        renewed(ls.session.change_script(params.text_document, params.content_changes))

    @ls.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        closed(params.text_document.uri)

    @ls.feature(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def did_open_notebook(params: types.DidOpenNotebookDocumentParams) -> None:
        renewed(ls.session.open_notebook(params))

    @ls.feature(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def did_change_notebook(params: types.DidChangeNotebookDocumentParams) -> None:
        renewed(ls.session.change_notebook(params))

    @ls.feature(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def did_close_notebook(params: types.DidCloseNotebookDocumentParams) -> None:
        closed(params.notebook_document.uri)

    @ls.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def did_change_configuration(_params: types.DidChangeConfigurationParams) -> None:
        # There are no settings yet. Clients send this unasked, and pygls would log each one as unknown.
        return
