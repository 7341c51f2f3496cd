"""One version's catalog as a comparison needs it: what it has by name, and how much it can be believed."""

from __future__ import annotations

from functools import cached_property

from fitlens.catalog.build.history.sources import PACKAGE, Seen
from fitlens.catalog.model import ClassEntry, Entry, FunctionEntry
from fitlens.catalog.store import Catalog


class World:
    """A catalog, decoded whole."""

    def __init__(self, catalog: Catalog, seen: Seen | None = None) -> None:
        self.catalog = catalog
        self.version = catalog.version
        self.observed = catalog.observed
        """Whether scikit-learn itself was asked: else only its source was read, which knows fewer attributes."""
        self.seen = seen or Seen(catalog.version)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Every public class and function by path."""
        return {entry.path: entry for entry in (*self.catalog.classes(), *self.catalog.functions())}

    @cached_property
    def modules(self) -> frozenset[str]:
        """Every public module."""
        found = {PACKAGE}
        waiting = [PACKAGE]
        while waiting:
            module = waiting.pop()
            for name in self.catalog.members(module):
                path = f"{module}.{name}"
                if path not in found and not name.startswith("_") and self.catalog.resolve(path) == path:
                    found.add(path)
                    waiting.append(path)
        return frozenset(found)

    @cached_property
    def homes(self) -> dict[str, tuple[Entry, ...]]:
        """Public entries by their own name."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            found.setdefault(entry.name, []).append(entry)
        return {name: tuple(entries) for name, entries in found.items()}

    def entry(self, path: str) -> Entry | None:
        """The class or function that a path leads to, public or not."""
        found = self.catalog.resolve(path)
        return found if isinstance(found, ClassEntry | FunctionEntry) else None

    def importable(self, path: str) -> bool:
        """Whether `from module import name` works for a name that need not be public."""
        module, _, name = path.rpartition(".")
        return (
            self.catalog.resolve(path) is not None
            or name in self.catalog.exports(module)
            or name in self.seen.unlisted.get(module, ())
        )

    def takes_by_position(self, entry: Entry, method: str | None) -> bool:
        """Whether a call still takes, with a warning, by position what its signature makes keyword-only."""
        if isinstance(entry, FunctionEntry):
            return f"{entry.defined}.{entry.name}" in self._positional
        return any(f"{place}.{method or '__init__'}" in self._positional for place in self.places(entry))

    def places(self, entry: ClassEntry) -> tuple[str, ...]:
        """Where the class and its bases are defined: `sklearn.svm._classes.SVC`, `sklearn.svm._base.BaseSVC` ..."""
        return (f"{entry.defined}.{entry.name}", *(self._place(base) for base in entry.bases))

    def names(self, entry: ClassEntry) -> set[str] | None:
        """Every name of an instance that is known; None where there are names that cannot be known.

        Of a version that was only read `ClassEntry.known_attribute` says yes to all, so that nobody is warned wrongly.
        """
        if entry.dynamic and self.observed:
            return None
        parts = (entry.parameters, entry.methods, entry.learned)
        return {each.name for part in parts for each in part} | {*entry.attributes, *self.deprecated_members(entry)}

    def deprecated_members(self, entry: ClassEntry) -> dict[str, str | None]:
        """Members under `@deprecated`, the class's own and its bases', with the version that they are to go in."""
        found: dict[str, str | None] = {}
        for place in self.places(entry):
            for name, announced in self._deprecated_members.get(place, {}).items():
                if not name.startswith("__"):
                    found.setdefault(name, announced)
        return found

    @cached_property
    def _deprecated_members(self) -> dict[str, dict[str, str | None]]:
        """By the place of their class."""
        found: dict[str, dict[str, str | None]] = {}
        for path, announced in self.seen.deprecated.items():
            place, _, name = path.rpartition(".")
            found.setdefault(place, {})[name] = announced
        return found

    def _place(self, base: str) -> str:
        entry = self.entries.get(base)
        return f"{entry.defined}.{entry.name}" if entry is not None else base

    @cached_property
    def _positional(self) -> frozenset[str]:
        return frozenset(self.seen.positional)
