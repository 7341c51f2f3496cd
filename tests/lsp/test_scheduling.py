"""Who gets an analysis, and when: the newest version wins, one analysis serves all, and nobody waits for a stale one."""

import asyncio
import threading
import time

import pytest

from fitlens.lsp.scheduling import Analyst, Stale, Worker
from fitlens.lsp.session import Snapshot


class Gate:
    """An analysis that goes on when it is told to, and stops at its next step where it is stale."""

    def __init__(self):
        self.begun: list[int] = []
        self.started = threading.Event()
        self.go = threading.Event()

    def __call__(self, snapshot: Snapshot, stale: Stale) -> int | None:
        self.begun.append(snapshot.revision)
        self.started.set()
        assert self.go.wait(10)
        return None if stale() else snapshot.revision


def version(revision: int, uri: str = "file:///a.py") -> Snapshot:
    return Snapshot(uri, "a.py", revision, notebook=False, texts=())


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def analyst(gate: Gate):
    analyst = Analyst(Worker("test"), gate)
    yield analyst
    gate.go.set()
    analyst.close()


async def until_started(gate: Gate) -> None:
    assert await asyncio.to_thread(gate.started.wait, 10)


async def test_one_analysis_serves_all_who_ask(gate: Gate, analyst: Analyst[int]):
    gate.go.set()
    analyst.announce(version(1))
    assert await asyncio.gather(analyst.analysis(version(1)), analyst.analysis(version(1))) == [1, 1]
    assert await analyst.analysis(version(1)) == 1
    assert gate.begun == [1]


async def test_versions_in_between_are_never_analysed_and_a_running_one_stops(gate: Gate, analyst: Analyst[int]):
    waiting: list[asyncio.Future[int | None]] = []
    for revision in (1, 2, 3):
        analyst.announce(version(revision))
        waiting.append(asyncio.ensure_future(analyst.analysis(version(revision))))
        await until_started(gate)
    gate.go.set()
    assert await asyncio.gather(*waiting) == [None, None, 3]
    assert gate.begun == [1, 3]


async def test_who_stops_waiting_does_not_take_the_answer_from_others(gate: Gate, analyst: Analyst[int]):
    analyst.announce(version(1))
    first, second = (asyncio.ensure_future(analyst.analysis(version(1))) for _ in range(2))
    await until_started(gate)
    first.cancel()
    gate.go.set()
    assert await second == 1


async def test_a_closed_document_is_not_analysed(gate: Gate, analyst: Analyst[int]):
    analyst.announce(version(1))
    analyst.forget(version(1).uri)
    assert await analyst.analysis(version(1)) is None
    assert gate.begun == []


async def test_the_event_loop_goes_on_while_the_worker_works(gate: Gate, analyst: Analyst[int]):
    analyst.announce(version(1))
    waiting = asyncio.ensure_future(analyst.analysis(version(1)))
    await until_started(gate)
    before = time.perf_counter()
    await asyncio.sleep(0)
    assert time.perf_counter() - before < 0.5
    assert not waiting.done()
    gate.go.set()
    assert await waiting == 1


async def test_an_error_reaches_the_one_who_waits():
    worker = Worker("test")
    with pytest.raises(ZeroDivisionError):
        await worker.submit(lambda: 1 // 0)
    assert await worker.submit(lambda: "still here") == "still here"
    worker.close()
