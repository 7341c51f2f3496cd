"""Why what was told and what was computed may differ: one reason for each group of differences."""

from __future__ import annotations

from typing import Final

from fitlens.catalog.build.history.merge import Difference, Topic
from fitlens.catalog.history import ChangeKind

_REASONS: Final[dict[tuple[Topic, ChangeKind], str]] = {
    ("changed", "default"): (
        "the signature held a placeholder in between, in the place of the default before: its text is what was compared"
    ),
    ("deprecated", "parameter"): (
        "what was told counts the first warning at a call; the signature says it first in a later version"
    ),
    ("missing", "keyword-only"): "no argument of it became keyword-only: the ones beside the first went altogether",
    ("missing", "value"): "it is accepted to this day: run on 1.2, 1.3 and 1.9",
    ("removed", "attribute"): (
        "the class no longer sets it itself, but scikit-learn's validation may set it on any estimator, "
        "and a catalog lists what can be there"
    ),
    ("removed", "keyword-only"): "it was never marked to take more by position with a warning: refused from the first",
}


def reason(difference: Difference) -> str | None:
    """The reason of its group; None where nobody has looked into it yet."""
    return _REASONS.get((difference.topic, difference.told.kind))
