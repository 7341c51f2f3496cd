"""What a fit looks at: an estimator's search spaces and steps, once more as they are known when the fit begins.

They were recorded at the construction. What has changed since is no longer certain (`Recorder` joins what was seen).
"""

from __future__ import annotations

from fitlens.analysis import spaces, wholes
from fitlens.analysis.context import Context
from fitlens.analysis.values import Instance


def validate(context: Context, instance: Instance) -> None:
    """Record what a fit of this instance would refuse."""
    if instance.entry.compositions and context.recorder.recording:
        spaces.record_search(context, instance)
        wholes.record(context, instance)
