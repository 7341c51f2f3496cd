"""Version numbers as PEP 440 orders them.

The library `packaging` says the same and takes longer to import than a small file to check. Local versions
(`1.5.2+cpu`) are read and not compared.
"""

from __future__ import annotations

import re
from typing import Final

from fitlens.record import NamedTuple

# Compiled when first used: every start would pay for it.
_VERSION: Final = (
    r"v?(?:(?P<epoch>\d+)!)?(?P<release>\d+(?:\.\d+)*)"
    r"(?:[-_.]?(?P<stage>alpha|beta|preview|pre|rc|a|b|c)[-_.]?(?P<number>\d*))?"
    r"(?:-(?P<bare>\d+)|[-_.]?(?P<post>post|rev|r)[-_.]?(?P<post_number>\d*))?"
    r"(?:[-_.]?(?P<dev>dev)[-_.]?(?P<dev_number>\d*))?"
    r"(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?"
)
_STAGES: Final = {"a": 0, "alpha": 0, "b": 1, "beta": 1}
_CANDIDATE: Final = 2

Key = tuple[int, tuple[int, ...], tuple[int, int], int, float]


class Version(NamedTuple):
    """One version number."""

    text: str
    epoch: int
    release: tuple[int, ...]
    stage: tuple[int, int] | None = None
    """Kind and number of a pre-release: 0 alpha, 1 beta, 2 candidate."""
    post: int | None = None
    dev: int | None = None

    @property
    def minor(self) -> str:
        """Its first two numbers: `1.5` of `1.5.2`."""
        return ".".join(map(str, (*self.release, 0)[:2]))

    @property
    def is_prerelease(self) -> bool:
        """Whether installers pass it over unless they are told otherwise."""
        return self.stage is not None or self.dev is not None

    @property
    def key(self) -> Key:
        """What versions are ordered by."""
        release = self.release
        while len(release) > 1 and release[-1] == 0:
            release = release[:-1]
        if self.stage is not None:
            stage = self.stage
        else:
            # `1.0.dev1` comes before `1.0a1`, all else that is no pre-release behind it.
            stage = (-1, 0) if self.post is None and self.dev is not None else (_CANDIDATE + 1, 0)
        return (
            self.epoch,
            release,
            stage,
            -1 if self.post is None else self.post,
            float("inf") if self.dev is None else self.dev,
        )


def parse_version(text: str) -> Version | None:
    """The version that a text spells; None where it spells none."""
    text = text.strip()
    if text.isascii() and all(part.isdecimal() for part in text.split(".")):
        return Version(text, 0, tuple(map(int, text.split("."))))
    match = re.fullmatch(_VERSION, text, re.IGNORECASE)
    if match is None:
        return None
    stage = match["stage"]
    post = match["bare"] or match["post_number"]
    return Version(
        text,
        int(match["epoch"] or 0),
        tuple(map(int, match["release"].split("."))),
        None if stage is None else (_STAGES.get(stage.lower(), _CANDIDATE), int(match["number"] or 0)),
        int(post or 0) if match["bare"] or match["post"] else None,
        int(match["dev_number"] or 0) if match["dev"] else None,
    )
