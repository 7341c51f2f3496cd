"""Writes the history of all catalogs that there are, and tells where it is not what was told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from pathlib import Path

from fitlens.catalog.build.history.compare import begin, compare
from fitlens.catalog.build.history.lives import Lives
from fitlens.catalog.build.history.merge import Merged, merge
from fitlens.catalog.build.history.sources import SEEN, keep, load, read_sources
from fitlens.catalog.build.history.told import told
from fitlens.catalog.build.history.world import World
from fitlens.catalog.history import HISTORY, Change, encode
from fitlens.catalog.store import DATA, CatalogError, open_catalog, versions


def build(output: Path = Path(DATA), sources: Iterable[Path] = ()) -> Merged:
    """Compares the catalogs in the directory `output`, and writes their history there.

    sources: wheels, or directories that hold an installed scikit-learn, to read first; what was read of a version is kept
    beside this module. The same catalogs give the same bytes. Takes a few seconds. Raises CatalogError where there are
    fewer than two catalogs, where one or a source cannot be read, or where the output cannot be written.
    """
    for source in sources:
        keep(read_sources(source), SEEN)
    merged = work_out(output)
    try:
        (output / HISTORY).write_text(text(merged.changes), "utf-8", newline="\n")
    except OSError as error:
        raise CatalogError(f"{output / HISTORY}: cannot be written: {error.strerror}") from error
    return merged


def work_out(directory: Path = Path(DATA)) -> Merged:
    """The history of the catalogs in a directory. Raises CatalogError."""
    minors = versions(str(directory))
    if len(minors) < 2:
        raise CatalogError(f"{directory}: a history needs two catalogs at least, here are {len(minors)}")
    seen = load()
    worlds = [World(open_catalog(minor, directory=str(directory)), seen.get(minor)) for minor in minors]
    lives = Lives()
    lives.take(begin(worlds[0]))
    for old, new in pairwise(worlds):
        lives.take(compare(old, new))
    return merge(lives.told(), told(), worlds)


def text(changes: Sequence[Change]) -> str:
    """The file: a line for each path, sorted by its bytes."""
    lines = [
        json.dumps(
            {"path": path, "changes": [encode(change) for change in group]}, separators=(",", ":"), ensure_ascii=False
        )
        for path, group in groupby(changes, key=lambda change: change.target)
    ]
    return "".join(f"{line}\n" for line in sorted(lines, key=str.encode))
