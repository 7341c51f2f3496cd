"""Notices that the editor is gone, which not every editor says."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable

_SECONDS = 1.0


def watch(process: int, gone: Callable[[], None]) -> None:
    """Calls `gone` from a thread of its own once the process has ended.

    A process that is not there to begin with is not watched: the editor may run on another machine or in a container,
    and its number means nothing here.
    """
    if not is_running(process):
        return

    def poll() -> None:
        while is_running(process):
            time.sleep(_SECONDS)
        gone()

    threading.Thread(target=poll, name="fitlens-parent", daemon=True).start()


def is_running(process: int) -> bool:
    """Whether a process of that number exists."""
    if sys.platform == "win32":
        return _is_running_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        # It exists and belongs to someone else.
        return True
    return True


def _is_running_on_windows(process: int) -> bool:
    # os.kill(process, 0) would end it there.
    import ctypes

    synchronize, timed_out = 0x00100000, 0x00000102
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle = kernel.OpenProcess(synchronize, False, process)
    if not handle:
        return False
    try:
        return kernel.WaitForSingleObject(handle, 0) == timed_out
    finally:
        kernel.CloseHandle(handle)
