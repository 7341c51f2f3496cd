"""A language server as a child process on pipes; what it sends is timed when it arrives, and its processor time is known."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "synchronization": {},
        "hover": {"contentFormat": ["markdown"]},
        "completion": {"completionItem": {"snippetSupport": True}, "contextSupport": True},
        "publishDiagnostics": {"versionSupport": True},
        "diagnostic": {},
    },
    "notebookDocument": {"synchronization": {}},
    "workspace": {"configuration": True, "workspaceFolders": True},
}


class Client:
    """Speaks to one server."""

    def __init__(self, command: Sequence[str], folder: str, environment: Mapping[str, str] | None = None) -> None:
        self.begun = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._came = threading.Condition()
        self._answers: dict[int, tuple[float, dict[str, Any]]] = {}
        self._published: list[tuple[float, dict[str, Any]]] = []
        self._numbers = 0
        self.ended = False
        threading.Thread(target=self._read, daemon=True).start()

    def notify(self, method: str, params: object) -> float:
        """Sends a notification; gives the moment."""
        moment = time.perf_counter()
        self._send({"jsonrpc": "2.0", "method": method, "params": params})
        return moment

    def request(self, method: str, params: object) -> tuple[int, float]:
        """Sends a request; gives its number and the moment."""
        self._numbers += 1
        moment = time.perf_counter()
        self._send({"jsonrpc": "2.0", "id": self._numbers, "method": method, "params": params})
        return self._numbers, moment

    def answer(self, number: int, timeout: float) -> tuple[float, Any] | None:
        """When the answer came and its result, None in place of an error; None in all where it did not come in time."""
        found = self._wait(lambda: self._answers.pop(number, None), timeout)
        return None if found is None else (found[0], found[1].get("result"))

    def published(self, uri: str, after: float, timeout: float) -> tuple[float, Any] | None:
        """When diagnostics of a document were pushed after a moment, and which; None where none were in time."""

        def newest() -> tuple[float, dict[str, Any]] | None:
            return next((each for each in self._published if each[0] > after and each[1]["uri"] == uri), None)

        found = self._wait(newest, timeout)
        return None if found is None else (found[0], found[1]["diagnostics"])

    def initialize(self, folder: str, timeout: float = 60) -> tuple[float, dict[str, Any]] | None:
        """Seconds from the start of the process to its answer, and what it offers."""
        uri = Path(folder).as_uri()
        folders = [{"uri": uri, "name": "bench"}]
        params = {"processId": os.getpid(), "rootUri": uri, "workspaceFolders": folders, "capabilities": CAPABILITIES}
        number, _ = self.request("initialize", params)
        found = self.answer(number, timeout)
        if found is None or found[1] is None:
            return None
        self.notify("initialized", {})
        return found[0] - self.begun, found[1]["capabilities"]

    def processor(self) -> float:
        """Seconds of processor time of the server and of all that it started."""
        return sum(_seconds(process) for process in self._family())

    def memory(self) -> float:
        """Megabytes that they hold."""
        return sum(_resident(process) for process in self._family())

    def close(self) -> None:
        """Ends it, politely or not."""
        try:
            number, _ = self.request("shutdown", None)
            self.answer(number, 5)
            self.notify("exit", None)
            self._process.wait(5)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()

    def _wait(self, condition: Callable[[], Any], timeout: float) -> Any:
        with self._came:
            deadline = time.perf_counter() + timeout
            while (found := condition()) is None and not self.ended:
                left = deadline - time.perf_counter()
                if left <= 0:
                    return None
                self._came.wait(left)
            return found

    def _send(self, message: object) -> None:
        body = json.dumps(message).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while line := stream.readline():
            length = 0
            while line.strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                line = stream.readline()
            body = stream.read(length)
            moment = time.perf_counter()
            self._take(moment, json.loads(body))
        with self._came:
            self.ended = True
            self._came.notify_all()

    def _take(self, moment: float, message: dict[str, Any]) -> None:
        if "method" not in message:
            with self._came:
                self._answers[message["id"]] = moment, message
                self._came.notify_all()
        elif "id" in message:
            items = message["params"].get("items", ()) if message["method"] == "workspace/configuration" else None
            result = None if items is None else [None for _ in items]
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": result})
        elif message["method"] == "textDocument/publishDiagnostics":
            with self._came:
                self._published = [*self._published[-300:], (moment, message["params"])]
                self._came.notify_all()

    def _family(self) -> list[int]:
        family, waiting = [], [self._process.pid]
        while waiting:
            process = waiting.pop()
            family.append(process)
            for thread in _listed(f"/proc/{process}/task"):
                waiting += map(int, _content(f"/proc/{process}/task/{thread}/children").split())
        return family


def _seconds(process: int) -> float:
    """Those of children that have ended count as well."""
    fields = _content(f"/proc/{process}/stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICK


def _resident(process: int) -> float:
    fields = _content(f"/proc/{process}/statm").split()
    return int(fields[1]) * _PAGE / 1e6 if fields else 0.0


def _content(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def _listed(path: str) -> list[str]:
    try:
        return os.listdir(path)
    except OSError:
        return []
