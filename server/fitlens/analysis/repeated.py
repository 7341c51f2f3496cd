"""One call that was interpreted several times: its arguments, joined over all of them."""

from __future__ import annotations

from fitlens.analysis.drafts import joined_argument
from fitlens.analysis.facts import Argument, Span
from fitlens.analysis.values import UNKNOWN, Value, join


def arguments(earlier: tuple[Argument, ...], later: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """All that was given any time. `**settings` may give others each time: what was given once only has no known value."""
    before = {_place(each): each for each in earlier}
    found: list[Argument] = []
    for each in later:
        mine = before.pop(_place(each), None)
        found.append(_unknown(each) if mine is None else joined_argument(mine, each))
    found.extend(_unknown(each) for each in before.values())
    return tuple(found)


def _unknown(argument: Argument) -> Argument:
    return argument._replace(value=UNKNOWN, items=None)


def same_places(earlier: tuple[Argument, ...], later: tuple[Argument, ...]) -> bool:
    """Whether both times the same arguments were given."""
    return {_place(each) for each in earlier} == {_place(each) for each in later}


def _place(argument: Argument) -> tuple[Span, str | None, bool]:
    return argument.span, argument.name, argument.keyword


def hidden(
    earlier: tuple[tuple[str, Value], ...], later: tuple[tuple[str, Value], ...]
) -> tuple[tuple[str, Value], ...]:
    """What was given by name any time, where the name stands nowhere: what was given once only has no known value."""
    before, after = dict(earlier), dict(later)
    return tuple((name, join(before.get(name, UNKNOWN), after.get(name, UNKNOWN))) for name in {**before, **after})
