"""Names that have one of two values behind a `try`, of which only one is known: `XGBClassifier()`, or what is there without it.

The other one is not known for good: what the known one is carries labels, and never a finding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fitlens.analysis.context import Context
from fitlens.analysis.state import Content, Key
from fitlens.analysis.values import UNKNOWN, Instance, Value, members


def note(context: Context, ends: Sequence[Mapping[Key, Content]]) -> None:
    """Remember the known one of the values that names have at the ends of a `try`."""
    if len(ends) < 2:
        return
    for key in dict.fromkeys(key for written in ends for key in written):
        if not isinstance(key, tuple) or context.state.value(key) is not UNKNOWN:
            continue
        scope, name = key
        if not isinstance(scope, int):
            continue
        values = [value for written in ends if isinstance(value := written.get(key), Value) and value is not UNKNOWN]
        if len(values) == 1 and all(isinstance(member, Instance) for member in members(values[0])):
            context.alternatives.add((scope, name))
            context.state.set(_beside((scope, name)), values[0])


def known(context: Context, name: str) -> Value:
    """What the known one of a name's alternatives is, until the name is bound anew; UNKNOWN where it has none."""
    if not context.alternatives:
        return UNKNOWN
    key, _ = context.resolve(context.scope.index, name)
    if key not in context.alternatives or key in context.rebound:
        return UNKNOWN
    context.hangs_on_more()
    return context.state.value(_beside(key)) or UNKNOWN


def _beside(key: tuple[int, str]) -> tuple[int, str]:
    """A place in the state that no name of the program can have."""
    return key[0], f"{key[1]}?"
