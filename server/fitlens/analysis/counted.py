"""Lists whose length is written in the call that makes them: `range(3)`, `numpy.array_split(X, 5)`. Loops over them surely run."""

from __future__ import annotations

from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.state import Items
from fitlens.analysis.values import UNKNOWN, Collection, Constant, Value

MOST = 12
"""Of longer ranges only the first number is remembered."""
PARTS = frozenset({"numpy.array_split", "numpy.split"})


def numbers(context: Context, arguments: Arguments) -> Value:
    """`range(...)` of constants."""
    bounds = [value.value for _, value in arguments.positional if isinstance(value, Constant)]
    bounds = [bound for bound in bounds if isinstance(bound, int)]
    if len(bounds) != len(arguments.positional) or not 1 <= len(bounds) <= 3 or (len(bounds) == 3 and not bounds[2]):
        return UNKNOWN
    made = range(*bounds)
    if len(made) <= MOST:
        return context.collection("tuple", Items(tuple(Constant(number) for number in made)))
    return context.collection("tuple", Items((Constant(made[0]), UNKNOWN), exact=False, placed=1))


def parts(context: Context, arguments: Arguments) -> Collection | None:
    """The parts into which an array is split: so many, if a number says it."""
    if len(arguments.positional) != 2 or arguments.starred:
        return None
    count = arguments.positional[1][1]
    if not isinstance(count, Constant) or not isinstance(count.value, int) or count.value < 1:
        return None
    return context.collection("list", Items((UNKNOWN,), exact=False, placed=1))
