"""Reads the notes in the documentation of an installed scikit-learn and holds each against the catalog of its version."""

from __future__ import annotations

from fitlens.catalog.build.notes.comparing import Observation
from fitlens.catalog.build.notes.model import Reconciliation, Unread, Verdict
from fitlens.catalog.build.notes.reading import notes_of
from fitlens.catalog.build.notes.sources import Sources
from fitlens.catalog.evidence import record_of, trials_of
from fitlens.catalog.store import DATA, CatalogError, open_catalog

_WATCHED = ("estimator", "splitter")
"""Kinds of classes whose hyperparameters were varied."""


def reconcile(version: str, packages: str, *, directory: str = DATA) -> Reconciliation:
    """version: of the scikit-learn in the directory `packages`. `directory`: the catalogs'.

    Takes two seconds. Raises CatalogError where there is no observed catalog for that version, where a file cannot be
    read, or where numpydoc is missing.
    """
    catalog = open_catalog(version, directory=directory)
    if not catalog.observed:
        raise CatalogError(f"scikit-learn {catalog.version}: only its source was read, nothing was observed of it")
    sources = Sources(packages)
    verdicts: list[Verdict] = []
    unread: list[Unread] = []
    for entry in catalog.classes():
        if entry.kind not in _WATCHED:
            continue
        found = list(notes_of(entry, sources.paragraphs(entry)))
        unread.extend(each for each in found if isinstance(each, Unread))
        notes = [each for each in found if not isinstance(each, Unread)]
        if notes:
            record = record_of(entry, directory=directory)
            standing = {**record.get("given", {}), **record.get("base", {})}
            observation = Observation(entry, trials_of(entry, directory=directory), standing)
            verdicts.extend(map(observation.judge, notes))
    return Reconciliation(version, tuple(verdicts), tuple(unread))
