"""jedi in its own process: what it answers, what becomes of it when it is late or gone, and that it runs nothing it reads."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fitlens.environment.jedi_worker.process import COMMAND, JediProcess, Limits
from fitlens.environment.jedi_worker.wire import Question

SERVER = Path(__file__).parents[2] / "server"
QUICK = Limits(pauses=(0.1, 0.1, 0.1))

# A worker that says it is ready, and then does one thing for each question.
FAKE = """
import json, sys, time
def send(told):
    body = json.dumps(told).encode()
    sys.stdout.buffer.write(len(body).to_bytes(4, "big") + body)
    sys.stdout.buffer.flush()
send({})
while True:
    question = json.loads(sys.stdin.buffer.read(int.from_bytes(sys.stdin.buffer.read(4), "big")))
    if "slow" in question["path"]:
        time.sleep(60)
    if "crash" in question["path"]:
        sys.exit(1)
    if "garbage" in question["path"]:
        sys.stdout.buffer.write(b"\\xff" * 100)
        sys.stdout.buffer.flush()
    send({"places": [["file.py", 1, 0, question["path"]]], "memory": 10**9 if "fat" in question["path"] else 0})
"""


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """Installed packages: one that hands a name on by ways that only jedi follows, and one that must not run."""
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "__init__.py").write_text("from .parts import *\n")
    (tmp_path / "models" / "parts.py").write_text("class Model:\n    def fit(self):\n        self.mean_ = 1\n")
    (tmp_path / "harm.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Harm: ...\n")
    suffix = "pyd" if sys.platform == "win32" else "so"
    (tmp_path / "models" / f"compiled.{suffix}").write_bytes(b"no library")
    return tmp_path


@pytest.fixture
async def worker():
    made: list[JediProcess] = []

    def start(limits: Limits = QUICK, fake: bool = False) -> JediProcess:
        command = (sys.executable, "-c", FAKE) if fake else COMMAND
        made.append(JediProcess(limits, command))
        return made[-1]

    yield start
    for each in made:
        each.close()


def is_running(process: int) -> bool:
    """Whether it runs: one that has ended and waits to be buried does not."""
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return told.stdout.strip()[:1] not in ("", "Z")


def asked(path: str, directory: Path | str = "anywhere", learned: str = "") -> Question:
    return Question(path, (str(directory),), learned)


async def test_it_says_where_a_name_is_defined(worker, packages: Path):
    jedi = worker()
    parts = str(packages / "models" / "parts.py")
    assert await jedi.places(asked("models.Model", packages)) == ((parts, 1, 6, "Model"),)
    assert await jedi.places(asked("models.Model.fit", packages)) == ((parts, 2, 8, "fit"),)
    assert await jedi.places(asked("models.Model", packages, "mean_")) == ((parts, 3, 13, "mean_"),)
    assert await jedi.places(asked("models.Nothing", packages)) == ()
    assert await jedi.places(asked("json.dumps", packages)) == ()  # not among the packages


async def test_nothing_of_what_it_reads_is_run(worker, packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Neither a package, nor a compiled module, nor what lies in the directory where the editor was started."""
    for name in ("json", "jedi", "resource", "sitecustomize"):
        (packages / f"{name}.py").write_text((packages / "harm.py").read_text())
    monkeypatch.chdir(packages)
    jedi = worker()
    assert await jedi.places(asked("harm.Harm", packages)) == ((str(packages / "harm.py"), 2, 6, "Harm"),)
    assert await jedi.places(asked("models.compiled.function", packages)) == ()
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "deed",
    [
        "import sklearn",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import socket; socket.create_connection(('localhost', 1))",
        "sys.path = [directory]; import colorsys",  # Python's own name, which leads elsewhere now
    ],
)
def test_the_guard_holds_whatever_jedi_does(tmp_path: Path, deed: str):
    (tmp_path / "colorsys.py").write_text("print('ran')")
    guarded = (
        "import sys; directory = sys.argv[1]; from fitlens.environment.jedi_worker.guard import refuse_foreign_code; "
    )
    run = [sys.executable, "-c", f"{guarded}refuse_foreign_code(); {deed}", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(SERVER)}
    done = subprocess.run(run, env=environment, capture_output=True, text=True, check=False)
    assert "Refused" in done.stderr
    assert done.stdout == ""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
async def test_killed_in_the_middle_of_a_question_it_is_started_again(worker, caplog: pytest.LogCaptureFixture):
    jedi = worker(fake=True)
    question = asyncio.ensure_future(jedi.places(asked("slow")))
    async with asyncio.timeout(20):
        while jedi.pid is None:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)
    killed = jedi.pid
    os.kill(killed, signal.SIGKILL)
    assert await question is None
    assert "jedi ended over slow" in caplog.text
    assert await jedi.places(asked("at once")) is None  # it gets its time to recover, and nobody waits for it
    await asyncio.sleep(0.15)
    assert await jedi.places(asked("later")) == (("file.py", 1, 0, "later"),)
    assert jedi.pid != killed


