"""Python's search for garbage, which holds up every thread: it is made in small portions, and the large one when nobody waits."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from typing import Final

_PAUSE: Final = 1.5
"""Seconds without a change, after which the user may be reading."""
_PORTION: Final = 20_000
"""Objects that came and have not gone since the last search: what an analysis of some hundred lines makes."""

_MOST: Final = 150_000


def take_over() -> None:
    """From now on it is searched for here alone; what the server has loaded so far is none."""
    gc.disable()
    gc.collect()
    gc.freeze()


def between_analyses() -> None:
    """Searches among what is new: nearly all that an analysis leaves behind. In the moments in which none is asked for."""
    if not gc.isenabled() and gc.get_count()[0] > _PORTION:
        gc.collect(0)


def after_analysis() -> None:
    """The same where such moments do not come."""
    if not gc.isenabled() and gc.get_count()[0] > _MOST:
        gc.collect(0)


class WhenQuiet:
    """Searches among everything once the user pauses. Used by the event loop only."""

    def __init__(self, submit: Callable[[Callable[[], object]], object]) -> None:
        """submit: has work done behind all that is to be analysed."""
        self._submit = submit
        self._later: asyncio.TimerHandle | None = None

    def changed(self) -> None:
        """A document changed: its analysis will leave something behind."""
        if self._later is not None:
            self._later.cancel()
        self._later = asyncio.get_running_loop().call_later(_PAUSE, self._search)

    def _search(self) -> None:
        self._later = None
        self._submit(gc.collect)
