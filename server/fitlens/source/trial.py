"""Whether a piece of code parses, asked of CPython's parser, and what it says if not."""

from __future__ import annotations

import ast
import gc
import warnings
from _thread import allocate_lock  # `threading` is more than a lint run needs
from collections.abc import Generator
from contextlib import contextmanager

from fitlens.record import NamedTuple

_PROCESS_WIDE = allocate_lock()


class Refusal(NamedTuple):
    """Why CPython refuses a piece of code."""

    message: str
    line: int | None
    """1-based, None where it does not say."""
    column: int
    """0-based, in code points."""


@contextmanager
def quiet() -> Generator[None]:
    """Parsing inside prints no SyntaxWarning and raises none, and takes half the time.

    Warning filters and the garbage collector belong to the process, hence the lock. A tree is many objects and no
    garbage: looking for some while it grows costs as much as parsing.
    """
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
