"""A language server's process and what is said between it and one client, message by message.

Threads read and write, since not every event loop of Jupyter's can speak to processes, and no full pipe may hold it up.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import IO

# -P: a folder that Jupyter was started in may hold a json.py.
COMMAND = (sys.executable, "-P", "-m", "fitlens", "server")


class LanguageServer:
    """One process. It is gone when `stop` was called, or when it ended by itself, which `ended` is told of."""

    def __init__(self, receive: Callable[[str], None], ended: Callable[[int], None]) -> None:
        """Starts it; raises OSError where that fails. receive: takes each message; ended: its exit code. On a thread."""
        self._receive = receive
        self._ended = ended
        self._outbox: SimpleQueue[bytes | None] = SimpleQueue()
        self._process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for work in (self._read, self._write):
            threading.Thread(target=work, name="fitlens-language-server", daemon=True).start()

    def send(self, message: str) -> None:
        """Queues a message of the client's."""
        body = message.encode()
        self._outbox.put(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def stop(self) -> None:
        """Ends the process; nothing more is received."""
        self._outbox.put(None)
        self._process.terminate()

    def _read(self) -> None:
        output = self._process.stdout
        assert output is not None
        while (message := _message(output)) is not None:
            self._receive(message)
        self._ended(self._process.wait())

    def _write(self) -> None:
        into = self._process.stdin
        assert into is not None
        try:
            while (message := self._outbox.get()) is not None:
                into.write(message)
                into.flush()
            into.close()
        except OSError:
            # It has ended, of which the reader tells.
            return


def _message(output: IO[bytes]) -> str | None:
    """The next message; None at the end."""
    length = 0
    while line := output.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    body = output.read(length)
    return body.decode() if length and len(body) == length else None
