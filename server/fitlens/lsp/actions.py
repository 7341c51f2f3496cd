"""textDocument/codeAction and codeAction/resolve: what may be done where the cursor is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from lsprotocol import types

from fitlens.analysis.facts import Span
from fitlens.ide.actions import FIX_ALL, Action, Kind, actions, explanation
from fitlens.ide.fixing import everything_fixed
from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer, quiet
from fitlens.lsp.edits import workspace_edit
from fitlens.lsp.elsewhere import imported_elsewhere
from fitlens.rules.model import Finding

EXPLAIN = "fitlens.explainRule"
_OFFERED: tuple[Kind, ...] = ("quickfix", "refactor.rewrite", FIX_ALL)


@dataclass(frozen=True, slots=True)
class Support:
    """What the client can do with an action."""

    preferable: bool
    versioned: bool
    """It takes edits that name the version which they are made for."""
    explains: bool
    """It runs commands of ours."""
    lazy: bool
    """It asks for the edit of the action that was chosen."""


def register(ls: FitLensServer, capabilities: types.ClientCapabilities) -> None:
    """Registers code actions, where the client takes those that carry an edit, and the command that explains a rule.

    Where the client can ask for it, what rewrites code is made only once it is chosen; repairs, which are known, come at once.
    """
    document = capabilities.text_document
    supported = document.code_action if document else None
    if supported is None or supported.code_action_literal_support is None:
        return
    workspace = capabilities.workspace
    edits = workspace.workspace_edit if workspace else None
    resolvable = supported.resolve_support
    support = Support(
        preferable=bool(supported.is_preferred_support),
        versioned=bool(edits and edits.document_changes),
        explains=bool(workspace and workspace.execute_command),
        lazy=bool(supported.data_support and resolvable and "edit" in resolvable.properties),
    )
    offered = types.CodeActionOptions(code_action_kinds=list(_OFFERED), resolve_provider=support.lazy or None)

    @ls.feature(types.TEXT_DOCUMENT_CODE_ACTION, offered)
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
        found = await ls.answers.submit(lambda: _found(analysis, span, wanted, explain=support.explains))
        if any(each.alone for each in found):
            opened = ls.session.texts()
            imported = await ls.answers.submit(lambda: imported_elsewhere(analysis, opened))
            found = [each for each in found if not (each.alone and imported)]
        told: list[types.CodeAction] = []
        for each in found:
            made = _action(each, uri, analysis, params.context.diagnostics, support)
            if support.lazy and each.kind != "quickfix":
                made.data = {"uri": uri, "revision": analysis.snapshot.revision, "start": span.start, "end": span.end}
            elif not each.explains:
                made.edit = await _edit_of(ls, each, analysis, support)
            told.append(made)
        return told

    if support.lazy:
        _register_resolve(ls, support)
    if support.explains:

        @ls.command(EXPLAIN)
        def explain_rule(ls: FitLensServer, code: str) -> None:
            told = explanation(code)
            if told:
                ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, told))


def _register_resolve(ls: FitLensServer, support: Support) -> None:
    @quiet(None)
    async def chosen(ls: FitLensServer, action: types.CodeAction) -> types.WorkspaceEdit | None:
        data = cast("object", action.data)
        if not isinstance(data, Mapping):
            return None
        told = cast("Mapping[str, object]", data)
        uri, start, end = told.get("uri"), told.get("start"), told.get("end")
        analysis = await ls.of_now(uri) if isinstance(uri, str) else None
        if analysis is None or not isinstance(start, int) or not isinstance(end, int):
            return None
        if told.get("revision") != analysis.snapshot.revision:
            return None  # the text that it was made for is not there any more
        kinds = _wanted([action.kind] if action.kind else None)
        found = await ls.answers.submit(lambda: _found(analysis, Span(start, end), kinds, explain=False))
        same = next((each for each in found if each.title == action.title), None)
        return None if same is None else await _edit_of(ls, same, analysis, support)

    @ls.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(ls: FitLensServer, action: types.CodeAction) -> types.CodeAction:
        if action.edit is None:
            action.edit = await chosen(ls, action)
        return action


async def _edit_of(
    ls: FitLensServer, action: Action, analysis: Analysis, support: Support
) -> types.WorkspaceEdit | None:
    made = action.edits
    if action.kind == FIX_ALL:
        # Judging again and again is an analysis each: on the thread that none of the others waits for.
        made = await ls.typing.submit(lambda: everything_fixed(analysis.document, analysis.findings, analysis.judged))
    return workspace_edit(made, analysis, support.versioned) if made else None


def _found(analysis: Analysis, span: Span, wanted: frozenset[Kind], *, explain: bool) -> list[Action]:
    catalog = analysis.knowledge.catalog
    return list(actions(analysis.facts, analysis.document, catalog, analysis.findings, span, wanted, explain=explain))


def _wanted(only: Sequence[types.CodeActionKind | str] | None) -> frozenset[Kind]:
    """The kinds of ours that the client asks for. What changes the whole file is only for those who ask for it."""
    if only is None:
        return frozenset(kind for kind in _OFFERED if kind != FIX_ALL)
    asked = [kind.value if isinstance(kind, types.CodeActionKind) else kind for kind in only]
    return frozenset(kind for kind in _OFFERED if any(not each or f"{kind}.".startswith(f"{each}.") for each in asked))


def _action(
    action: Action, uri: str, analysis: Analysis, shown: Sequence[types.Diagnostic], support: Support
) -> types.CodeAction:
    told = types.CodeAction(action.title, kind=action.kind)
    if action.explains:
        told.command = types.Command(action.title, command=EXPLAIN, arguments=[action.explains])
    if action.finding is not None:
        told.diagnostics = _answered(action.finding, uri, analysis, shown) or None
    if support.preferable and action.preferred:
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
