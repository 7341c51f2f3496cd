"""What a server meets in the world: other ways in, messages out of turn, full disks, folders that vanish, killed helpers."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lsp.test_lifecycle import children
from tests.lsp.wire import Peer, until

HOVER = {"textDocument": {"hover": {}, "publishDiagnostics": {}, "rename": {"prepareSupport": True}, "definition": {}}}
PROGRAM = "from sklearn.svm import SVC\nclf = SVC(C=1.0, kernal=1)\n"
URI = "file:///nowhere/script.py"
AT_C = {"textDocument": {"uri": URI}, "position": {"line": 1, "character": 10}}


@pytest.fixture
def peer() -> Iterator[Peer]:
    peer = Peer()
    yield peer
    peer.kill()


def listening(*arguments: str) -> tuple[Peer, int]:
    """A server that listens, and the port."""
    peer = Peer(*arguments)
    line = until(lambda: next((line for line in peer.log if "listening on" in line), None))
    return peer, int(line.rpartition(":")[2])


def test_over_tcp_it_serves_the_first_client_alone():
    peer, port = listening("--tcp", "0")
    with socket.create_connection(("127.0.0.1", port), 20) as client, client.makefile("rwb") as stream:

        def ask(number: int, method: str, params: object) -> dict[str, Any]:
            body = json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode()
            stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            stream.flush()
            headers = iter(stream.readline, b"\r\n")
            lengths = [int(line.partition(b":")[2]) for line in headers if line.lower().startswith(b"content-length")]
            return json.loads(stream.read(lengths[0]))

        offered = ask(1, "initialize", {"processId": None, "rootUri": None, "capabilities": HOVER})
        assert offered["result"]["serverInfo"]["name"] == "fitlens"
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), 2)
        assert ask(2, "shutdown", None)["id"] == 2
    assert peer.process.wait(5) == 0
    peer.kill()


def test_over_a_websocket_no_page_of_another_site_gets_in():
    client = pytest.importorskip("websockets.sync.client")
    peer, port = listening("--ws", "0")
    address = f"ws://127.0.0.1:{port}"
    with pytest.raises(Exception, match="403"):
        client.connect(address, origin="https://example.org")
    with client.connect(address, origin="http://localhost:3000") as stream:
        params = {"processId": None, "rootUri": None, "capabilities": HOVER}
        stream.send(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}))
        assert json.loads(stream.recv())["result"]["serverInfo"]["name"] == "fitlens"
    assert peer.process.wait(5) == 0
    peer.kill()


def test_an_address_that_cannot_be_had_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = [sys.executable, "-m", "fitlens", "server", "--tcp", str(port)]
        told = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr.count("\n")) == (2, 1)
    assert f"cannot listen on 127.0.0.1:{port}" in told.stderr


def test_what_comes_out_of_turn_is_refused_by_its_code(peer: Peer):
    assert peer.ask("textDocument/hover", AT_C)["error"]["code"] == -32002
    peer.initialize(HOVER)
    assert peer.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})["error"]["code"] == -32600
    assert peer.ask("textDocument/hover", {"position": 3})["error"]["code"] == -32602
    assert peer.ask("textDocument/unheardOf", {})["error"]["code"] == -32601
    peer.send_bytes(b"content-length: 1\r\n\r\n{")
    assert peer.answer()["error"]["code"] == -32700
    assert "error" not in peer.ask("shutdown", None)
    assert peer.ask("textDocument/hover", AT_C)["error"]["code"] == -32600


def test_a_refused_rename_is_no_mistake_of_the_server_s(peer: Peer):
    peer.initialize(HOVER)
    program = 'from sklearn.pipeline import Pipeline\np = Pipeline([("a", None), ("b", None)])\nprint(p[unknown])\n'
    peer.open(URI, program)
    step = {"textDocument": {"uri": URI}, "position": {"line": 1, "character": 16}}
    answer = peer.ask("textDocument/rename", {**step, "newName": "b"})
    assert answer["error"]["code"] == -32803
    assert peer.leave() == 0
    assert peer.log == []


def test_its_status_says_what_each_document_is_judged_by_and_why(peer: Peer, tmp_path: Path):
    (tmp_path / "requirements.txt").write_text("scikit-learn==1.2.0\n")
    peer.initialize(HOVER, rootUri=tmp_path.as_uri())
    uri = (tmp_path / "script.py").as_uri()
    peer.open(uri, PROGRAM)
    peer.published(uri)
    status = peer.ask("fitlens/status", {})["result"]
    (document,) = status["documents"]
    assert document["judgedBy"]["catalog"] == "1.2"
    assert document["judgedBy"]["source"].endswith("requirements.txt:1")
    assert status["packages"]["pygls"]
    assert status["jedi"] == "not started"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk here")
def test_a_log_on_a_full_disk_stops_nothing():
    with open("/dev/full", "w", encoding="utf-8") as full:
        peer = Peer(stderr=full)
        peer.initialize(HOVER)
        peer.notify("textDocument/didChange", {"contentChanges": 3})  # is logged
        peer.open(URI, PROGRAM)
        assert peer.ask("textDocument/hover", AT_C)["result"]
        assert peer.leave() == 0
        peer.kill()


def test_a_workspace_that_vanishes(tmp_path: Path):
    folder = tmp_path / "project"
    folder.mkdir()
    peer = Peer(folder=folder)
    peer.initialize(HOVER, rootUri=folder.as_uri())
    shutil.rmtree(folder)
    uri = (folder / "script.py").as_uri()
    peer.open(uri, "import own\n" + PROGRAM)
    assert [each["code"] for each in peer.published(uri)] == ["SKL101"]
    event = {"uri": (folder / "pyproject.toml").as_uri(), "type": 3}
    peer.notify("workspace/didChangeWatchedFiles", {"changes": [event]})
    at = {"textDocument": {"uri": uri}, "position": {"line": 2, "character": 10}}
    assert peer.ask("textDocument/hover", at)["result"]
    assert peer.leave() == 0
    peer.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="asks ps")
def test_a_killed_jedi_is_missed_by_none(peer: Peer):
    peer.initialize(HOVER)
    peer.open(URI, "from sklearn.svm._base import LIBSVM_IMPL, _fit_liblinear\n" + PROGRAM)
    at = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 35}}
    assert peer.ask("textDocument/definition", at)["result"]
    (jedi,) = children(peer.process.pid)
    os.kill(int(jedi), signal.SIGKILL)
    other = {**at, "position": {"line": 0, "character": 48}}
    assert "error" not in peer.ask("textDocument/definition", other)
    hover = {**AT_C, "position": {"line": 2, "character": 10}}
    assert peer.ask("textDocument/hover", hover)["result"]
    assert peer.leave() == 0
    until(lambda: children(peer.process.pid) == [])
