"""A notebook is one program: cells know what stands above them, and their diagnostics are pushed."""

import pytest
from lsprotocol import types

NOTEBOOK = "file:///nowhere/n.ipynb"
FIRST, TEXT, SECOND = (f"vscode-notebook-cell:/nowhere/n.ipynb#{name}" for name in ("a", "text", "b"))
CELLS = {
    FIRST: "%matplotlib inline\nfrom sklearn.svm import SVC\nclf = SVC(kernel='linear')",
    SECOND: "print('📈', clf.coef_)\nclf.fit(X, y)\nclf.coef_\n",
}

pytestmark = pytest.mark.parametrize("editor", ["vscode-1.139-languageclient-11"], indirect=True, scope="module")


def cell(uri):
    return types.NotebookCell(types.NotebookCellKind.Markup if uri == TEXT else types.NotebookCellKind.Code, uri)


def changed(editor, **cells):
    editor.client.notebook_document_did_change(
        types.DidChangeNotebookDocumentParams(
            types.VersionedNotebookDocumentIdentifier(2, NOTEBOOK),
            types.NotebookDocumentChangeEvent(cells=types.NotebookDocumentCellChanges(**cells)),
        )
    )


def moved(start, delete, *uris):
    array = types.NotebookCellArrayChange(start, delete, [cell(uri) for uri in uris] or None)
    return types.NotebookDocumentCellChangeStructure(array)


@pytest.fixture
async def notebook(editor):
    editor.texts.update(CELLS)
    editor.client.notebook_document_did_open(
        types.DidOpenNotebookDocumentParams(
            types.NotebookDocument(NOTEBOOK, "jupyter-notebook", 1, [cell(FIRST), cell(TEXT), cell(SECOND)]),
            [types.TextDocumentItem(uri, "python", 1, text) for uri, text in CELLS.items()],
        )
    )
    yield editor
    editor.client.notebook_document_did_close(
        types.DidCloseNotebookDocumentParams(
            types.NotebookDocumentIdentifier(NOTEBOOK), [types.TextDocumentIdentifier(uri) for uri in CELLS]
        )
    )
    # Requests are answered in order: what was published of this notebook has come when this one is.
    await editor.hover(FIRST, "SVC")
    editor.client.diagnostics.clear()


async def test_a_cell_knows_what_stands_in_the_ones_above(notebook):
    assert "set here to `'linear'`" in await notebook.told(FIRST, "kernel")
    assert "`clf` is unfitted at this line" in await notebook.told(SECOND, "coef_", 0)
    assert "set by `fit` (line 2 of cell 3)" in await notebook.told(SECOND, "coef_", 1)


def typed(editor, uri, text):
    """The whole cell, written anew."""
    editor.texts[uri] = text
    whole = types.TextDocumentContentChangeWholeDocument(text)
    document = types.VersionedTextDocumentIdentifier(2, uri)
    changed(editor, text_content=[types.NotebookDocumentCellContentChanges(document, [whole])])


async def test_completion_in_a_cell_knows_the_cells_above_and_edits_none_of_them(notebook):
    typed(notebook, SECOND, CELLS[SECOND] + "clf.")
    learned = await notebook.completions(SECOND, len(notebook.texts[SECOND]), ".")
    assert "coef_" in [item.label for item in learned[:15]]
    typed(notebook, SECOND, "print('📈')\nLinearSV")
    (name,) = [
        item for item in await notebook.completions(SECOND, len(notebook.texts[SECOND])) if item.label == "LinearSVC"
    ]
    (added,) = name.additional_text_edits
    assert (added.range.start, added.new_text) == (types.Position(0, 0), "from sklearn.svm import LinearSVC\n")
    assert notebook.written(SECOND, name.text_edit.replace) == "LinearSV"


async def test_signature_help_in_a_cell(notebook):
    help_ = await notebook.signature(FIRST, CELLS[FIRST].index("'linear'") + 1)
    assert help_.signatures[0].label.startswith("SVC(")


async def test_diagnostics_of_cells_are_pushed_and_pulling_them_is_empty(notebook):
    (diagnostic,) = await notebook.pushed(SECOND)
    assert (diagnostic.code, notebook.written(SECOND, diagnostic.range)) == ("SKL201", "coef_")
    assert await notebook.pushed(FIRST) == []
    assert await notebook.diagnostics(SECOND) == []


async def test_an_edit_in_one_cell_changes_what_is_said_of_another(notebook):
    await notebook.pushed(SECOND)
    content = types.NotebookDocumentCellContentChanges(
        types.VersionedTextDocumentIdentifier(2, FIRST),
        [types.TextDocumentContentChangeWholeDocument(CELLS[FIRST] + ".fit(X, y)")],
    )
    changed(notebook, text_content=[content])
    assert await notebook.pushed(SECOND) == []


async def test_a_cell_moved_up_runs_earlier(notebook):
    await notebook.pushed(SECOND)
    changed(notebook, structure=moved(2, 1))
    changed(notebook, structure=moved(0, 0, SECOND))
    assert await notebook.pushed(SECOND) == []
    assert await notebook.hover(SECOND, "coef_") is None


async def test_a_cell_that_is_gone_has_no_diagnostics(notebook):
    await notebook.pushed(SECOND)
    changed(notebook, structure=moved(2, 1))
    assert await notebook.pushed(SECOND) == []


async def test_closing_takes_the_diagnostics_back(notebook):
    assert await notebook.pushed(SECOND)
    notebook.client.notebook_document_did_close(
        types.DidCloseNotebookDocumentParams(types.NotebookDocumentIdentifier(NOTEBOOK), [])
    )
    assert await notebook.pushed(SECOND) == []
