"""The worker: answers one question after the other on its pipes, until the server at the other end is gone."""

from __future__ import annotations

import os
import sys
import threading
from queue import SimpleQueue
from typing import BinaryIO

from fitlens.environment.jedi_worker.wire import Asked, Question, Told, packed, read

MOST_MEMORY = 2_000_000_000
"""Bytes of address space: beyond, Python says MemoryError and the worker ends."""
_PATIENCE = 5
"""How much others come before us: an analysis of the server's does."""


def main() -> None:
    """Serves the server that started it."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not get between the messages
    _be_modest()
    questions: SimpleQueue[Asked] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, questions), daemon=True).start()
    missing = _prepare()
    _send(answers, {"missing": missing} if missing else {})
    if missing:
        return
    while True:
        _send(answers, {**_answer(questions.get()), "memory": _memory()})


def _listen(stream: BinaryIO, questions: SimpleQueue[Asked]) -> None:
    """Hands questions on. In a thread of its own, so that the server's end is noticed in the middle of an answer."""
    while (message := read(stream)) is not None:
        questions.put(message)
    os._exit(0)


def _prepare() -> str:
    """Imports jedi, and lets nothing else in after it. Gives why it cannot be imported; empty where it can."""
    try:
        # For jedi to be there before the guard is: `_answer` uses it.
        import fitlens.environment.jedi_worker.asked  # noqa: F401  # pyright: ignore[reportUnusedImport]
    except ImportError as error:
        return str(error)
    from fitlens.environment.jedi_worker.guard import refuse_foreign_code

    refuse_foreign_code()
    return ""


def _answer(message: Asked) -> Told:
    from fitlens.environment.jedi_worker.asked import places

    try:
        question = Question(message["path"], tuple(message["directories"]), message["learned"])
        return {"places": list(places(question))}
    except MemoryError:
        os._exit(3)
    except Exception as error:  # noqa: BLE001 -- jedi raises anything
        return {"error": f"{type(error).__name__}: {error}"}


def _send(stream: BinaryIO, message: Told) -> None:
    try:
        stream.write(packed(message))
        stream.flush()
    except OSError:
        os._exit(0)


def _be_modest() -> None:
    if sys.platform == "win32":
        return
    import resource

    os.nice(_PATIENCE)
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = MOST_MEMORY if most == resource.RLIM_INFINITY else min(MOST_MEMORY, most)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))
    except (OSError, ValueError):
        return  # macOS may refuse it


def _memory() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
