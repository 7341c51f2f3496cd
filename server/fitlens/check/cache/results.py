"""The results of a run, kept for the next: looked up by all that they rest on.

Nothing here fails: what cannot be read was not kept, and what cannot be written is not kept.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from fitlens.analysis.library import Uses
from fitlens.check.cache import folder, world
from fitlens.check.cache.closure import Closures
from fitlens.check.cache.digest import digest
from fitlens.check.cache.shard import Kept, Stamp, decoded, encoded
from fitlens.check.reach import Reach
from fitlens.environment.choice import Choice
from fitlens.record import NamedTuple
from fitlens.settings.settings import Settings
from fitlens.source.document import Document

_AT_ONCE: Final = 500
"""Results that are written together: a run that is killed loses no more."""


class Place(NamedTuple):
    """Where the results of one directory's files are kept, under the same circumstances."""

    path: str
    directory: str
    entries: dict[str, Kept]


class Asked(NamedTuple):
    """One file as it is looked up."""

    place: Place
    name: str
    key: str


class Fresh(NamedTuple):
    """A result that another process has found."""

    path: str
    """Of its place."""
    directory: str
    name: str
    kept: Kept


class Cache:
    """One folder, for the length of a run. Not thread-safe."""

    def __init__(self, directory: str) -> None:
        self._folder = directory
        self._home: str | None = None
        self._base: bytes | None = None
        self._closures: dict[Reach, Closures] = {}
        self._circumstances: dict[tuple[int, int], tuple[Choice, Settings, bytes]] = {}
        self._of_choice: dict[Choice, bytes] = {}
        self._places: dict[str, Place] = {}
        self._paths: dict[tuple[bytes, str], str] = {}
        self._fresh: list[Fresh] | None = None
        self._changed: dict[str, Place] = {}
        self._new = 0
        self._current: dict[Stamp, bool] = {}

    def ask(self, document: Document, choice: Choice, settings: Settings, reach: Reach) -> Asked | None:
        """How a document is looked up; None where nothing can be kept."""
        if self._base is None:
            self._open()
        if self._home is None:
            return None
        absolute = os.path.abspath(document.path)
        directory, name = os.path.split(absolute)
        place = self._place(directory, self._circumstances_of(choice, settings))
        closures = self._closures.get(reach)
        if closures is None:
            closures = self._closures[reach] = Closures(reach)
        key = digest(document.path, closures.digest(document), *(repr(cell) for cell in document.cells)).hex()
        return Asked(place, name, key)

    def get(self, asked: Asked, choice: Choice) -> Kept | None:
        """What was found, if all that it rests on is as it was."""
        kept = asked.place.entries.get(asked.name)
        if kept is None or kept.key != asked.key:
            return None
        if kept.declared and kept.declared != (choice.declared_minimum,):
            return None
        return kept if all(self._is_current(stamp) for stamp in kept.stamps) else None

    def put(self, asked: Asked, kept: Kept) -> None:
        """Keeps what was found."""
        asked.place.entries[asked.name] = kept
        if self._fresh is not None:
            self._fresh.append(Fresh(asked.place.path, asked.place.directory, asked.name, kept))
            return
        self._changed[asked.place.path] = asked.place
        self._new += 1
        if self._new >= _AT_ONCE:
            self.save()

    def hold(self) -> None:
        """From here on, nothing is written: another process does that."""
        self._fresh = []

    def take(self) -> list[Fresh]:
        """What was put since this was last asked."""
        taken, self._fresh = self._fresh or [], []
        return taken

    def add(self, fresh: Sequence[Fresh]) -> None:
        """Keeps what others have taken."""
        for path, directory, name, kept in fresh:
            self.put(Asked(self._at(path, directory), name, kept.key), kept)

    def covers(self, document: Document, reach: Reach, uses: Uses | None) -> bool:
        """Whether the modules that an analysis rested on are all in what the document is looked up by."""
        return self._closures[reach].covers(document, uses)

    def save(self) -> None:
        """Writes what is new."""
        changed, self._changed, self._new = self._changed, {}, 0
        for place in changed.values():
            _forget_gone(place)
            if self._home is not None and not folder.write(place.path, encoded(place.entries)):
                self._home = None  # a full disk, or a folder that may not be written to, stays so
        if changed and self._home is not None:
            folder.sweep(self._folder)

    def _open(self) -> None:
        # Not before there is something to ask: it takes as long as to look at a small file.
        self._base = b""
        with suppress(OSError):
            self._base = world.of_fitlens()
            self._home = os.path.join(self._folder, f"check-{self._base.hex()}")

    def _place(self, directory: str, circumstances: bytes) -> Place:
        path = self._paths.get((circumstances, directory))
        if path is None:
            assert self._home is not None
            path = os.path.join(self._home, digest(circumstances, directory).hex())
            self._paths[circumstances, directory] = path
        return self._at(path, directory)

    def _at(self, path: str, directory: str) -> Place:
        place = self._places.get(path)
        if place is None:
            place = self._places[path] = Place(path, directory, decoded(folder.read(path)))
        return place

    def _circumstances_of(self, choice: Choice, settings: Settings) -> bytes:
        known = self._circumstances.get((id(choice), id(settings)))
        if known is None:
            of_choice = self._of_choice.get(choice)
            if of_choice is None:
                of_choice = self._of_choice[choice] = world.of_choice(choice)
            # both are held, so that no other can have the same identity
            known = choice, settings, digest(self._base or b"", of_choice, world.of_settings(settings))
            self._circumstances[id(choice), id(settings)] = known
        return known[2]

    def _is_current(self, stamp: Stamp) -> bool:
        known = self._current.get(stamp)
        if known is None:
            path, when, size = stamp
            try:
                status = os.stat(path)
                known = (status.st_mtime_ns, status.st_size) == (when, size)
            except OSError:
                known = False
            self._current[stamp] = known
        return known


def _forget_gone(place: Place) -> None:
    try:
        there = frozenset(os.listdir(place.directory))
    except OSError:
        return
    for name in place.entries.keys() - there:
        del place.entries[name]
