"""textDocument/references, documentHighlight, prepareRename and rename: for the names of steps, which only we know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.uris import from_fs_path

from fitlens.analysis.facts import StepName
from fitlens.ide.steps import Refusal, Renaming, places, rename, renameable, step_at
from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer, quiet
from fitlens.lsp.edits import workspace_edit
from fitlens.lsp.positions import Places
from fitlens.lsp.renaming import renamed_elsewhere

_ANOTHER: Final = "fitlens"
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
            catalog = analysis.knowledge.catalog
            found = renameable(analysis.facts, analysis.document, offset, catalog)
            if not isinstance(found, StepName):
                return found
            # The name that it will have is not known yet: any will tell whether the uses elsewhere are certain.
            new = f"{found.name}_{_ANOTHER}"
            tried = rename(analysis.facts, analysis.document, offset, new, catalog)
            if not isinstance(tried, Renaming):
                return tried
            elsewhere = renamed_elsewhere(analysis, tried.edits, found.name, new, opened)
            if isinstance(elsewhere, Refusal):
                return elsewhere
            return types.PrepareRenamePlaceholder(analysis.places.place(found.span).range, found.name)

        return _granted(await _at(ls, params, find))

    @ls.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    @quiet(None)
    async def rename_(ls: FitLensServer, params: types.RenameParams) -> types.WorkspaceEdit | None:
        opened = ls.session.texts()
        snapshots = {snapshot.path: snapshot for snapshot in ls.session.snapshots()}

        def find(analysis: Analysis, offset: int) -> types.WorkspaceEdit | Refusal | None:
            named = step_at(analysis.facts, offset)
            found = rename(analysis.facts, analysis.document, offset, params.new_name, analysis.knowledge.catalog)
            if named is None or not isinstance(found, Renaming):
                return found if isinstance(found, Refusal) else None
            elsewhere = renamed_elsewhere(analysis, found.edits, named.name, params.new_name, opened)
            if isinstance(elsewhere, Refusal):
                return elsewhere
            others: dict[str, tuple[int | None, list[types.TextEdit]]] = {}
            for document, edits in elsewhere:
                snapshot = snapshots.get(document.path)
                uri = snapshot.uri if snapshot is not None else from_fs_path(document.path)
                if uri is None:
                    return Refusal(f"{document.path} has no address that the editor could change it by")
                places = Places.of_script(uri, document, ls.session.encoding)
                version = snapshot.version(uri) if snapshot is not None else None
                others[uri] = version, [types.TextEdit(places.place(each.span).range, each.text) for each in edits]
            return workspace_edit(found.edits, analysis, versioned, others)

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
