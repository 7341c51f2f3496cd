"""Edits of ours as the client takes them."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from fitlens.lsp.analysing import Analysis
from fitlens.rules.model import Edit


def workspace_edit(edits: Sequence[Edit], analysis: Analysis, versioned: bool) -> types.WorkspaceEdit:
    """The edits of one script or notebook. versioned: the client takes changes that name the version they are made for."""
    by_uri: dict[str, list[types.TextEdit]] = {}
    for edit in edits:
        place = analysis.places.place(edit.span)
        by_uri.setdefault(place.uri, []).append(types.TextEdit(place.range, edit.text))
    if not versioned:
        return types.WorkspaceEdit(changes=by_uri)
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri, analysis.snapshot.version(uri)), edits
            )
            for uri, edits in by_uri.items()
        ]
    )
