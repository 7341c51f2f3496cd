"""Runs many things, each in a process of its own: none sees what another left behind, and all processors have work."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Task = Callable[[], Any]

_MINUTES = 30
"""Longer than any task takes; a process that died is found out by it."""
_tasks: list[Task] = []
"""What the processes inherit, for a task itself cannot be sent to them."""


def run_apart(tasks: Sequence[Task]) -> Iterator[Any]:
    """The results, in the order of the tasks. One after the other here where the system cannot fork.

    Raises what a task raises, and TimeoutError where its process died.
    """
    if "fork" not in multiprocessing.get_all_start_methods():
        yield from (task() for task in tasks)
        return
    _tasks[:] = tasks
    with multiprocessing.get_context("fork").Pool(os.cpu_count() or 1, maxtasksperchild=1) as pool:
        results = pool.imap(_run, range(len(tasks)))
        for _ in tasks:
            yield results.next(timeout=60 * _MINUTES)


def _run(index: int) -> Any:
    return _tasks[index]()
