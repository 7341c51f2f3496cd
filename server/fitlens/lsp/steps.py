"""textDocument/references, documentHighlight, prepareRename and rename: for the names of steps, which only we know."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from fitlens.analysis.facts import StepName
from fitlens.ide.steps import Refusal, Renaming, places, rename, renameable, step_at
from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer, quiet
from fitlens.lsp.edits import workspace_edit
from fitlens.lsp.elsewhere import used_elsewhere

Result = TypeVar("Result")
_Positioned = types.ReferenceParams | types.DocumentHighlightParams | types.PrepareRenameParams | types.RenameParams


def register(ls: FitLensServer, capabilities: types.ClientCapabilities) -> None:
    """Registers what the client knows; renaming only where it can ask first, so that it need not ask us of other names."""
    document = capabilities.text_document
    if document is None:
        return
    if document.references is not None:
        _register_references(ls)
    if document.document_highlight is not None:
        _register_highlights(ls)
    if document.rename is not None and document.rename.prepare_support:
        edits = capabilities.workspace.workspace_edit if capabilities.workspace else None
        _register_rename(ls, versioned=bool(edits and edits.document_changes))


def _register_references(ls: FitLensServer) -> None:
    @ls.feature(types.TEXT_DOCUMENT_REFERENCES)
    @quiet(None)
    async def references(ls: FitLensServer, params: types.ReferenceParams) -> list[types.Location] | None:
        def find(analysis: Analysis, offset: int) -> list[types.Location]:
            spans = {
                each.span
                for each in places(analysis.facts, offset)
                if params.context.include_declaration or each.form not in ("given", "made")
            }
            found = [analysis.places.place(span) for span in sorted(spans)]
            return [types.Location(place.uri, place.range) for place in found]

        return await _at(ls, params, find) or None


def _register_highlights(ls: FitLensServer) -> None:
    @ls.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    @quiet(None)
    async def highlights(
        ls: FitLensServer, params: types.DocumentHighlightParams
    ) -> list[types.DocumentHighlight] | None:
        def find(analysis: Analysis, offset: int) -> list[types.DocumentHighlight]:
            # of `SVC()` in `make_pipeline(SVC())` the class is meant, which others highlight
            found = places(analysis.facts, offset)
            if any(each.form == "made" and each.span.holds(offset) for each in found):
                return []
            here = [(each, analysis.places.place(each.span)) for each in found]
            return [
                types.DocumentHighlight(place.range, _highlighted(each))
                for each, place in here
                if place.uri == params.text_document.uri
            ]

        return await _at(ls, params, find) or None


def _highlighted(named: StepName) -> types.DocumentHighlightKind:
    return types.DocumentHighlightKind.Write if named.form == "given" else types.DocumentHighlightKind.Read


def _register_rename(ls: FitLensServer, *, versioned: bool) -> None:
    @ls.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    @quiet(None)
    async def prepare_rename(
        ls: FitLensServer, params: types.PrepareRenameParams
    ) -> types.PrepareRenamePlaceholder | None:
        opened = ls.session.texts()

        def find(analysis: Analysis, offset: int) -> types.PrepareRenamePlaceholder | Refusal | None:
            found = renameable(analysis.facts, analysis.document, offset, analysis.knowledge.catalog)
            if not isinstance(found, StepName):
                return found
            elsewhere = used_elsewhere(analysis, found.name, opened)
            if elsewhere:
                return Refusal(elsewhere)
            return types.PrepareRenamePlaceholder(analysis.places.place(found.span).range, found.name)

        return _granted(await _at(ls, params, find))

    @ls.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    @quiet(None)
    async def rename_(ls: FitLensServer, params: types.RenameParams) -> types.WorkspaceEdit | None:
        opened = ls.session.texts()

        def find(analysis: Analysis, offset: int) -> types.WorkspaceEdit | Refusal | None:
            catalog = analysis.knowledge.catalog
            named = step_at(analysis.facts, offset)
            elsewhere = used_elsewhere(analysis, named.name, opened) if named is not None else ""
            if elsewhere:
                return Refusal(elsewhere)
            found = rename(analysis.facts, analysis.document, offset, params.new_name, catalog)
            return workspace_edit(found.edits, analysis, versioned) if isinstance(found, Renaming) else found

        return _granted(await _at(ls, params, find))


async def _at(ls: FitLensServer, params: _Positioned, answer: Callable[[Analysis, int], Result]) -> Result | None:
    uri = params.text_document.uri
    analysis = await ls.of_now(uri)
    offset = analysis.places.offset(uri, params.position) if analysis else None
    if analysis is None or offset is None:
        return None
    return await ls.answers.submit(lambda: answer(analysis, offset))


def _granted(answer: Result | Refusal) -> Result:
    if isinstance(answer, Refusal):
        raise JsonRpcException(answer.message, types.LSPErrorCodes.RequestFailed.value)
    return answer
