"""A process with scikit-learn imported once, which forks for each program: `python -m bench.accuracy.observing`.

Reads jobs as lines of JSON, answers each by one line. A program that does not end in time is ended with all it started.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import socket
import sys
import tempfile
import time
from typing import Any

from bench.accuracy.observing.running import Report, run, run_tests

_WAIT = 8
"""A program that computes waits for others at most so many times as long: a busy machine changes no result."""


def main() -> None:
    """Serves until its input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    silence = os.open(os.devnull, os.O_RDWR)
    jobs = os.fdopen(os.dup(0), encoding="utf-8")
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    import matplotlib as mpl
    import numpy as np

    mpl.use("Agg")
    for name in ("pandas", *sys.argv[1:]):
        with contextlib.suppress(ImportError):
            __import__(name)
    for line in jobs:
        job = json.loads(line)
        print(json.dumps(_apart(job, np)), file=answers, flush=True)


def _apart(job: dict[str, Any], np: Any) -> Report:
    """Runs a job in a process and a directory of its own."""
    scratch = os.path.realpath(tempfile.mkdtemp(prefix="fitlens-bench-"))
    answer = os.path.join(scratch, "answer.json")
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_CPU, (int(job["limit"]), int(job["limit"]) + 1))
            report = _run(job, scratch, np)
            with open(answer, "w", encoding="utf-8") as file:
                json.dump(report, file)
        finally:
            os._exit(0)
    end = time.monotonic() + job["limit"] * _WAIT
    try:
        while (ended := os.waitpid(child, os.WNOHANG))[0] == 0:
            if time.monotonic() > end:
                return _failed("Timeout", f"not at its end after {job['limit'] * _WAIT} s")
            time.sleep(0.005)
        child = 0
        if os.WIFSIGNALED(ended[1]) and os.WTERMSIG(ended[1]) == signal.SIGXCPU:
            return _failed("Timeout", f"not at its end after {job['limit']} s of computing")
        try:
            with open(answer, encoding="utf-8") as file:
                return json.load(file)
        except (OSError, ValueError):
            return _failed("Died", "the process ended without an answer")
    finally:
        if child:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
        shutil.rmtree(scratch, ignore_errors=True)


def _run(job: dict[str, Any], scratch: str, np: Any) -> Report:
    import joblib

    # Workers of other processes would not know the recording functions.
    joblib.parallel_config(backend="threading")
    socket.socket.connect = _refuse  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = _refuse  # type: ignore[assignment]
    random.seed(0)
    np.random.seed(0)
    if "test" in job:
        os.chdir(scratch)
        return run_tests(job["test"], job["root"], job["tests"])
    directory = os.path.join(scratch, "program")
    for name, text in job["files"].items():
        path = os.path.join(directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    os.chdir(os.path.dirname(os.path.join(directory, job["main"])))
    try:
        return run(directory, job["main"], plain=job["plain"])
    except Exception as error:
        return _failed(type(error).__name__, f"cannot be observed: {error}")


def _failed(kind: str, message: str) -> Report:
    error = {"type": kind, "message": message, "frames": [], "mro": [], "inside": ""}
    return {"error": error, "seen": {}, "classes": {}, "executed": {}, "raised": {}}


def _refuse(*_: object, **__: object) -> None:
    raise OSError("programs are run without a network")


if __name__ == "__main__":
    main()
