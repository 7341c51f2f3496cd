"""What an estimator says it is."""

from __future__ import annotations

import importlib
from typing import Any

from fitlens.catalog.build.probe.tables import attempt
from fitlens.catalog.build.probe.world import PACKAGE

ROLES = {
    "ClassifierMixin": "classifier",
    "RegressorMixin": "regressor",
    "TransformerMixin": "transformer",
    "ClusterMixin": "clusterer",
    "BiclusterMixin": "biclusterer",
    "OutlierMixin": "outlier-detector",
    "DensityMixin": "density-estimator",
    "MetaEstimatorMixin": "meta-estimator",
    "MultiOutputMixin": "multi-output",
}
"""The roles that scikit-learn gives its estimators (`sklearn.base`) and our words for them."""


def tags_of(found: type, instance: Any, *, needs_estimators: bool) -> tuple[str, ...]:
    """Words for its roles, and `stateless` where it says that it needs no fit; `instance` is None if it cannot be made."""
    base = importlib.import_module(PACKAGE + ".base")
    tags = [word for name, word in ROLES.items() if issubclass(found, getattr(base, name, ()))]
    if needs_estimators and "meta-estimator" not in tags:
        tags.append("meta-estimator")
    if instance is not None and not _requires_fit(instance):
        tags.append("stateless")
    return tuple(dict.fromkeys(tags))


def _requires_fit(instance: Any) -> bool:
    with attempt():
        get_tags: Any = getattr(importlib.import_module(PACKAGE + ".utils"), "get_tags", None)
        if get_tags is not None:
            return bool(get_tags(instance).requires_fit)
        tags: Any = instance._get_tags()  # noqa: SLF001 - before 1.6 there was no other way to ask
        return bool(tags["requires_fit"]) and not tags["stateless"]
    return True
