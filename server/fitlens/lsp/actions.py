"""textDocument/codeAction: the fixes of the findings where the cursor is."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from fitlens.ide.actions import repairs
from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer, quiet
from fitlens.lsp.edits import workspace_edit
from fitlens.rules.model import Finding


def register(ls: FitLensServer, capabilities: types.ClientCapabilities) -> None:
    """Registers quick fixes, where the client takes actions that carry an edit."""
    document = capabilities.text_document
    supported = document.code_action if document else None
    if supported is None or supported.code_action_literal_support is None:
        return
    preferable = bool(supported.is_preferred_support)
    edits = capabilities.workspace.workspace_edit if capabilities.workspace else None
    versioned = bool(edits and edits.document_changes)

    @ls.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    @quiet(None)
    async def code_action(ls: FitLensServer, params: types.CodeActionParams) -> list[types.CodeAction] | None:
        if params.context.only is not None and not any(_covers(kind) for kind in params.context.only):
            return []
        uri = params.text_document.uri
        analysis = await ls.of_now(uri)
        span = analysis.places.span(uri, params.range) if analysis else None
        if analysis is None or span is None:
            return None
        actions: list[types.CodeAction] = []
        for finding, fix in repairs(analysis.findings, span):
            action = types.CodeAction(
                fix.title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=_answered(finding, uri, analysis, params.context.diagnostics) or None,
                edit=workspace_edit(fix.edits, analysis, versioned),
            )
            if preferable and fix.safe:
                action.is_preferred = True
            actions.append(action)
        return actions


def _covers(kind: types.CodeActionKind | str) -> bool:
    """Whether a kind that the client asks for includes quick fixes; the empty one includes all."""
    value = kind.value if isinstance(kind, types.CodeActionKind) else kind
    return value in ("", types.CodeActionKind.QuickFix.value)


def _answered(
    finding: Finding, uri: str, analysis: Analysis, shown: Sequence[types.Diagnostic]
) -> list[types.Diagnostic]:
    """The client's diagnostics that the fix would settle."""
    place = analysis.places.place(finding.span)
    return [
        diagnostic
        for diagnostic in shown
        if place.uri == uri and diagnostic.code == finding.code and diagnostic.range == place.range
    ]
