"""Work given to several processes, which take the next part whenever they are done with one.

Processes are forked: what is known so far is theirs at once, which costs a few milliseconds, and nothing is imported for
it. Where a system cannot fork, or has reasons not to, there are none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Final, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

_NUMBER: Final = 4
_MOST: Final = 4000
"""Numbers of parts that surely fit into a pipe that nobody reads yet."""


def processors() -> int:
    """How many processes can run at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Whether processes can be made by copying this one: with threads in it, a copy may find a lock that none opens."""
    threading = sys.modules.get("threading")
    return hasattr(os, "fork") and (threading is None or threading.active_count() == 1)


def spread(
    parts: Sequence[Part], work: Callable[[Part], Result], workers: int, begin: Callable[[], None] = lambda: None
) -> Iterator[tuple[int, Result]]:
    """What the work makes of each part, with the part's number, as they come in.

    Of a process that dies the part in its hands is missing, and so is any that none took. begin: called in each process
    before its work begins.
    """
    assert len(parts) <= _MOST
    import gc
    import pickle
    import select

    queue, filled = os.pipe()
    os.write(filled, b"".join(number.to_bytes(_NUMBER, "big") for number in range(len(parts))))
    os.close(filled)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    # Else the collector's marks would copy every page that is shared.
    gc.freeze()
    running: dict[int, int] = {}
    try:
        for _ in range(workers):
            end, written = os.pipe()
            try:
                process = os.fork()
            except OSError:  # no more processes for this user: those that there are do it all
                os.close(end)
                os.close(written)
                break
            if process == 0:
                for other in (end, *running):
                    os.close(other)
                _serve(parts, work, queue, written, begin)
            os.close(written)
            running[end] = process
        gc.unfreeze()
        pending = {end: bytearray() for end in running}
        while pending:
            for end in select.select(list(pending), [], [])[0]:
                data = os.read(end, 1 << 20)
                if not data:
                    del pending[end]
                    continue
                received = pending[end]
                received += data
                while len(received) >= _NUMBER:
                    size = int.from_bytes(received[:_NUMBER], "big") + _NUMBER
                    if len(received) < size:
                        break
                    # Only our own processes write there.
                    yield pickle.loads(bytes(received[_NUMBER:size]))  # noqa: S301
                    del received[:size]
    finally:
        os.close(queue)
        for end, process in running.items():
            os.close(end)
            with suppress(OSError):
                os.kill(process, 9)
            with suppress(OSError):
                os.waitpid(process, 0)


def _serve(
    parts: Sequence[Part], work: Callable[[Part], Result], queue: int, written: int, begin: Callable[[], None]
) -> None:
    """One process, from its first to its last instruction."""
    code = 1
    try:
        import pickle

        begin()
        while number := os.read(queue, _NUMBER):
            index = int.from_bytes(number, "big")
            data = pickle.dumps((index, work(parts[index])), pickle.HIGHEST_PROTOCOL)
            _write(written, len(data).to_bytes(_NUMBER, "big") + data)
        code = 0
    finally:
        # Nothing that was copied is to be flushed, told or cleaned up a second time: an error ends the process too, and
        # the part is left to the one that forked it.
        os._exit(code)


def _write(end: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(end, view) :]
