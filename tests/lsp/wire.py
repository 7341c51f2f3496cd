"""A client of no manners: sends any bytes to a real server, and keeps all that comes back."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Peer:
    """One server on pipes. What it sends is read at once, by a thread of the client's own."""

    def __init__(self, *arguments: str, stderr: Any = subprocess.PIPE, folder: Path | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "fitlens", "server", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "server"), os.environ.get("PYTHONPATH", "")])},
        )
        self.log: list[str] = []
        self.notified: list[dict[str, Any]] = []
        self.asked: list[dict[str, Any]] = []
        """Requests of the server's, which are answered at once, by nothing."""
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._numbers = 0
        threading.Thread(target=self._read, daemon=True).start()
        if stderr == subprocess.PIPE:
            threading.Thread(target=self._read_log, daemon=True).start()

    def send_bytes(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: object) -> None:
        body = json.dumps(message).encode()
        self.send_bytes(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def notify(self, method: str, params: object) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def request(self, method: str, params: object) -> int:
        self._numbers += 1
        self.send({"jsonrpc": "2.0", "id": self._numbers, "method": method, "params": params})
        return self._numbers

    def answer(self, timeout: float = 120) -> dict[str, Any]:
        """The next answer, to whatever request. Raises where the server is gone or silent."""
        try:
            found = self._answers.get(timeout=timeout)
        except queue.Empty:
            raise AssertionError(f"no answer within {timeout:g} s\n{''.join(self.log[-50:])}") from None
        assert found is not None, f"the server is gone\n{''.join(self.log[-50:])}"
        return found

    def ask(self, method: str, params: object, timeout: float = 120) -> dict[str, Any]:
        """The answer to a request; those to earlier ones are skipped."""
        number = self.request(method, params)
        while (found := self.answer(timeout)).get("id") != number:
            pass
        return found

    def initialize(self, capabilities: object, **more: object) -> dict[str, Any]:
        params = {"processId": None, "rootUri": None, "capabilities": capabilities, **more}
        answer = self.ask("initialize", params)
        self.notify("initialized", {})
        return answer["result"]

    def open(self, uri: str, text: str, version: int = 1) -> None:
        document = {"uri": uri, "languageId": "python", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def published(self, uri: str, timeout: float = 30) -> list[dict[str, Any]]:
        """The diagnostics that were pushed for a document last, once there are some or none."""
        return until(lambda: self._pushed(uri), timeout)[-1]["diagnostics"]

    def _pushed(self, uri: str) -> list[dict[str, Any]]:
        pushed = [each["params"] for each in self.notified if each["method"] == "textDocument/publishDiagnostics"]
        return [each for each in pushed if each["uri"] == uri]

    def leave(self, within: float = 2) -> int:
        """Shuts the server down as the protocol wants it; its exit code."""
        assert "error" not in self.ask("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(within)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        try:
            while (length := _length(stream)) is not None:
                message = json.loads(stream.read(length))
                if "method" not in message:
                    self._answers.put(message)
                elif "id" in message:
                    self.asked.append(message)
                    self.send({"jsonrpc": "2.0", "id": message["id"], "result": None})
                else:
                    self.notified.append(message)
        except (OSError, ValueError):
            pass  # the pipe is closed on either side
        self._answers.put(None)

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as stream:
            self.log.extend(line.decode(errors="replace") for line in stream)


def _length(stream: Any) -> int | None:
    length: int | None = None
    while line := stream.readline():
        if line == b"\r\n" and length is not None:
            return length
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return None


def until(condition: Callable[[], Any], timeout: float = 30) -> Any:
    """What the condition gives once that is something."""
    deadline = time.monotonic() + timeout
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.01)
    return found
