"""What a difference of catalogs cannot tell: `told.jsonl`, lives of names that were looked up, with what replaces them.

A difference sees that a name is gone and not what to use in its place, nor what is announced for versions to come, nor
what was before the oldest catalog. What both tell is told twice, so that each can be held against the other.
"""

from __future__ import annotations

import json
from pathlib import Path

from fitlens.catalog.history import Change, decode

TOLD = Path(__file__).parent / "told.jsonl"


def told(file: Path = TOLD) -> tuple[Change, ...]:
    """Every line of the file as a change, in its order."""
    changes: list[Change] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        written = json.loads(line)
        changes.append(decode(written.pop("target"), written))
    return tuple(changes)
