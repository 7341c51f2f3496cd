"""One who types: program lines, key by key, into a long file or a notebook, asking what an editor asks at each key."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.lsp.client import Client
from bench.lsp.servers import Server
from bench.speed.generated import IMPORTS, PIECES, ordinary

CELLS = 200
TYPED = (
    'best = SVC(C=1.0, kernel="linear", gamma=0.1).fit(X, y)\nprint(best.support_vectors_, best.coef_)\n',
    'other = Pipeline([("scale", StandardScaler()), ("svc", SVC(C=2.0))])\n',
    'grid = {"svc__C": [1, 10], "svc__kernel": ["rbf", "linear"]}\n',
    'search = GridSearchCV(other, grid, scoring="accuracy").fit(X, y)\nprint(search.best_estimator_.named_steps.svc)\n',
    'found = cross_val_score(make_pipeline(StandardScaler(), LogisticRegression(C=3.0)), X, y, scoring="f1")\n',
)


@dataclass
class Times:
    """Milliseconds of each answer, and how many said something; of one that did not come, none."""

    empty: bool = False
    """An answer that says nothing is an answer."""
    took: list[float] = field(default_factory=list)
    asked: int = 0
    told: int = 0

    def add(self, asked: float, answer: tuple[float, Any] | None) -> None:
        self.asked += 1
        if answer is not None:
            self.took.append((answer[0] - asked) * 1000)
            found = answer[1]
            items = found.get("items", found) if isinstance(found, dict) else found
            self.told += bool(items) or self.empty


@dataclass
class Session:
    """What was measured with one server on one document."""

    initialize: float = 0.0
    first: float | None = None
    """Seconds from the start of the process to the first diagnostics."""
    diagnostics: Times = field(default_factory=lambda: Times(empty=True))
    hover: Times = field(default_factory=Times)
    completion: Times = field(default_factory=Times)
    processor: float = 0.0
    """Milliseconds of processor time for each key, all that is asked at it included."""
    memory: list[tuple[int, float]] = field(default_factory=list)
    """After so many edits, megabytes."""


class Typist:
    """Types into one open document of a server."""

    def __init__(self, client: Client, offered: dict[str, Any], server: Server, folder: str, *, notebook: bool) -> None:
        self._client = client
        self._offered = offered
        self._folder = Path(folder).as_uri()
        self._notebook = f"{self._folder}/bench.ipynb" if notebook else None
        self._cells = f"vscode-notebook-cell:{folder}/bench.ipynb"
        self._pulls = bool(offered.get("diagnosticProvider")) and not (notebook and server.pushes_cells)
        self._version = 1
        self._line, self._character = 0, 0
        self._uri = ""

    def open(self) -> float:
        """Opens the document; gives the moment."""
        if self._notebook is None:
            self._uri = f"{self._folder}/bench.py"
            text = ordinary(1_000)
            self._line = next(n for n, line in enumerate(text.split("\n")) if n > 500 and not line)
            document = {"uri": self._uri, "languageId": "python", "version": 1, "text": text}
            return self._client.notify("textDocument/didOpen", {"textDocument": document})
        cells = [IMPORTS, *(PIECES[n % len(PIECES)].format(n=n, d=2 + n % 7) for n in range(CELLS - 2)), ""]
        items = [
            {"uri": f"{self._cells}#{n}", "languageId": "python", "version": 1, "text": text}
            for n, text in enumerate(cells)
        ]
        self._uri = f"{self._cells}#{CELLS // 2}"
        self._line = 0
        kinds = [{"kind": 2, "document": item["uri"]} for item in items]
        document = {"uri": self._notebook, "notebookType": "jupyter-notebook", "version": 1, "cells": kinds}
        return self._client.notify(
            "notebookDocument/didOpen", {"notebookDocument": document, "cellTextDocuments": items}
        )

    def diagnostics(self, since: float, timeout: float) -> tuple[float, Any] | None:
        """Those that follow a moment; pulled where the server offers that."""
        if not self._pulls:
            return self._client.published(self._uri, since, timeout)
        number, _ = self._client.request("textDocument/diagnostic", {"textDocument": {"uri": self._uri}})
        return self._client.answer(number, timeout)

    def type(self, edits: int, session: Session, timeout: float, *, asking: bool = True) -> None:
        """Presses so many keys, and adds what came of each."""
        for key in _keys(edits):
            since = self._press(key)
            pulled = None
            if self._pulls:
                pulled, _ = self._client.request("textDocument/diagnostic", {"textDocument": {"uri": self._uri}})
            if asking:
                at = {"textDocument": {"uri": self._uri}, "position": self._position()}
                self._ask("textDocument/completion", {**at, "context": {"triggerKind": 1}}, session.completion, timeout)
                self._ask("textDocument/hover", self._named(), session.hover, timeout)
            if pulled is None:
                session.diagnostics.add(since, self._client.published(self._uri, since, timeout))
            else:
                session.diagnostics.add(since, self._client.answer(pulled, timeout))

    def _ask(self, method: str, params: object, times: Times, timeout: float) -> None:
        if self._offered.get(f"{method.partition('/')[2]}Provider"):
            number, asked = self._client.request(method, params)
            times.add(asked, self._client.answer(number, timeout))

    def _press(self, key: str) -> float:
        at = self._position()
        changes = [{"range": {"start": at, "end": at}, "text": key}]
        self._version += 1
        document = {"uri": self._uri, "version": self._version}
        if key == "\n":
            self._line, self._character = self._line + 1, 0
        else:
            self._character += 1
        if self._notebook is None:
            return self._client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})
        content = {"cells": {"textContent": [{"document": document, "changes": changes}]}}
        notebook = {"uri": self._notebook, "version": self._version}
        return self._client.notify("notebookDocument/didChange", {"notebookDocument": notebook, "change": content})

    def _position(self) -> dict[str, int]:
        return {"line": self._line, "character": self._character}

    def _named(self) -> dict[str, object]:
        """A name that is imported at the top, where nothing is typed."""
        uri = self._uri if self._notebook is None else f"{self._cells}#0"
        line = IMPORTS.split("\n").index("from sklearn.compose import ColumnTransformer")
        return {"textDocument": {"uri": uri}, "position": {"line": line, "character": 30}}


def _keys(edits: int) -> Iterator[str]:
    typed = "".join(TYPED)
    for number in range(edits):
        yield typed[number % len(typed)]


def measured(
    client: Client, server: Server, folder: str, *, notebook: bool, edits: int, memory_edits: int, timeout: float
) -> Session | None:
    """Types so many keys with all questions, then so many with diagnostics alone; None where the document is not served."""
    session = Session()
    greeted = client.initialize(folder)
    if greeted is None:
        return None
    session.initialize, offered = greeted
    if notebook and not offered.get("notebookDocumentSync"):
        return None
    typist = Typist(client, offered, server, folder, notebook=notebook)
    opened = typist.open()
    first = typist.diagnostics(opened, timeout=60)
    session.first = None if first is None else first[0] - client.begun
    # What was asked for but once is not counted among what comes with each key.
    typist.type(5, Session(), timeout)
    before = client.processor()
    typist.type(edits, session, timeout)
    session.processor = (client.processor() - before) / edits * 1000
    session.memory.append((edits, client.memory()))
    for part in range(1, 6 if memory_edits else 0):
        typist.type(memory_edits // 5, Session(), timeout, asking=False)
        time.sleep(2)
        session.memory.append((edits + part * memory_edits // 5, client.memory()))
    return session
