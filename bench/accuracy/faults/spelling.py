"""Slips of the fingers."""

from __future__ import annotations

import random
from collections.abc import Collection

_BESIDE = {"a": "s", "c": "v", "e": "r", "i": "o", "l": "k", "m": "n", "n": "m", "o": "p", "p": "o", "r": "t", "s": "a"}


def misspelt(name: str, chance: random.Random, taken: Collection[str] = ()) -> str | None:
    """A name with one slip: a letter left out, doubled, swapped with the next or taken for its neighbour.

    Underscores at its ends stay. None where no slip makes another name than those taken.
    """
    core = name.strip("_")
    before, after = name[: len(name) - len(name.lstrip("_"))], name[len(name.rstrip("_")) :]
    slips: list[str] = []
    for at, letter in enumerate(core):
        rest = core[at + 1 :]
        if len(core) > 2:
            slips.append(core[:at] + rest)
        slips.append(core[:at] + letter * 2 + rest)
        if rest and rest[0] != letter:
            slips.append(core[:at] + rest[0] + letter + rest[1:])
        if letter in _BESIDE:
            slips.append(core[:at] + _BESIDE[letter] + rest)
    if len(core) <= 2:
        slips += [core.swapcase(), core + core[-1]]
    chance.shuffle(slips)
    for slip in slips:
        made = before + slip + after
        if made.isidentifier() and made != name and made not in taken and slip.strip("_") == slip:
            return made
    return None
