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


REPORT = """\
from model import pipe, search

print("📈", pipe["svc"])
search.best_estimator_.named_steps.svc
pipe.set_params(svc__C=3)
"""


@pytest.fixture
def project(editor, tmp_path):
    """Opens the program as a module of a project with these other files."""
    (tmp_path / "pyproject.toml").write_text("")
    uri = (tmp_path / "model.py").as_uri()

    def project(**others: str) -> str:
        for name, text in others.items():
            (tmp_path / f"{name}.py").write_text(text)
        editor.texts[uri], editor.versions[uri] = PROGRAM, 1
        document = types.TextDocumentItem(uri, "python", 1, PROGRAM)
        editor.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        return uri

    yield project
    if uri in editor.texts:  # some editors have nothing to do with it
        editor.close(uri)


async def test_a_step_is_renamed_in_the_files_that_import_it(editor, project, tmp_path):
    if editor.offered.rename_provider is None:
        pytest.skip("this editor does not ask what can be renamed")
    uri = project(report=REPORT, other='{"svc": 1}["svc"]\n')
    edit = await editor.client.text_document_rename_async(
        types.RenameParams(*at(editor, uri, "svc__C=2"), new_name="model")
    )
    changes = edit.changes or {
        each.text_document.uri: each.edits for each in edit.document_changes if each.text_document.version in (1, None)
    }
    report = (tmp_path / "report.py").as_uri()
    assert set(changes) == {uri, report}
    editor.texts[report] = REPORT
    assert [editor.written(report, each.range) for each in changes[report]] == ["svc", "svc", "svc"]
    assert {each.new_text for each in changes[report]} == {"model"}


@pytest.mark.parametrize(
    ("name", "line"),
    [('frame["svc"]', 3), ('(pipe if x else other)["svc"]', 3), ('getattr(pipe.named_steps, "svc")', 3)],
)
async def test_a_use_in_another_file_that_is_not_certain_stands_against_it(editor, project, name, line):
    if editor.offered.rename_provider is None:
        pytest.skip("this editor does not ask what can be renamed")
    uri = project(report=f"from model import pipe\n\n{name}\n")
    with pytest.raises(JsonRpcException, match=rf'report\.py, line {line}: "svc" may mean the step or something else'):
        await editor.client.text_document_prepare_rename_async(types.PrepareRenameParams(*at(editor, uri, "svc__C=2")))


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
