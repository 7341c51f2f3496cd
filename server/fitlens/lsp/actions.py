"""textDocument/codeAction: the fixes of the findings where the cursor is."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from fitlens.analysis.facts import Span
from fitlens.ide.actions import FIX_ALL, Action, Kind, actions, explanation
from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer, quiet
from fitlens.lsp.edits import workspace_edit
from fitlens.rules.model import Finding

EXPLAIN = "fitlens.explainRule"
_OFFERED: tuple[Kind, ...] = ("quickfix", "refactor.rewrite", FIX_ALL)


def register(ls: FitLensServer, capabilities: types.ClientCapabilities) -> None:
    """Registers code actions, where the client takes those that carry an edit, and the command that explains a rule."""
    document = capabilities.text_document
    supported = document.code_action if document else None
    if supported is None or supported.code_action_literal_support is None:
        return
    preferable = bool(supported.is_preferred_support)
    workspace = capabilities.workspace
    edits = workspace.workspace_edit if workspace else None
    versioned = bool(edits and edits.document_changes)
    explains = bool(workspace and workspace.execute_command)

    @ls.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=list(_OFFERED)))
    @quiet(None)
    async def code_action(ls: FitLensServer, params: types.CodeActionParams) -> list[types.CodeAction] | None:
        wanted = _wanted(params.context.only)
        if not wanted:
            return []
        uri = params.text_document.uri
        analysis = await ls.of_now(uri)
        span = analysis.places.span(uri, params.range) if analysis else None
        if analysis is None or span is None:
            return None

        def compose() -> list[types.CodeAction]:
            return [
                _action(each, uri, analysis, params.context.diagnostics, versioned=versioned, preferable=preferable)
                for each in _found(analysis, span, wanted, explain=explains)
            ]

        return await ls.answers.submit(compose)

    if explains:

        @ls.command(EXPLAIN)
        def explain_rule(ls: FitLensServer, code: str) -> None:
            told = explanation(code)
            if told:
                ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, told))


def _found(analysis: Analysis, span: Span, wanted: frozenset[Kind], *, explain: bool) -> list[Action]:
    return list(actions(analysis.facts, analysis.document, analysis.findings, span, wanted, explain=explain))


def _wanted(only: Sequence[types.CodeActionKind | str] | None) -> frozenset[Kind]:
    """The kinds of ours that the client asks for. What changes the whole file is only for those who ask for it."""
    if only is None:
        return frozenset(kind for kind in _OFFERED if kind != FIX_ALL)
    asked = [kind.value if isinstance(kind, types.CodeActionKind) else kind for kind in only]
    return frozenset(kind for kind in _OFFERED if any(not each or f"{kind}.".startswith(f"{each}.") for each in asked))


def _action(
    action: Action,
    uri: str,
    analysis: Analysis,
    shown: Sequence[types.Diagnostic],
    *,
    versioned: bool,
    preferable: bool,
) -> types.CodeAction:
    told = types.CodeAction(action.title, kind=action.kind)
    if action.explains:
        told.command = types.Command(action.title, command=EXPLAIN, arguments=[action.explains])
        return told
    told.edit = workspace_edit(action.edits, analysis, versioned)
    if action.finding is not None:
        told.diagnostics = _answered(action.finding, uri, analysis, shown) or None
    if preferable and action.preferred:
        told.is_preferred = True
    return told


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
