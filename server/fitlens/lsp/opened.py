"""The documents that are open, as the analysis reads them: what others import from them is what stands in the editor."""

from __future__ import annotations

import os
import threading

from fitlens.lsp.session import Snapshot
from fitlens.source.document import Document, document_from_cells, document_from_text


class OpenDocuments:
    """Told of snapshots by the event loop, asked for documents on other threads.

    A document whose text stays the same is the same object, whatever else was renewed.
    """

    def __init__(self) -> None:
        self._newest: dict[str, Snapshot] = {}
        self._reading = threading.Lock()
        self._read: dict[str, tuple[tuple[tuple[int | None, str], ...], Document]] = {}

    def take(self, snapshot: Snapshot) -> None:
        """A document was opened or changed."""
        self._newest[os.path.normcase(snapshot.path)] = snapshot

    def drop(self, snapshot: Snapshot) -> None:
        """A document was closed: what is on disk holds again."""
        self._newest.pop(os.path.normcase(snapshot.path), None)

    def find(self, path: str) -> Document | None:
        """The script at a path, where it is open."""
        snapshot = self._newest.get(os.path.normcase(path))
        return None if snapshot is None or snapshot.notebook else self.read(snapshot)

    def read(self, snapshot: Snapshot) -> Document:
        """The document of a snapshot."""
        with self._reading:
            return self._document(snapshot)

    def _document(self, snapshot: Snapshot) -> Document:
        cells = tuple((text.cell, text.text) for text in snapshot.texts)
        kept = self._read.get(snapshot.uri)
        if kept is None or kept[0] != cells:
            if snapshot.notebook:
                document = document_from_cells(snapshot.path, [(number or 0, text) for number, text in cells])
            else:
                document = document_from_text(snapshot.path, cells[0][1])
            kept = self._read[snapshot.uri] = (cells, document)
            for uri in self._read.keys() - {each.uri for each in list(self._newest.values())} - {snapshot.uri}:
                del self._read[uri]
        return kept[1]
