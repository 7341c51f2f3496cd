"""Edits of ours as the client takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from lsprotocol import types

from fitlens.lsp.analysing import Analysis
from fitlens.rules.model import Edit


def workspace_edit(
    edits: Sequence[Edit],
    analysis: Analysis,
    versioned: bool,
    others: Mapping[str, tuple[int | None, list[types.TextEdit]]] = MappingProxyType({}),
) -> types.WorkspaceEdit:
    """The edits of one script or notebook, and of other files.

    versioned: the client takes changes that name the version they are made for. others: by URI the version, None where the
    file is not open, and the edits.
    """
    by_uri: dict[str, list[types.TextEdit]] = {}
    for edit in edits:
        place = analysis.places.place(edit.span)
        by_uri.setdefault(place.uri, []).append(types.TextEdit(place.range, edit.text))
    versions = {uri: analysis.snapshot.version(uri) for uri in by_uri}
    for uri, (version, found) in others.items():
        by_uri[uri], versions[uri] = found, version
    if not versioned:
        return types.WorkspaceEdit(changes=by_uri)
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, versions[uri]), found)
            for uri, found in by_uri.items()
        ]
    )
