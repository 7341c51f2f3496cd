"""`fitlens server`: starts the language server, and offers what the client supports."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Mapping
from typing import NoReturn, cast

from lsprotocol import types
from pygls.uris import to_fs_path

from fitlens.lsp import (
    actions,
    analysed,
    completion,
    definition,
    diagnostics,
    documents,
    environments,
    estimators,
    hover,
    inlay,
    labels,
    options,
    outline,
    signature,
    status,
    steps,
    tokens,
    transport,
    watching,
)
from fitlens.lsp.connection import FitLensServer, leave
from fitlens.lsp.dependants import Dependants, refresh
from fitlens.lsp.leads import Leads
from fitlens.lsp.parent import watch
from fitlens.lsp.scheduling import TURN
from fitlens.source.trial import hush


def create() -> FitLensServer:
    """A server that offers nothing yet: what it can do is settled when the client says who it is."""
    server = FitLensServer()

    @server.feature(types.INITIALIZE)
    def initialize(ls: FitLensServer, params: types.InitializeParams) -> None:
        capabilities = params.capabilities
        ls.session.encoding = types.PositionEncodingKind(ls.workspace.position_encoding)
        support = diagnostics.Support.of(capabilities)
        publisher = diagnostics.Publisher(ls, support)
        renewed = documents.renewing(ls, publisher)
        dependants = Dependants(ls, capabilities.workspace, renewed)
        ls.unled = Leads(ls, capabilities.workspace, renewed).follow
        documents.register(ls, publisher, renewed, dependants)
        watching.register(ls, capabilities, renewed, dependants)
        diagnostics.register(ls, support)
        hover.register(ls, capabilities)
        completion.register(ls, capabilities)
        signature.register(ls, capabilities)
        chosen = options.Options(params.initialization_options)
        options.register(ls, capabilities, chosen, lambda: refresh(ls, capabilities.workspace))
        inlay.register(ls, capabilities, chosen)
        tokens.register(ls, capabilities, _option(params, "semanticTokens"))
        actions.register(ls, capabilities)
        definition.register(ls, capabilities, _option(params, "definition"))
        steps.register(ls, capabilities)
        outline.register(ls, capabilities)
        folders = _folders(params)
        environments.register(ls, folders)
        labels.register(ls)
        estimators.register(ls)
        status.register(ls)
        if _option(params, "analysed"):
            ls.told = analysed.teller(ls)
        ls.prepare(folders, _text_option(params, "interpreter"), _texts_option(params, "config"))
        if params.process_id is not None:
            watch(params.process_id, lambda: leave(1))

    @server.feature(types.SHUTDOWN)
    def shutdown(ls: FitLensServer, *_: object) -> None:
        ls.close()

    @server.feature(types.EXIT)
    def exit_(ls: FitLensServer, *_: object) -> None:
        leave(0 if ls.is_shut_down else 1)

    return server


def main(*, tcp: tuple[str, int] | None = None, ws: tuple[str, int] | None = None) -> NoReturn:
    """Serves one client, on standard input and output or where it is told; ends the process when the client leaves.

    tcp, ws: the host and port to listen on. Raises OSError where they cannot be had, ImportError where `ws` lacks its package.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    # A log that cannot be written is no reason to say so there.
    logging.raiseExceptions = False
    # At INFO pygls formats every message it sends.
    logging.getLogger("pygls").setLevel(logging.WARNING)
    sys.setswitchinterval(TURN)
    # Until `take_over` is called. Looking for some as often as usual doubles the time of an analysis.
    gc.set_threshold(50_000)
    hush()
    server = create()
    if tcp is not None:
        transport.over_tcp(server, *tcp)
    elif ws is not None:
        transport.over_websocket(server, *ws)
    else:
        transport.over_standard_streams(server)
    leave(0)


def _folders(params: types.InitializeParams) -> list[str]:
    """The directories of the workspace; of an older client, its one root."""
    uris = [folder.uri for folder in params.workspace_folders or ()] or ([params.root_uri] if params.root_uri else [])
    folders = [path for uri in uris if (path := to_fs_path(uri))]
    return folders or ([params.root_path] if params.root_path else [])


def _option(params: types.InitializeParams, name: str) -> bool | None:
    """A switch among the client's initialization options; None where it says nothing, or no boolean."""
    value = _value(params, name)
    return value if isinstance(value, bool) else None


def _text_option(params: types.InitializeParams, name: str) -> str | None:
    """A text among the client's initialization options; None where it says nothing, or no text."""
    value = _value(params, name)
    return value if isinstance(value, str) and value else None


def _texts_option(params: types.InitializeParams, name: str) -> tuple[str, ...]:
    """A list of texts among the client's initialization options; empty where it says nothing."""
    value = _value(params, name)
    return (
        tuple(each for each in cast("list[object]", value) if isinstance(each, str)) if isinstance(value, list) else ()
    )


def _value(params: types.InitializeParams, name: str) -> object:
    options = cast("object", params.initialization_options)
    return cast("Mapping[str, object]", options).get(name) if isinstance(options, Mapping) else None
