"""The server's side of jedi: one process, started at the first question, asked one at a time, killed when it is late."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from typing import cast

import fitlens
from fitlens.environment.jedi_worker.wire import HEADER, LARGEST, Question, Told, asked, packed
from fitlens.environment.place import Place
from fitlens.record import NamedTuple

logger = logging.getLogger(__name__)

# The version of FitLens that runs is found before another one that the interpreter may have, and Python's own modules before
# those that lie beside it.
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); import fitlens; sys.path.append(sys.path.pop(0)); "
    "from fitlens.environment.jedi_worker.__main__ import main; main()"
)
COMMAND = (sys.executable, "-P", "-c", _START, os.path.dirname(os.path.dirname(os.path.abspath(fitlens.__file__))))


class Limits(NamedTuple):
    """How long and how much."""

    start: float = 60.0
    """Seconds until the process has jedi at hand."""
    answer: float = 10.0
    """Seconds for one answer, from when it is asked."""
    pauses: tuple[float, ...] = (1.0, 4.0, 15.0, 60.0)
    """Seconds after one failure after the other in which nothing is asked; with one more, jedi is given up."""
    questions: int = 400
    """After so many a new process takes over."""
    memory: int = 700_000_000
    """Bytes, after which it does too."""
    waiting: int = 64
    """More questions than this at once are not asked."""
    tries: int = 2
    """How often a question is asked that ends the process."""


class _Gone(Exception):
    """The process ended, or said something that is no answer."""


class _Missing(Exception):
    """There is no jedi to ask."""


class JediProcess:
    """Used by the event loop only. Whatever happens, a question is answered: with None where it is not known."""

    def __init__(self, limits: Limits | None = None, command: Sequence[str] = COMMAND) -> None:
        """command: starts a worker."""
        self.limits = limits or Limits()
        self._command = tuple(command)
        self._lock = asyncio.Lock()
        self._process: Process | None = None
        self._asked_of_it = 0
        self._failures = 0
        self._not_before = 0.0
        self._waiting = 0
        self._given_up = False
        self._known: dict[Question, tuple[Place, ...]] = {}
        self._ended_it: dict[Question, int] = {}

    @property
    def pid(self) -> int | None:
        """The process that runs now."""
        return None if self._process is None else self._process.pid

    @property
    def given_up(self) -> bool:
        """Nothing is asked any more."""
        return self._given_up

    def forget(self) -> None:
        """Packages may have changed: what was answered is asked again."""
        self._known.clear()
        self._ended_it.clear()
        self._stop()

    def close(self) -> None:
        """Ends the process for good."""
        self._given_up = True
        self._stop()

    async def places(self, question: Question) -> tuple[Place, ...] | None:
        """Where a name is defined; None where jedi could not be asked, or said nothing in time."""
        known = self._known.get(question)
        if known is not None or self._waiting >= self.limits.waiting or not self._may_ask(question):
            return known
        self._waiting += 1
        try:
            async with self._lock:
                known = self._known.get(question)
                return await self._ask(question) if known is None and self._may_ask(question) else known
        finally:
            self._waiting -= 1

    def _may_ask(self, question: Question) -> bool:
        return (
            not self._given_up
            and bool(question.directories)
            and time.monotonic() >= self._not_before
            and self._ended_it.get(question, 0) < self.limits.tries
        )

    async def _ask(self, question: Question) -> tuple[Place, ...] | None:
        try:
            process = await self._started()
        except _Missing as missing:
            self._given_up = True
            self._stop()
            logger.warning("jedi is not there, names that lead into other packages stay as they are: %s", missing)
            return None
        except (OSError, _Gone, TimeoutError) as error:
            self._failed(f"could not be started ({_told(error)})")
            return None
        try:
            async with asyncio.timeout(self.limits.answer):
                told = await self._exchange(process, packed(asked(question)))
        except asyncio.CancelledError:
            self._stop()  # the answer that is still to come must not be taken for another question's
            raise
        except TimeoutError:
            self._ended_it[question] = self._ended_it.get(question, 0) + 1
            self._failed(f"did not say within {self.limits.answer:g} s where {question.path} leads to")
            return None
        except (OSError, _Gone) as error:
            if self._process is process:  # else it was ended on purpose
                self._ended_it[question] = self._ended_it.get(question, 0) + 1
                await _buried(process)
                self._failed(f"ended over {question.path} ({_told(error)})")
            return None
        self._failures = 0
        if "error" in told:
            logger.info("jedi on %s: %s", question.path, told["error"])
        found = tuple(Place(*place) for place in told.get("places", ()))
        self._known[question] = found
        self._asked_of_it += 1
        if self._asked_of_it >= self.limits.questions or told.get("memory", 0) > self.limits.memory:
            self._stop()
        return found

    async def _started(self) -> Process:
        if self._process is not None and self._process.returncode is None:
            return self._process
        self._stop()
        process = self._process = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        )
        self._asked_of_it = 0
        async with asyncio.timeout(self.limits.start):
            told = await self._exchange(process, b"")
        if "missing" in told:
            raise _Missing(told["missing"])
        return process

    @staticmethod
    async def _exchange(process: Process, message: bytes) -> Told:
        """Sends a message, if any, and reads one."""
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            if message:
                process.stdin.write(message)
                await process.stdin.drain()
            length = int.from_bytes(await process.stdout.readexactly(HEADER), "big")
            if length > LARGEST:
                raise _Gone("it sent what is no answer")
            told: object = json.loads(await process.stdout.readexactly(length))
        except (asyncio.IncompleteReadError, ValueError) as error:
            raise _Gone("it sent no whole answer") from error
        if not isinstance(told, dict):
            raise _Gone("it sent what is no answer")
        return cast(Told, told)

    def _failed(self, what: str) -> None:
        self._stop()
        if self._given_up:
            return
        pauses = self.limits.pauses
        if self._failures >= len(pauses):
            self._given_up = True
            logger.warning("jedi %s; after %d failures it is not asked any more", what, self._failures + 1)
            return
        pause = pauses[self._failures]
        self._failures += 1
        self._not_before = time.monotonic() + pause
        logger.warning("jedi %s; it is started again, not before %g s have passed", what, pause)

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        try:
            process.kill()
        except ProcessLookupError:
            return


async def _buried(process: Process) -> None:
    """Waits for the end of a process that seems to have ended: to kill it before asyncio knows makes asyncio complain."""
    try:
        async with asyncio.timeout(1.0):
            await process.wait()
    except TimeoutError:
        return


def _told(error: BaseException) -> str:
    return str(error) or type(error).__name__
