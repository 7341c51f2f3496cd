"""Whether a piece of code parses, asked of CPython's parser, and what it says if not."""

from __future__ import annotations

import _thread
import ast
import gc
import warnings
from collections.abc import Generator
from contextlib import contextmanager

from fitlens.record import NamedTuple

_PROCESS_WIDE = _thread.allocate_lock()
_hushed = False


class Refusal(NamedTuple):
    """Why CPython refuses a piece of code."""

    message: str
    line: int | None
    """1-based, None where it does not say."""
    column: int
    """0-based, in code points."""


def hush() -> None:
    """From here on this process prints no warning about code, and looks after its garbage itself: no parse waits for another."""
    global _hushed  # noqa: PLW0603 -- as process-wide as what it says of the process
    warnings.simplefilter("ignore")
    _hushed = True


@contextmanager
def quiet() -> Generator[None]:
    """Parsing inside prints no SyntaxWarning and raises none, and takes half the time.

    Warning filters and the garbage collector belong to the process, hence the lock. A tree is many objects and no
    garbage: looking for some while it grows costs as much as parsing.
    """
    if _hushed:
        yield
        return
    with _PROCESS_WIDE, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        collecting = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if collecting:
                gc.enable()


def attempt(code: str) -> ast.Module | Refusal:
    """The module, or why there is none. Never raises. Call it inside `quiet()`."""
    try:
        return ast.parse(code)
    except SyntaxError as error:
        message = error.msg or "invalid syntax"
        return Refusal(message, error.lineno or None, max(0, (error.offset or 1) - 1))
    except (RecursionError, MemoryError):
        return Refusal("nested too deeply to be read", None, 0)
    except (ValueError, OverflowError, SystemError) as error:
        return Refusal(str(error), None, 0)


def parses(code: str) -> bool:
    """Whether CPython accepts the code. Call it inside `quiet()`."""
    return isinstance(attempt(code), ast.Module)
