"""Time in units of this machine: the same bound holds on a fast machine, on a slow one and on one that is busy."""

import ast
import time
from collections.abc import Callable

_STEP = "model = make_pipeline(StandardScaler(), SVC(C=1.0, kernel='rbf')).fit(X[:, 0], y)\n" * 100


def paces(call: Callable[[], object], runs: int = 5) -> float:
    """How often 100 lines could be parsed in the CPU time of a call: the best of each, taken in turns.

    A pace is about 2 ms on a machine of 2024.
    """
    turns = [(_seconds(lambda: ast.parse(_STEP)), _seconds(call)) for _ in range(runs)]
    step, called = (min(column) for column in zip(*turns, strict=True))
    return called / step


def _seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start
