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


def uri_of(params: object) -> str:
    """The document that a request of our own is about; empty where its parameters name none."""
    uri: object = getattr(getattr(params, "textDocument", None), "uri", None)
    return uri if isinstance(uri, str) else ""


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
        ls.settings_files.open(params.text_document)
        renewed(ls.session.open_script(params.text_document))

    @ls.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        ls.settings_files.change(params.text_document.uri, params.content_changes, ls.session.encoding)
        renewed(ls.session.change_script(params.text_document, params.content_changes))

    @ls.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        ls.settings_files.close(params.text_document.uri)
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
