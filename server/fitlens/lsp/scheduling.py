"""When work is done: one thread for analysis, newest version first, and none of it where the client is talked to.

pygls reads its input on a thread pool of its own: work submitted there would stop the reading, cancellations included.
The threads here are daemons: a process that is told to go does not wait for an analysis.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Final, Generic, TypeVar

from fitlens.lsp.session import Snapshot

Result = TypeVar("Result")
Analysis = TypeVar("Analysis")
_LONGEST_WAY = 0.2
"""Seconds that one analysis waits for what is more urgent, in all."""
TURN: Final = 0.0002
"""Seconds after which a thread that computes lets another one have Python."""
_UNDISTURBED: Final = 0.02
"""The same while something urgent is at work: an analysis, once it has its turn, may parse for as long in one go."""
_MOMENT: Final = 0.05
_SOMETHING_MAY_FOLLOW = 0.004
"""Seconds before an analysis begins: editors ask for completion right behind a change, and a long text is parsed in one go."""
_TURNS_TO_AN_ANSWER = 3
"""Of the event loop, from an outcome to the answer on its way: the one who waits goes on, it ends, what it gave is sent."""
Stale = Callable[[], bool]
"""Whether a newer version has come: asked between the steps of an analysis."""


class Worker:
    """One thread that does one thing after another."""

    def __init__(
        self,
        name: str,
        after: Callable[[], object] = lambda: None,
        idle: Callable[[], object] = lambda: None,
        *,
        urgent: bool = False,
    ) -> None:
        """after: called when the outcome of something is on its way. idle: called when nothing has followed for a moment.

        urgent: other threads wait while this one works.
        """
        self._idling = idle
        self._urgent = urgent
        self._after = after
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._closed = False
        self._lock = threading.Lock()
        self._waiting = 0
        self._idle = threading.Event()
        self._idle.set()
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def submit(self, work: Callable[[], Result]) -> asyncio.Future[Result]:
        """Queues work from the event loop. A future that is cancelled before its turn costs nothing."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()

        def deliver(result: Result | None, error: Exception | None) -> None:
            _in_turns(loop, _TURNS_TO_AN_ANSWER, self._release)
            if future.done():
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)  # pyright: ignore[reportArgumentType] -- Result may itself be None

        def job() -> None:
            if self._closed or future.cancelled():
                self._release()
                return
            result, error = None, None
            try:
                if self._urgent:
                    sys.setswitchinterval(_UNDISTURBED)
                result = work()
            except Exception as raised:  # noqa: BLE001 -- delivered to the one who waits
                error = raised
            finally:
                if self._urgent:
                    sys.setswitchinterval(TURN)
            try:
                loop.call_soon_threadsafe(deliver, result, error)
            except RuntimeError:
                # The loop is closed: the server is going down and nobody waits.
                return

        with self._lock:
            self._waiting += 1
            self._idle.clear()
        self._queue.put(job)
        return future

    def give_way(self, longest: float = _LONGEST_WAY) -> None:
        """Waits until all that was submitted is done and answered, but not for long: for threads whose work is not waited for as much.

        Python runs one thread at a time: beside another that computes, an answer takes twice as long.
        """
        self._idle.wait(longest)

    def close(self) -> None:
        """Drops what has not begun."""
        self._closed = True
        self._queue.put(None)

    def _run(self) -> None:
        while (job := self._next()) is not None:
            job()
            self._after()

    def _next(self) -> Callable[[], None] | None:
        try:
            return self._queue.get(timeout=_MOMENT)
        except Empty:
            self._idling()
            return self._queue.get()

    def _release(self) -> None:
        with self._lock:
            self._waiting -= 1
            if not self._waiting:
                self._idle.set()


def _in_turns(loop: asyncio.AbstractEventLoop, turns: int, call: Callable[[], None]) -> None:
    if turns:
        loop.call_soon(_in_turns, loop, turns - 1, call)
    else:
        call()


class Analyst(Generic[Analysis]):
    """Analyses the newest snapshot of each document, once, whoever asks and however often."""

    def __init__(
        self,
        worker: Worker,
        analyse: Callable[[Snapshot, Stale], Analysis | None],
        give_way: Callable[[float], None] = lambda _: None,
    ) -> None:
        """analyse: runs on the worker; gives None where it stopped because a newer version had come.

        give_way: called between the steps of an analysis; waits while something more urgent is at work, so many seconds at most.
        """
        self._give_way = give_way
        self._worker = worker
        self._analyse = analyse
        self._newest: dict[str, int] = {}
        self._running: dict[str, tuple[int, asyncio.Future[Analysis | None]]] = {}

    def announce(self, snapshot: Snapshot) -> None:
        """A new version exists: work on older ones of the same document is dropped."""
        self._newest[snapshot.uri] = snapshot.revision

    def submit(self, work: Callable[[], Result]) -> asyncio.Future[Result]:
        """Queues something that every later analysis needs done. Call it from the event loop."""
        return self._worker.submit(work)

    def close(self) -> None:
        """Drops what has not begun."""
        self._newest.clear()
        self._worker.close()

    def forget(self, uri: str) -> None:
        """The document is closed."""
        self._newest.pop(uri, None)
        self._running.pop(uri, None)

    async def analysis(self, snapshot: Snapshot) -> Analysis | None:
        """What is known of a snapshot; None where a newer version came in between, or it is closed."""
        kept = self._running.get(snapshot.uri)
        if kept is None or kept[0] != snapshot.revision:
            if self._stale(snapshot):
                return None
            kept = (snapshot.revision, self._worker.submit(lambda: self._run(snapshot)))
            self._running[snapshot.uri] = kept
        # One who stops waiting must not take the answer from the others.
        return await asyncio.shield(kept[1])

    def _run(self, snapshot: Snapshot) -> Analysis | None:
        patience = _LONGEST_WAY

        def stale() -> bool:
            nonlocal patience
            if patience > 0:
                begin = time.monotonic()
                self._give_way(patience)
                patience -= time.monotonic() - begin
            return self._stale(snapshot)

        if not self._stale(snapshot):
            time.sleep(_SOMETHING_MAY_FOLLOW)
        return None if stale() else self._analyse(snapshot, stale)

    def _stale(self, snapshot: Snapshot) -> bool:
        return self._newest.get(snapshot.uri) != snapshot.revision
