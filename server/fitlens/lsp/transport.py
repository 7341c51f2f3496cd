"""How messages come and go: standard input and output, TCP, or WebSocket. Each serves one client."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import threading
from typing import TYPE_CHECKING, BinaryIO, Final

from fitlens.lsp.connection import FitLensServer, leave

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection

_LONGEST_LINE: Final = 1 << 16
_PIECE: Final = 1 << 18
_LENGTH: Final = re.compile(rb"content-length: *(\d{1,12}) *\r?\n", re.IGNORECASE)
_HERE: Final = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")
"""Pages that may open a WebSocket: no browser asks before a page of any origin connects to this machine."""


class _Output:
    """Standard output; the server leaves with the client that reads it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        try:
            self._stream.write(data)
            self._stream.flush()
        except (OSError, ValueError):
            leave(1)

    def close(self) -> None:
        return


def over_standard_streams(server: FitLensServer) -> None:
    """Serves the process that started this one, until its end of the pipe is closed."""

    async def serve() -> None:
        reader, descriptor = asyncio.StreamReader(_LONGEST_LINE), sys.stdin.fileno()
        loop = asyncio.get_running_loop()

        def read() -> None:
            # A thread that goes on reading whatever else is done: the client never waits for us to take what it sends.
            # To hand each line over by itself, as pygls does, takes an analysis's turn five times for each message.
            while data := os.read(descriptor, _PIECE):
                loop.call_soon_threadsafe(reader.feed_data, data)
            loop.call_soon_threadsafe(reader.feed_eof)

        threading.Thread(target=read, name="fitlens-input", daemon=True).start()
        server.protocol.set_writer(_Output(sys.stdout.buffer))
        await _converse(server, reader)

    asyncio.run(serve())


def over_tcp(server: FitLensServer, host: str, port: int) -> None:
    """Serves the first client that connects. Raises OSError where the port cannot be had."""

    async def serve() -> None:
        ended = asyncio.Event()
        taken = False

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal taken
            if taken:
                writer.close()
                return
            taken = True
            listening.close()
            server.protocol.set_writer(writer)
            try:
                await _converse(server, reader)
            finally:
                ended.set()

        listening = await asyncio.start_server(connected, host, port, limit=_LONGEST_LINE)
        _announce("tcp", listening.sockets[0].getsockname())
        await ended.wait()

    asyncio.run(serve())


def over_websocket(server: FitLensServer, host: str, port: int) -> None:
    """Serves the first client that connects. Raises ImportError without the package websockets, OSError as `over_tcp`."""
    from websockets.asyncio.server import serve as listen
    from websockets.exceptions import ConnectionClosed

    async def serve() -> None:
        ended = asyncio.Event()
        taken = False

        async def connected(socket: ServerConnection) -> None:
            nonlocal taken
            if taken:
                await socket.close()
                return
            taken = True
            server.protocol.set_writer(_Frames(socket), include_headers=False)
            try:
                while True:
                    server.protocol.receive(await socket.recv())
                    await asyncio.sleep(0)
            except ConnectionClosed:
                ended.set()

        async with listen(connected, host, port, origins=[None, _HERE], max_size=None) as listening:
            _announce("ws", next(iter(listening.sockets)).getsockname())
            await ended.wait()

    asyncio.run(serve())


class _Frames:
    """What is sent at once goes out in order: each send waits for the one before."""

    def __init__(self, socket: ServerConnection) -> None:
        self._socket = socket
        self._last: asyncio.Task[None] | None = None

    def write(self, data: bytes) -> None:
        self._last = asyncio.get_running_loop().create_task(self._send(self._last, data.decode()))

    def close(self) -> None:
        return

    async def _send(self, before: asyncio.Task[None] | None, text: str) -> None:
        if before is not None:
            await before
        await self._socket.send(text)


async def _converse(server: FitLensServer, reader: asyncio.StreamReader) -> None:
    while (body := await _message(reader)) is not None:
        server.protocol.receive(body)
        # A request's handler looks at the document in its first step: that comes before the next change is read.
        await asyncio.sleep(0)


async def _message(reader: asyncio.StreamReader) -> bytes | None:
    """The next message's body; None at the end. What is no header is skipped."""
    length: int | None = None
    while True:
        try:
            line = await reader.readline()
        except ValueError:
            continue  # longer than any header
        except OSError:
            return None
        if not line:
            return None
        found = _LENGTH.fullmatch(line)
        if found is not None:
            length = int(found[1])
        elif length is not None and not line.strip():
            break
    try:
        return await reader.readexactly(length)
    except (asyncio.IncompleteReadError, OSError):
        return None


def _announce(kind: str, address: tuple[object, ...]) -> None:
    sys.stderr.write(f"fitlens server: listening on {kind}://{address[0]}:{address[1]}\n")
    sys.stderr.flush()
