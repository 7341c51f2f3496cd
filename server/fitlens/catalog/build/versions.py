"""The scikit-learn versions that there is a catalog for, and what each one's is made of. The one place to add one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PYTHON = (3, 11)
"""Every version that is observed has a wheel for this Python; another one's signatures differ in small things."""


@dataclass(frozen=True, slots=True)
class Release:
    """The last patch of one minor version."""

    version: str
    level: Literal["observed", "signatures"]
    """observed: installed and asked; signatures: only its source is read, out of the wheel."""
    beside: tuple[str, ...] = ()
    """observed: exact requirements of what is installed with it, the newest that it runs with."""
    wheel: str = "37"
    """signatures: the Python whose wheel is read, without a dot."""

    @property
    def minor(self) -> str:
        """`1.2`."""
        return ".".join(self.version.split(".")[:2])

    @property
    def requirements(self) -> tuple[str, ...]:
        """What pip is asked for."""
        return (f"scikit-learn=={self.version}", *self.beside)


def _observed(version: str, numpy: str, scipy: str, pandas: str) -> Release:
    beside = (f"numpy=={numpy}", f"scipy=={scipy}", f"pandas=={pandas}", "joblib==1.6.0", "threadpoolctl==3.8.0")
    return Release(version, "observed", beside)


RELEASES = (
    Release("0.20.4", "signatures"),
    Release("0.21.3", "signatures"),
    Release("0.22.2.post1", "signatures"),
    Release("0.23.2", "signatures"),
    Release("0.24.2", "signatures"),
    Release("1.0.2", "signatures"),
    Release("1.1.3", "signatures", wheel="38"),
    _observed("1.2.2", numpy="1.26.4", scipy="1.11.4", pandas="2.1.4"),
    _observed("1.3.2", numpy="1.26.4", scipy="1.11.4", pandas="2.1.4"),
    _observed("1.4.2", numpy="2.0.2", scipy="1.17.1", pandas="2.2.3"),
    _observed("1.5.2", numpy="2.4.6", scipy="1.17.1", pandas="2.3.3"),
    _observed("1.6.1", numpy="2.4.6", scipy="1.17.1", pandas="2.3.3"),
    _observed("1.7.2", numpy="2.4.6", scipy="1.17.1", pandas="2.3.3"),
    _observed("1.8.0", numpy="2.4.6", scipy="1.17.1", pandas="2.3.3"),
    # As .ci/requirements.lock has it: the tests hold this one against the environment they run in.
    _observed("1.9.1", numpy="2.4.6", scipy="1.17.1", pandas="3.1.1"),
)
"""Oldest first."""
