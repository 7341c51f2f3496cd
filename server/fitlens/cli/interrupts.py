"""Signals that end a run: what is in hand is put in order first, and nothing is told of it but the exit code."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Final

from fitlens.cli.exits import INTERRUPTED

_ENDING: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


class Ended(BaseException):
    """The process was told to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number
        """As a shell tells of a program that the signal has killed."""


def guarded(run: Callable[[], int], *, tidy: bool) -> int:
    """What the run returns, or the exit code of what has interrupted it.

    tidy: whether it has files in hand that need to be put in order. Else it ends where it stands, as programs do.
    """
    try:
        _exchange(signal.SIGINT, signal.SIG_DFL, signal.default_int_handler)
        for number in _ENDING if tidy else ():
            _exchange(number, signal.SIG_DFL, _end)
        return run()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Ended as ended:
        return ended.code
    finally:
        # All is in order: what comes now need not wait.
        _exchange(signal.SIGINT, signal.default_int_handler, signal.SIG_DFL)
        for number in _ENDING:
            _exchange(number, _end, signal.SIG_DFL)


def _exchange(number: int, old: object, new: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
    """Handlers that others have set stay: a program that is to outlive its terminal ignores what this sends."""
    with suppress(OSError, ValueError):
        if signal.getsignal(number) is old:
            signal.signal(number, new)


def _end(number: int, _: FrameType | None) -> None:
    raise Ended(number)
