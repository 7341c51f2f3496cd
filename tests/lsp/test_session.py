"""The documents as the client has them: edits, and the life of a notebook's cells."""

from lsprotocol.types import (
    DidChangeNotebookDocumentParams,
    DidOpenNotebookDocumentParams,
    NotebookCell,
    NotebookCellArrayChange,
    NotebookCellKind,
    NotebookDocument,
    NotebookDocumentCellChanges,
    NotebookDocumentCellChangeStructure,
    NotebookDocumentCellContentChanges,
    NotebookDocumentChangeEvent,
    TextDocumentContentChangeWholeDocument,
    TextDocumentIdentifier,
    TextDocumentItem,
    VersionedNotebookDocumentIdentifier,
    VersionedTextDocumentIdentifier,
)

from fitlens.lsp.session import Session, Snapshot

NOTEBOOK = "file:///n.ipynb"


def code(uri: str) -> NotebookCell:
    return NotebookCell(NotebookCellKind.Code, uri)


def item(uri: str, text: str, language: str = "python") -> TextDocumentItem:
    return TextDocumentItem(uri, language, 1, text)


def opened() -> Session:
    session = Session()
    cells = [NotebookCell(NotebookCellKind.Markup, "c:text"), code("c:a"), code("c:sql"), code("c:b")]
    texts = [item("c:a", "a = 1"), item("c:sql", "select", "sql"), item("c:b", "b = 2")]
    session.open_notebook(
        DidOpenNotebookDocumentParams(NotebookDocument(NOTEBOOK, "jupyter-notebook", 1, cells), texts)
    )
    return session


def changed(session: Session, cells: NotebookDocumentCellChanges) -> Snapshot:
    snapshot = session.change_notebook(
        DidChangeNotebookDocumentParams(
            VersionedNotebookDocumentIdentifier(2, NOTEBOOK), NotebookDocumentChangeEvent(cells=cells)
        )
    )
    assert snapshot is not None
    return snapshot


def structure(
    start: int, delete: int, *cells: NotebookCell, closed: tuple[str, ...] = ()
) -> NotebookDocumentCellChanges:
    return NotebookDocumentCellChanges(
        structure=NotebookDocumentCellChangeStructure(
            NotebookCellArrayChange(start, delete, list(cells) or None),
            did_close=[TextDocumentIdentifier(uri) for uri in closed] or None,
        )
    )


def seen(snapshot: Snapshot | None) -> list[tuple[int | None, str]]:
    assert snapshot is not None
    return [(text.cell, text.text) for text in snapshot.texts]


def test_a_notebook_is_its_python_cells_numbered_among_all():
    assert seen(opened().snapshot(NOTEBOOK)) == [(2, "a = 1"), (4, "b = 2")]
    assert opened().snapshot("c:b") == opened().snapshot(NOTEBOOK)


def test_a_moved_cell_comes_back_without_its_text_and_keeps_it():
    session = opened()
    assert seen(changed(session, structure(3, 1, closed=("c:b",)))) == [(2, "a = 1")]
    assert seen(changed(session, structure(0, 0, code("c:b")))) == [(1, "b = 2"), (3, "a = 1")]


def test_a_cell_s_text_and_kind_change():
    session = opened()
    content = NotebookDocumentCellContentChanges(
        VersionedTextDocumentIdentifier(7, "c:a"), [TextDocumentContentChangeWholeDocument("a = 3")]
    )
    snapshot = changed(session, NotebookDocumentCellChanges(text_content=[content]))
    assert seen(snapshot) == [(2, "a = 3"), (4, "b = 2")]
    assert snapshot.version("c:a") == 7
    markup = NotebookCell(NotebookCellKind.Markup, "c:a")
    assert seen(changed(session, NotebookDocumentCellChanges(data=[markup]))) == [(4, "b = 2")]


def test_every_change_is_a_new_revision_and_closing_forgets():
    session = opened()
    first = session.snapshot(NOTEBOOK)
    second = changed(session, NotebookDocumentCellChanges())
    assert first is not None
    assert second.revision > first.revision
    assert session.is_cell("c:a")
    session.close(NOTEBOOK)
    assert session.snapshot("c:a") is None
    assert not session.is_cell("c:a")


def test_other_languages_are_left_alone():
    session = Session()
    assert session.open_script(item("file:///n.json", "{}", "json")) is None
    assert session.change_script(VersionedTextDocumentIdentifier(2, "file:///n.json"), []) is None
