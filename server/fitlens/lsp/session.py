"""The open documents as the client has them, and immutable snapshots of them to work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from lsprotocol import types
from pygls.uris import to_fs_path

from fitlens.lsp.positions import edited

_PYTHON = "python"


@dataclass(frozen=True, slots=True)
class Text:
    """One text document: a script, or one code cell of a notebook."""

    uri: str
    version: int
    text: str
    cell: int | None = None
    """1-based position among all cells of its notebook; None for a script."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One script, or one notebook as a whole, as it is at one moment."""

    uri: str
    path: str
    """File name as far as there is one, else the URI."""
    revision: int
    """Grows with every change of any document, so that two snapshots with one revision are the same."""
    notebook: bool
    texts: tuple[Text, ...]

    def version(self, uri: str) -> int | None:
        """The client's version of one of the texts."""
        return next((text.version for text in self.texts if text.uri == uri), None)


@dataclass(slots=True)
class _Notebook:
    cells: list[types.NotebookCell]
    texts: dict[str, Text] = field(default_factory=dict[str, Text])
    """By URI. Kept while the notebook is open, even when a cell is closed: a cell that moves is deleted and inserted
    again without its text."""


class Session:
    """Applies the client's open, change and close events. Used by the event loop only, hence without locks."""

    def __init__(self) -> None:
        self.encoding: types.PositionEncodingKind = types.PositionEncodingKind.Utf16
        self.renewed = 0
        """The first revision since something else than a text changed."""
        self._revisions = count(1)
        self._snapshots: dict[str, Snapshot] = {}
        self._notebooks: dict[str, _Notebook] = {}
        self._notebook_of_cell: dict[str, str] = {}

    def snapshot(self, uri: str) -> Snapshot | None:
        """The newest snapshot of a script or notebook, or of the notebook that a cell belongs to."""
        return self._snapshots.get(self._notebook_of_cell.get(uri, uri))

    def is_cell(self, uri: str) -> bool:
        """Whether the URI is that of a notebook's cell."""
        return uri in self._notebook_of_cell

    def open_script(self, item: types.TextDocumentItem) -> Snapshot | None:
        """Takes a script in; None where it is none of Python's."""
        if item.language_id != _PYTHON:
            return None
        return self._renew(item.uri, False, (Text(item.uri, item.version, item.text),))

    def change_script(
        self,
        document: types.VersionedTextDocumentIdentifier,
        changes: Sequence[types.TextDocumentContentChangeEvent],
    ) -> Snapshot | None:
        """Applies edits; None for a document that is not open."""
        snapshot = self._snapshots.get(document.uri)
        if snapshot is None or snapshot.notebook:
            return None
        text = edited(snapshot.texts[0].text, changes, self.encoding)
        return self._renew(document.uri, False, (Text(document.uri, document.version, text),))

    def close(self, uri: str) -> Snapshot | None:
        """Forgets a script or a notebook; gives its last snapshot."""
        notebook = self._notebooks.pop(uri, None)
        if notebook is not None:
            for cell in notebook.texts:
                self._notebook_of_cell.pop(cell, None)
        return self._snapshots.pop(uri, None)

    def open_notebook(self, params: types.DidOpenNotebookDocumentParams) -> Snapshot:
        """Takes a notebook in."""
        uri = params.notebook_document.uri
        notebook = _Notebook(list(params.notebook_document.cells))
        self._notebooks[uri] = notebook
        self._open_cells(uri, notebook, params.cell_text_documents)
        return self._renew_notebook(uri, notebook)

    def change_notebook(self, params: types.DidChangeNotebookDocumentParams) -> Snapshot | None:
        """Applies changes to the order, kinds and texts of the cells; None for a notebook that is not open."""
        uri = params.notebook_document.uri
        notebook = self._notebooks.get(uri)
        if notebook is None:
            return None
        change = params.change.cells
        if change is None:
            return self._snapshots.get(uri)
        if change.structure is not None:
            array = change.structure.array
            notebook.cells[array.start : array.start + array.delete_count] = list(array.cells or ())
            self._open_cells(uri, notebook, change.structure.did_open or ())
        by_uri = {cell.document: cell for cell in change.data or ()}
        if by_uri:
            notebook.cells = [by_uri.get(cell.document, cell) for cell in notebook.cells]
        for content in change.text_content or ():
            text = notebook.texts.get(content.document.uri)
            if text is not None:
                notebook.texts[text.uri] = replace(
                    text, version=content.document.version, text=edited(text.text, content.changes, self.encoding)
                )
        return self._renew_notebook(uri, notebook)

    def texts(self) -> dict[str, str]:
        """The texts of all open scripts and notebooks, by their paths."""
        return {each.path: "\n".join(text.text for text in each.texts) for each in self._snapshots.values()}

    def snapshots(self) -> list[Snapshot]:
        """The newest of all open documents."""
        return list(self._snapshots.values())

    def renew_all(self) -> list[Snapshot]:
        """New snapshots of all open documents, whose texts are as before: what else they depend on has changed."""
        self.renewed = next(self._revisions)
        return [self._renew(old.uri, old.notebook, old.texts) for old in list(self._snapshots.values())]

    def renew(self, uri: str) -> Snapshot | None:
        """A new snapshot of one open document, whose text is as before."""
        old = self._snapshots.get(uri)
        self.renewed = next(self._revisions)
        return None if old is None else self._renew(old.uri, old.notebook, old.texts)

    def _open_cells(self, uri: str, notebook: _Notebook, items: Sequence[types.TextDocumentItem]) -> None:
        for item in items:
            if item.language_id == _PYTHON:
                notebook.texts[item.uri] = Text(item.uri, item.version, item.text)
                self._notebook_of_cell[item.uri] = uri

    def _renew_notebook(self, uri: str, notebook: _Notebook) -> Snapshot:
        texts = tuple(
            replace(notebook.texts[cell.document], cell=number)
            for number, cell in enumerate(notebook.cells, start=1)
            if cell.kind == types.NotebookCellKind.Code and cell.document in notebook.texts
        )
        return self._renew(uri, True, texts)

    def _renew(self, uri: str, notebook: bool, texts: tuple[Text, ...]) -> Snapshot:
        path = to_fs_path(uri) if uri.startswith("file:") else None
        snapshot = Snapshot(uri, path or uri, next(self._revisions), notebook, texts)
        self._snapshots[uri] = snapshot
        return snapshot
