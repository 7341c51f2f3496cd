"""Estimators of other packages, read from their installed source; nothing of them is imported."""

from __future__ import annotations

from fitlens.environment.third_party.resolve import ThirdParty

__all__ = ["ThirdParty"]