async def test_late_it_is_killed_and_the_next_in_line_is_answered(worker, caplog: pytest.LogCaptureFixture):
    jedi = worker(QUICK._replace(answer=0.5), fake=True)
    assert await jedi.places(asked("first")) is not None
    late = jedi.pid
    begin = time.perf_counter()
    assert await jedi.places(asked("slow")) is None
    assert 0.4 < time.perf_counter() - begin < 5
    assert "did not say within 0.5 s where slow leads to" in caplog.text
    await asyncio.sleep(0.2)
    assert not is_running(late)
    assert await jedi.places(asked("second")) is not None


@pytest.mark.parametrize("path", ["crash", "garbage"])
async def test_a_question_that_ends_it_is_asked_twice_and_no_more(worker, path: str):
    jedi = worker(QUICK._replace(pauses=(0.0,) * 9), fake=True)
    for _ in range(2):
        assert await jedi.places(asked(path)) is None
    assert await jedi.places(asked("other")) is not None
    kept = jedi.pid
    assert await jedi.places(asked(path)) is None
    assert jedi.pid == kept
    assert await jedi.places(asked("another")) is not None


async def test_after_failure_upon_failure_it_is_given_up(worker, caplog: pytest.LogCaptureFixture):
    jedi = worker(QUICK._replace(pauses=(0.0, 0.0)), fake=True)
    for number in range(5):
        assert await jedi.places(asked(f"crash{number}")) is None
    assert jedi.given_up
    assert [record.message.rpartition("; ")[2] for record in caplog.records] == [
        "it is started again, not before 0 s have passed",
        "it is started again, not before 0 s have passed",
        "after 3 failures it is not asked any more",
    ]


async def test_it_is_renewed_when_it_was_asked_much_or_has_grown(worker):
    jedi = worker(QUICK._replace(questions=2), fake=True)
    await jedi.places(asked("one"))
    first = jedi.pid
    await jedi.places(asked("two"))
    await jedi.places(asked("three"))
    second = jedi.pid
    assert second not in (first, None)
    await jedi.places(asked("fat"))
    assert jedi.pid is None
    assert await jedi.places(asked("one")) == (("file.py", 1, 0, "one"),)  # it is remembered
    assert jedi.pid is None


async def test_questions_come_one_at_a_time_and_each_gets_its_own_answer(worker):
    jedi = worker(QUICK._replace(waiting=3), fake=True)
    answers = await asyncio.gather(*(jedi.places(asked(f"name{number}")) for number in range(4)))
    assert [answer and answer[0].name for answer in answers] == ["name0", "name1", "name2", None]
    hasty = asyncio.ensure_future(jedi.places(asked("slow")))
    await asyncio.sleep(0.2)
    hasty.cancel()  # as a client does that has moved on
    assert await jedi.places(asked("next")) == (("file.py", 1, 0, "next"),)


async def test_without_jedi_nothing_is_asked_and_the_log_says_so(caplog: pytest.LogCaptureFixture):
    absent = "import sys; sys.modules['jedi'] = None; from fitlens.environment.jedi_worker.__main__ import main; main()"
    jedi = JediProcess(QUICK, (sys.executable, "-c", absent))
    assert await jedi.places(asked("sklearn.svm.SVC")) is None
    assert jedi.given_up
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.message.startswith("jedi is not there")
    assert await jedi.places(asked("sklearn.svm.SVC")) is None


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_it_ends_with_a_server_that_is_killed(packages: Path):
    """In the middle of an answer too: the questions are read by a thread of their own."""
    busy = "import fitlens.environment.jedi_worker.asked as asked, time; asked.places = lambda _: time.sleep(60); "
    command = (*COMMAND[:3], COMMAND[3].replace("from fitlens", busy + "from fitlens"), COMMAND[4])
    server = f"""
import asyncio
from fitlens.environment.jedi_worker.process import JediProcess
from fitlens.environment.jedi_worker.wire import Question
async def main():
    jedi = JediProcess(command={command!r})
    asyncio.ensure_future(jedi.places(Question("models.Model", ({str(packages)!r},))))
    while jedi.pid is None:
        await asyncio.sleep(0.01)
    await asyncio.sleep(3)
    print(jedi.pid, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""
    environment = {**os.environ, "PYTHONPATH": str(SERVER)}
    process = subprocess.Popen([sys.executable, "-c", server], env=environment, stdout=subprocess.PIPE)
    assert process.stdout is not None
    worker = int(process.stdout.readline())
    assert is_running(worker)
    process.kill()
    process.wait()
    process.stdout.close()
    deadline = time.monotonic() + 5
    while is_running(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(worker)
