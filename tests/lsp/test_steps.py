"""Steps and outlines as recorded clients ask for them: references, highlights, definitions, renaming, symbols."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

CLIENTS = sorted(path.stem for path in (Path(__file__).parents[1] / "clients" / "caps").glob("*.json"))
PROGRAM = """\
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC

"📈"; pipe = Pipeline([("svc", SVC())])
"📈"; search = GridSearchCV(pipe, {"svc__C": [1, 2]})
pipe.set_params(svc__C=2)
"""
USES = ["svc", "svc", "svc"]

pytestmark = pytest.mark.parametrize("editor", CLIENTS, indirect=True, scope="module")


@pytest.fixture
def uri(editor):
    uri = editor.open(PROGRAM)
    yield uri
    editor.close(uri)


def at(editor, uri: str, needle: str):
    """The document, and the position behind the first character of a text in it."""
    return types.TextDocumentIdentifier(uri), editor.position(uri, editor.texts[uri].index(needle) + 1)


async def test_references_and_highlights_of_a_step(editor, uri):
    if editor.offered.references_provider is None:
        pytest.skip("this editor asks for no references")
    where = at(editor, uri, "svc__C=2")
    found = await editor.client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(include_declaration=True), *where)
    )
    assert [editor.written(uri, each.range) for each in found or ()] == USES
    found = await editor.client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(include_declaration=False), *where)
    )
    assert len(found or ()) == len(USES) - 1
    if editor.offered.document_highlight_provider is not None:
        lit = await editor.client.text_document_document_highlight_async(types.DocumentHighlightParams(*where))
        assert [editor.written(uri, each.range) for each in lit or ()] == USES
        assert [each.kind for each in lit or ()].count(types.DocumentHighlightKind.Write) == 1


async def test_a_nested_name_leads_to_the_step_that_it_begins_with(editor, uri):
    if editor.offered.definition_provider is None:
        pytest.skip("this editor asks for no definitions")
    answer = await editor.client.text_document_definition_async(types.DefinitionParams(*at(editor, uri, 'svc__C"')))
    assert answer is not None
    (found,) = answer
    target = found.target_selection_range if isinstance(found, types.LocationLink) else found.range
    assert editor.offset(uri, target.start) == PROGRAM.index('svc"')
    assert editor.written(uri, target) == "svc"


async def test_a_step_is_renamed_and_nothing_else_is(editor, uri):
    announced = editor.capabilities.text_document.rename
    if not (announced and announced.prepare_support):
        assert editor.offered.rename_provider is None
        pytest.skip("this editor does not ask what can be renamed")
    prepared = await editor.client.text_document_prepare_rename_async(
        types.PrepareRenameParams(*at(editor, uri, "svc__C=2"))
    )
    assert isinstance(prepared, types.PrepareRenamePlaceholder)
    assert (prepared.placeholder, editor.written(uri, prepared.range)) == ("svc", "svc")
    edit = await editor.client.text_document_rename_async(
        types.RenameParams(*at(editor, uri, "svc__C=2"), new_name="model")
    )
    editor.edit(uri, editor.edits(types.CodeAction("", edit=edit)))
    assert editor.texts[uri] == PROGRAM.replace('"svc"', '"model"').replace("svc__", "model__")
    other = await editor.client.text_document_prepare_rename_async(
        types.PrepareRenameParams(*at(editor, uri, "search"))
    )
    assert other is None


async def test_why_a_step_is_not_renamed_is_told(editor):
    if editor.offered.rename_provider is None:
        pytest.skip("this editor does not ask what can be renamed")
    uri = editor.open(PROGRAM + 'results["svc"]\n')
    with pytest.raises(JsonRpcException, match='line 8: "svc" may mean step "svc" or something else'):
        await editor.client.text_document_prepare_rename_async(types.PrepareRenameParams(*at(editor, uri, "svc__C=2")))
    editor.close(uri)


async def test_other_files_that_may_use_the_step_stand_against_it(editor, tmp_path):
    if editor.offered.rename_provider is None:
        pytest.skip("this editor does not ask what can be renamed")
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "report.py").write_text('from model import pipe\n\npipe["svc"]\n')
    uri = (tmp_path / "model.py").as_uri()
    editor.texts[uri], editor.versions[uri] = PROGRAM, 1
    editor.client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "python", 1, PROGRAM))
    )
    with pytest.raises(JsonRpcException, match=r'report\.py, line 3: "svc" may mean the step as well'):
        await editor.client.text_document_prepare_rename_async(types.PrepareRenameParams(*at(editor, uri, "svc__C=2")))
    editor.close(uri)


async def test_outline_and_workspace_symbols(editor, uri):
    if editor.offered.document_symbol_provider is not None:
        found = await editor.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(types.TextDocumentIdentifier(uri))
        )
        if editor.capabilities.text_document.document_symbol.hierarchical_document_symbol_support:
            assert found is not None
            pipe, search = found
            assert (pipe.name, pipe.detail, search.name) == ("pipe", "Pipeline", "search")
            assert [(step.name, step.detail) for step in pipe.children] == [("svc", "SVC")]
        else:
            assert [each.name for each in found or ()] == ["pipe", "svc", "search"]
    if editor.offered.workspace_symbol_provider is not None:
        every = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("gridsear"))
        assert uri in [each.location.uri for each in every or () if each.name == "search"]
