"""A client that does at random what a client may do, and what none should; it knows what its documents hold."""

from __future__ import annotations

import hashlib
import json
import random
import re
from pathlib import Path
from typing import Any

from tests.lsp.wire import ROOT, Peer

CLIENTS = ("vscode-1.139-languageclient-11", "neovim-0.11.4", "neovim-0.7.2", "jupyterlab-lsp-5.3", "eglot-1.9")
ALLOWED = {-32700, -32600, -32601, -32602, -32002, -32800, -32801, -32802, -32803}
"""The protocol's codes for what a client did wrong, or wants no more. Not among them: internal error."""
HEAD = "from sklearn.svm import SVC\nclf = SVC(C={version})\n"
PIECES = (
    "SVC(", "clf.", "clf.fit(X, y)", ".coef_", "GridSearchCV(", '{"svc__C": [1', ")", "]", "'", '"""', "\\", "#", ":", "=", ",",
    "def f(x):\n    return ", "class A(BaseEstimator):\n    def __init__(self, a=1):\n        self.a = a\n", "if x:\n", "\tpass\n",
    "import sklearn\n", "from sklearn.pipeline import make_pipeline\n", "make_pipeline(SVC())", "kernel='linear'", "%matplotlib\n",
    "\n", "\r\n", "\r", "\f", "\v", "\u2028", "\u2029", "\x85", "\x1c", "\0", "😀", "\ud83d", "\ude00", "é", "e\u0301", "漢", "\ufeff",
    "x = 1\n" * 40, " " * 9,
)  # fmt: skip
POSITIONED = (
    "hover", "completion", "signatureHelp", "definition", "references", "documentHighlight", "prepareRename", "rename",
)  # fmt: skip
WHOLE = ("diagnostic", "documentSymbol", "semanticTokens/full", "inlayHint", "codeAction", "foldingRange")
_BREAK = re.compile(r"\r\n|\n|\r")


