"""The process on the wire: what a bare client gets, and how it ends: when it is told to, or when the editor is gone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

SERVER = Path(__file__).parents[2] / "server"
HEAVY = "from sklearn.svm import SVC\n" + "clf = SVC(C=1.0).fit(X, y)\nprint(clf.coef_)\n" * 6_000


class Wire:
    """JSON-RPC over the pipes of one server, without a library that would be polite."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "fitlens", "server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(SERVER)},
        )

    def send(self, method: str, params: object = None, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        body = json.dumps(message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def answer(self, number: int) -> dict[str, Any]:
        """The response to a request; what comes before it is skipped."""
        assert self.process.stdout is not None
        while True:
            length = 0
            while (line := self.process.stdout.readline().strip()) != b"":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            assert length, self.process.stderr and self.process.stderr.read().decode()
            message = json.loads(self.process.stdout.read(length))
            if message.get("id") == number:
                return message

    def initialize(self, process: int | None) -> None:
        capabilities = {"textDocument": {"hover": {}, "publishDiagnostics": {}}}
        self.send("initialize", {"processId": process, "rootUri": None, "capabilities": capabilities}, 1)
        assert "result" in self.answer(1)
        self.send("initialized", {})

    def open(self, text: str, uri: str = "file:///nowhere/script.py") -> None:
        document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})


@pytest.fixture
def wire():
    wire = Wire()
    yield wire
    wire.process.kill()
    wire.process.wait()
    for pipe in (wire.process.stdin, wire.process.stdout, wire.process.stderr):
        assert pipe is not None
        pipe.close()


def test_it_leaves_at_once_even_from_an_analysis(wire: Wire):
    wire.initialize(os.getpid())
    wire.open(HEAVY)
    time.sleep(0.3)
    wire.send("shutdown", number=2)
    assert wire.answer(2).get("result") is None
    begin = time.perf_counter()
    wire.send("exit")
    assert wire.process.wait(10) == 0
    assert time.perf_counter() - begin < 2


def test_a_client_that_names_no_format_gets_plain_text(wire: Wire):
    wire.initialize(os.getpid())
    wire.open("from sklearn.svm import SVC\nclf = SVC(C=1.0)\n")
    document = {"uri": "file:///nowhere/script.py"}
    wire.send("textDocument/hover", {"textDocument": document, "position": {"line": 1, "character": 10}}, 2)
    contents = wire.answer(2)["result"]["contents"]
    assert contents["kind"] == "plaintext"
    assert contents["value"].startswith("C · hyperparameter of SVC, set here to 1.0 (default 1.0)")


def test_what_is_known_is_answered_while_another_document_is_analysed(wire: Wire):
    position = {"textDocument": {"uri": "file:///nowhere/script.py"}, "position": {"line": 1, "character": 10}}
    wire.initialize(os.getpid())
    wire.open("from sklearn.svm import SVC\nclf = SVC(C=1.0)\n")
    wire.send("textDocument/hover", position, 2)
    assert wire.answer(2)["result"] is not None
    wire.open(HEAVY, "file:///nowhere/heavy.py")
    begin = time.perf_counter()
    for number in range(3, 8):
        wire.send("textDocument/hover", position, number)
        assert wire.answer(number)["result"] is not None
    took = time.perf_counter() - begin
    wire.send("textDocument/hover", {**position, "textDocument": {"uri": "file:///nowhere/heavy.py"}}, 8)
    assert wire.answer(8)["result"] is not None
    assert took < time.perf_counter() - begin - took


def test_it_leaves_when_the_editor_is_gone_without_a_word(wire: Wire):
    editor = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    wire.initialize(editor.pid)
    editor.kill()
    editor.wait()
    assert wire.process.wait(5) == 1


def test_it_stays_when_the_editor_runs_where_its_number_means_nothing(wire: Wire):
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    wire.initialize(int(gone.stdout))
    time.sleep(1.5)
    wire.send("shutdown", number=2)
    assert "error" not in wire.answer(2)


def test_it_leaves_when_its_input_ends(wire: Wire):
    wire.initialize(None)
    assert wire.process.stdin is not None
    wire.process.stdin.close()
    assert wire.process.wait(5) is not None


def test_what_it_cannot_read_is_no_end(wire: Wire):
    wire.initialize(None)
    wire.send("textDocument/hover", {"position": "nonsense"}, 2)
    wire.send("workspace/unheardOf", {}, 3)
    assert "error" in wire.answer(3)
    wire.open("SVC(")
    wire.send(
        "textDocument/hover",
        {"textDocument": {"uri": "file:///nowhere/script.py"}, "position": {"line": 9, "character": 9}},
        4,
    )
    assert wire.answer(4)["result"] is None


def test_the_interpreter_that_the_user_chose_decides(wire: Wire, tmp_path: Path):
    chosen = tmp_path / "chosen" / "lib" / "python3.11" / "site-packages"
    (chosen / "sklearn").mkdir(parents=True)
    (chosen / "sklearn" / "__init__.py").touch()
    (chosen / "scikit_learn-1.2.2.dist-info").mkdir()
    (tmp_path / "chosen" / "pyvenv.cfg").touch()
    options = {"interpreter": str(tmp_path / "chosen")}
    capabilities = {"textDocument": {"hover": {}, "diagnostic": {}}}
    params = {"processId": None, "rootUri": tmp_path.as_uri(), "capabilities": capabilities}
    wire.send("initialize", {**params, "initializationOptions": options}, 1)
    wire.answer(1)
    wire.send("fitlens/environments", {}, 2)
    assert wire.answer(2)["result"][0] == {
        "path": str(tmp_path / "chosen"),
        "source": "workspace",
        "scikitLearn": "1.2.2",
    }
    uri = (tmp_path / "script.py").as_uri()
    wire.open("from sklearn.cluster import HDBSCAN\nHDBSCAN(alpha=1.0)\n", uri)  # it came with 1.3
    position = {"textDocument": {"uri": uri}, "position": {"line": 1, "character": 9}}
    wire.send("textDocument/hover", position, 3)
    assert wire.answer(3)["result"] is None


@pytest.mark.skipif(sys.platform == "win32", reason="asks ps")
def test_killed_it_leaves_no_jedi_behind(wire: Wire):
    capabilities = {"textDocument": {"definition": {}}}
    wire.send("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities}, 1)
    assert wire.answer(1)["result"]["capabilities"]["definitionProvider"]
    wire.open("from sklearn.svm._base import LIBSVM_IMPL\n")
    assert children(wire.process.pid) == []  # it is not started before it is asked
    document = {"uri": "file:///nowhere/script.py"}
    wire.send("textDocument/definition", {"textDocument": document, "position": {"line": 0, "character": 35}}, 2)
    assert wire.answer(2)["result"][0]["uri"].endswith("/sklearn/svm/_base.py")
    (jedi,) = children(wire.process.pid)
    wire.process.kill()
    wire.process.wait()
    deadline = time.monotonic() + 5
    while running(jedi) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not running(jedi)


def children(process: int) -> list[str]:
    listed = subprocess.run(["ps", "-A", "-o", "ppid=,pid="], capture_output=True, text=True, check=True).stdout
    return [pid for parent, pid in map(str.split, listed.splitlines()) if parent == str(process)]


def running(process: str) -> bool:
    told = subprocess.run(["ps", "-o", "stat=", "-p", process], capture_output=True, text=True, check=False).stdout
    return told.strip()[:1] not in ("", "Z")
