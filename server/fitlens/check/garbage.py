"""When a run over many files looks for garbage: between two of them, once so much was made that there can be some.

While one file is analysed, nearly all that is made is needed to its end: looking for garbage then finds none, and takes a
sixth of the time.
"""

from __future__ import annotations

import atexit
import gc

MANY = 400_000
"""Objects since the last look: as many as a script of some ten thousand lines leaves behind."""


def hold() -> None:
    """From here on garbage is looked for between files only, and not when the process ends and all of it goes anyway."""
    gc.disable()
    atexit.register(gc.freeze)


def between_files() -> None:
    """Look for garbage if there may be much."""
    if gc.get_count()[0] > MANY:
        gc.collect()