def whole(text: str) -> str:
    """As the client's own strings have it: two halves of a surrogate pair that come together are one character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


class Fuzzer:
    """One session of random messages."""

    def __init__(self, seed: int, root: str) -> None:
        self.random = random.Random(seed)
        self.client = self.random.choice(CLIENTS)
        self.peer = Peer()
        self.root = root
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.cells: list[str] = []
        self.notebook = f"{root}/n.ipynb"
        self.waiting: dict[int | str, tuple[str, str, int]] = {}
        """By number: the method, the document and its version when it was asked."""
        self.refusals = 0
        """Answers without a number that are still to come."""
        capabilities = json.loads((ROOT / "tests" / "clients" / "caps" / f"{self.client}.json").read_text())
        offered = self.peer.initialize(capabilities, rootUri=root)["capabilities"]
        encoding = offered.get("positionEncoding", "utf-16")
        self.codec, self.unit = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[
            encoding
        ]

    def step(self) -> None:
        """One random message."""
        actions = {
            self.edit: 30, self.ask_at: 25, self.ask_whole: 15, self.open: 4, self.close: 2, self.cancel: 8, self.nonsense: 8,
            self.notebook_step: 8, self.unheard_of: 3, self.other: 2,
        }  # fmt: skip
        self.random.choices(list(actions), list(actions.values()))[0]()

    def open(self) -> None:
        uri = f"{self.root}/{self.random.randrange(6)}.py"
        if uri in self.texts and self.random.random() < 0.8:
            return
        self.texts[uri], self.versions[uri] = self._text(version := self.random.randrange(100)), version
        self.peer.open(uri, self.texts[uri], version)

    def close(self) -> None:
        if self.texts and self.random.random() < 0.5:
            uri = self.random.choice(list(self.texts))
            if uri in self.cells:
                return
            del self.texts[uri], self.versions[uri]
        else:
            uri = f"{self.root}/never.py"
        self.peer.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def edit(self) -> None:
        scripts = [uri for uri in self.texts if uri not in self.cells]
        if not scripts:
            self.open()
            return
        uri = self.random.choice(scripts)
        # Mostly the next, sometimes one that has been: what a client says last holds.
        self.versions[uri] += self.random.choice((1, 1, 1, 1, 1, 7, 0, -3))
        changes = self._changes(uri)
        document = {"uri": uri, "version": self.versions[uri]}
        self.peer.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def ask_at(self) -> None:
        uri = self.random.choice([*self.texts, f"{self.root}/never.py"])
        method = f"textDocument/{self.random.choice(POSITIONED)}"
        at = {"line": 1, "character": 10} if self.random.random() < 0.3 else self._position(uri)
        params: dict[str, Any] = {"textDocument": {"uri": uri}, "position": at}
        params |= {"newName": self.random.choice(("a", "", "1", "é\n"))} if method.endswith("/rename") else {}
        params |= {"context": {"includeDeclaration": True}} if method.endswith("references") else {}
        self._ask(method, uri, params, marked=at == {"line": 1, "character": 10})

    def ask_whole(self) -> None:
        uri = self.random.choice([*self.texts, f"{self.root}/never.py"])
        method = f"textDocument/{self.random.choice(WHOLE)}"
        params: dict[str, Any] = {"textDocument": {"uri": uri}}
        if method.endswith(("inlayHint", "codeAction")):
            params |= {"range": self._range(uri), "context": {"diagnostics": []}}
        self._ask(method, uri, params)

    def cancel(self) -> None:
        number = self.random.choice([*self.waiting, 999_999, "nothing"])
        self.peer.notify("$/cancelRequest", {"id": number})

    def unheard_of(self) -> None:
        self._ask(self.random.choice(("workspace/unheardOf", "fitlens/nothing", "", "initialize")), "", {"a": [1]})
        self.peer.notify(self.random.choice(("$/unknown", "textDocument/unknown")), [1, {}])
        self.peer.send({"jsonrpc": "2.0", "id": self.random.choice((3, "?")), "result": {"x": 1}})

    def other(self) -> None:
        changes = [{"uri": f"{self.root}/{name}", "type": 2} for name in ("a.py", "pyproject.toml")]
        self.peer.notify("workspace/didChangeWatchedFiles", {"changes": changes[: self.random.randint(1, 2)]})
        self.peer.notify(
            "workspace/didChangeConfiguration", {"settings": self.random.choice((None, [], {"fitlens": 3}))}
        )

    def nonsense(self) -> None:
        """What is refused, or skipped: it must change nothing."""
        choice = self.random.randrange(8)
        uri = self.random.choice([*self.texts, "", "file:///%00", "untitled:\ud83d"])
        if choice == 0:
            self.peer.send_bytes(self.random.choice((b"\r\n\r\n", b"Content-Length: x\r\n\r\n", b"X" * 70_000 + b"\n")))
        elif choice == 1:
            body = self.random.choice((b"{", b"\xff\xfe", b"[" * 50_000, b'"' + b"x" * 1000))
            self.peer.send_bytes(b"content-length: %d\r\n\r\n%s" % (len(body), body))
            self.refusals += 1
        elif choice == 2:
            self.peer.send(
                self.random.choice(([], 3, None, [{"jsonrpc": "2.0"}], {"jsonrpc": "2.0", "id": [], "method": "x"}))
            )
            self.refusals += 1
        elif choice == 3:
            params = self.random.choice(
                (None, [], 3, {}, {"textDocument": 3}, {"textDocument": {"uri": uri}, "position": {}})
            )
            self._ask(f"textDocument/{self.random.choice(POSITIONED)}", "", params)
        elif choice == 4:
            changes = self.random.choice(([{"range": {}, "text": "x"}], [{"text": 3}, {}], 3, None))
            params = {"textDocument": {"uri": uri}, "contentChanges": changes}
            self.peer.notify("textDocument/didChange", params)
        elif choice == 5:
            at = {"line": self.random.choice((-1, 2**31, 10**12)), "character": self.random.choice((-5, 2**40))}
            self._ask("textDocument/hover", "", {"textDocument": {"uri": uri}, "position": at})
        elif choice == 6:
            self.peer.notify(
                "textDocument/didChange", {"textDocument": {"uri": "file:///never", "version": 1}, "contentChanges": []}
            )
        else:
            self._ask(
                "completionItem/resolve",
                "",
                {"label": "x", "data": self.random.choice((None, 3, {"uri": 1}, {"uri": uri}))},
            )

    def notebook_step(self) -> None:
        if not self.cells:
            self.cells = [f"{self.notebook}#{number}" for number in range(3)]
            for uri in self.cells:
                self.texts[uri], self.versions[uri] = self._text(1), 1
            items = [{"uri": uri, "languageId": "python", "version": 1, "text": self.texts[uri]} for uri in self.cells]
            document = {
                "uri": self.notebook,
                "notebookType": "jupyter-notebook",
                "version": 1,
                "cells": self._kinds(self.cells),
            }
            self.peer.notify("notebookDocument/didOpen", {"notebookDocument": document, "cellTextDocuments": items})
        elif self.random.random() < 0.03:
            for uri in self.cells:
                del self.texts[uri], self.versions[uri]
            closed = [{"uri": uri} for uri in self.cells]
            self.peer.notify(
                "notebookDocument/didClose", {"notebookDocument": {"uri": self.notebook}, "cellTextDocuments": closed}
            )
            self.cells = []
        elif self.random.random() < 0.2:
            # A cell goes to the end, as a client tells it: one goes, one comes.
            moved = self.cells.pop(0)
            self._notebook({"structure": {"array": {"start": 0, "deleteCount": 1}}})
            self.cells.append(moved)
            array = {"start": len(self.cells) - 1, "deleteCount": 0, "cells": self._kinds([moved])}
            self._notebook({"structure": {"array": array}})
        else:
            uri = self.random.choice(self.cells)
            self.versions[uri] += 1
            document = {"uri": uri, "version": self.versions[uri]}
            self._notebook({"textContent": [{"document": document, "changes": self._changes(uri)}]})

    def settle(self) -> None:
        """Waits for all that is owed, and holds the texts against the server's."""
        number = self.peer.request("fitlens/status", {})
        status: Any = None
        while self.waiting or self.refusals or status is None:
            message = self.peer.answer()
            if message.get("id") == number:
                status = message["result"]
            elif message.get("id") is None:
                assert message["error"]["code"] in ALLOWED, message
                self.refusals -= 1
            else:
                self._check(message)
        held = {
            text["uri"]: (text["version"], text["sha256"]) for each in status["documents"] for text in each["texts"]
        }
        ours = {
            uri: (self.versions[uri], hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
            for uri, text in self.texts.items()
        }
        assert held == ours

    def end(self) -> None:
        """Leaves; the log has nothing of a mistake of the server's own."""
        assert self.peer.leave(within=10) == 0
        log = "".join(self.peer.log)
        assert "Traceback" not in log, log[-8000:]

    def _check(self, message: dict[str, Any]) -> None:
        method, uri, version = self.waiting.pop(message["id"])
        if "error" in message:
            assert message["error"]["code"] in ALLOWED, (method, message)
        elif method == "marked" and message["result"]:
            found = re.search(r"set here to `?(\d+)", str(message["result"]["contents"]))
            assert found is None or int(found[1]) == version, (uri, version, message)

    def _ask(self, method: str, uri: str, params: object, *, marked: bool = False) -> None:
        number = self.peer.request(method, params)
        # The first lines of a script name its version.
        known = marked and method.endswith("hover") and uri in self.texts and uri not in self.cells
        self.waiting[number] = "marked" if known else method, uri, self.versions.get(uri, 0)

    def _notebook(self, cells: object) -> None:
        document = {"uri": self.notebook, "version": self.random.randrange(9)}
        self.peer.notify("notebookDocument/didChange", {"notebookDocument": document, "change": {"cells": cells}})

    def _kinds(self, uris: list[str]) -> list[dict[str, object]]:
        return [{"kind": 2, "document": uri} for uri in uris]

    def _text(self, version: int) -> str:
        body = "".join(self.random.choices(PIECES, k=self.random.randrange(30)))
        if self.random.random() < 0.02:
            body += "'" + "x" * 1_000_000 + "'\n"
        return whole(HEAD.format(version=version) + body)

    def _changes(self, uri: str) -> list[dict[str, object]]:
        if self.random.random() < 0.1:
            self.texts[uri] = self._text(self.versions[uri])
            return [{"text": self.texts[uri]}]
        changes = [self._change(uri, self._range(uri)) for _ in range(self.random.choice((1, 1, 1, 2, 3)))]
        second = {"start": {"line": 0, "character": 0}, "end": {"line": 2, "character": 0}}
        return [*changes, self._change(uri, second, HEAD.format(version=self.versions[uri]))]

    def _change(self, uri: str, range_: dict[str, Any], new: str | None = None) -> dict[str, object]:
        new = self.random.choice((*PIECES, "", "")) if new is None else new
        text = self.texts[uri]
        start, end = self._offset(text, range_["start"]), self._offset(text, range_["end"])
        self.texts[uri] = whole(text[:start] + new + text[max(start, end) :])
        return {"range": range_, "text": new}

    def _range(self, uri: str) -> dict[str, Any]:
        ends = [self._position(uri), self._position(uri)]
        if self.random.random() < 0.9:
            ends.sort(key=lambda each: (each["line"], each["character"]))
        return dict(zip(("start", "end"), ends, strict=True))

    def _position(self, uri: str) -> dict[str, int]:
        lines = _BREAK.split(self.texts.get(uri, ""))
        line = self.random.randrange(len(lines) + 2)
        long = len(lines[line]) if line < len(lines) else 5
        return {
            "line": line,
            "character": self.random.choice((0, self.random.randrange(min(long, 400) + 3), long, 10**6)),
        }

    def _offset(self, text: str, position: dict[str, int]) -> int:
        """As the protocol wants it: beyond a line's end is its end, within a character is before it."""
        starts = [0, *(found.end() for found in _BREAK.finditer(text))]
        if position["line"] >= len(starts):
            return len(text)
        start = starts[position["line"]]
        found = _BREAK.search(text, start)
        line = text[start : found.start() if found else len(text)]
        if line.isascii():
            return start + min(position["character"], len(line))
        units = 0
        for index, character in enumerate(line):
            units += len(character.encode(self.codec, "surrogatepass")) // self.unit
            if units > position["character"]:
                return start + index
        return start + len(line)


def session(seed: int, root: Path, steps: int) -> None:
    """One client from its first word to its last."""
    fuzzer = Fuzzer(seed, root.as_uri())
    try:
        for number in range(1, steps + 1):
            fuzzer.step()
            if number % 60 == 0:
                fuzzer.settle()
        fuzzer.settle()
        fuzzer.end()
    finally:
        fuzzer.peer.kill()
