"""Opens the shipped catalog of one scikit-learn version and looks things up in it, decoding a record when it is asked for.

Two kinds of file lie in `data/`. `<minor>.index.json` names, for one version, every module with what can be imported from
it, and for every public path the form of its record and its source lines. `entries.jsonl` holds the records of all
versions, one a line, sorted, each distinct form of a record once: a look-up bisects its bytes.

Of versions before those that can be installed here only the source was read (`Catalog.observed`).
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Iterable, Iterator
from typing import Any, Literal, cast, overload

from fitlens.catalog.codec import decode
from fitlens.catalog.model import ClassEntry, Entry, FunctionEntry

INDEX_SUFFIX = ".index.json"
ENTRIES = "entries.jsonl"
EVIDENCE = "evidence.jsonl"
EXPERIMENTAL = "sklearn.experimental"
"""The package whose modules add names to others when they are imported."""
DATA = os.path.join(os.path.dirname(__file__), "data")

Kind = Literal["estimator", "splitter", "kernel", "display", "mixin", "other"]


class CatalogError(Exception):
    """The catalog cannot be opened or built; the message says what to do."""


class Catalog:
    """What is known of one version of scikit-learn. Get it from `open_catalog`."""

    def __init__(self, directory: str, minor: str) -> None:
        self.version = minor
        """The minor version: `1.9`."""
        self._directory = directory
        index = _read_index(os.path.join(directory, minor + INDEX_SUFFIX))
        self.patch: str = index["version"]
        """The version that was asked to build it: `1.9.1`."""
        self.observed: bool = index["level"] == "observed"
        """Whether it was installed and watched. Else only its source was read: names and signatures are there; of
        constraints, conditions and what runs before fit nothing is known."""
        self._modules: dict[str, list[str]] = index["modules"]
        self._exports: dict[str, list[str]] = index["exports"]
        self._promised: dict[str, list[str]] = index.get("promised", {})
        self._scorers: dict[str, list[str]] = index.get("scorers", {})
        self._documented: dict[str, str] = index["documented"]
        self._places: dict[str, tuple[str, int, list[int | None]]] = index["entries"]
        self._public = {path.rpartition(".")[2]: path for path in self._places}
        self._members: dict[str, dict[str, str]] = {}
        self._enablers: dict[str, str] | None = None
        self._known: dict[str, Entry] = {}
        self._records = map_records(os.path.join(directory, ENTRIES))

    def resolve(self, path: str) -> Entry | str | None:
        """What a dotted path names.

        A class or function by any module it can be imported from, public or private, answers its entry; a module its own
        path, as text; everything else None.
        """
        known = self._known.get(path)
        if known is not None:
            return known
        if path in self._places:
            return self._entry(path)
        if path in self._modules:
            return path
        module, _, name = path.rpartition(".")
        public = self._names(module).get(name)
        if public is None:
            return None
        if public in self._places:
            entry = self._known[path] = self._entry(public)
            return entry
        return public

    def exports(self, module: str) -> tuple[str, ...]:
        """The names that `from module import *` binds, sorted; empty for a module that does not exist.

        They include names that `resolve` does not know, such as constants. Of a private module without `__all__` only
        its classes, functions and modules are named.
        """
        written = self._exports.get(module)
        return self._public_members(module) if written is None else tuple(written)

    def promised(self, module: str) -> tuple[str, ...]:
        """The names that `from module import *` asks for and that are not there without their enabler: it raises ImportError."""
        return tuple(self._promised.get(module, ()))

    def methods_for(self, scorer: str) -> tuple[str, ...]:
        """The methods of an estimator, any one of which was seen to serve a scorer; empty where nothing is known of it."""
        return tuple(self._scorers.get(scorer, ()))

    def members(self, module: str) -> tuple[str, ...]:
        """Classes, functions and modules that can be imported from a module or reached as its attributes, sorted."""
        return tuple(sorted(self._names(module)))

    def enabler(self, path: str) -> str | None:
        """The module that has to be imported before a public path leads to anything; None for what is there without.

        It is the one of `sklearn.experimental` that holds the very class: those whose classes have come of age hold none.
        `module.*` is all that a star import asks for: of those that were seen to fail, what has to be imported before.
        """
        module, star, _ = path.partition(".*")
        if star:
            path = next((f"{module}.{name}" for name in self.promised(module)), "")
        if self._enablers is None:
            modules = (f"{EXPERIMENTAL}.{name}" for name in self._names(EXPERIMENTAL))
            self._enablers = {path: module for module in modules for path in self._names(module).values()}
        return self._enablers.get(path) if path in self._places else None

    def paths(self) -> Iterable[str]:
        """The public paths of all classes and functions, sorted; no record is read for them."""
        return self._places.keys()

    @overload
    def classes(self, kind: Kind | None = None) -> Iterator[ClassEntry]: ...
    @overload
    def classes(self, kind: str) -> Iterator[ClassEntry]: ...
    def classes(self, kind: str | None = None) -> Iterator[ClassEntry]:
        """All public classes, or those of one kind, sorted by path."""
        for path in self._places:
            entry = self._entry(path)
            if isinstance(entry, ClassEntry) and kind in (None, entry.kind):
                yield entry

    def functions(self) -> Iterator[FunctionEntry]:
        """All public functions, sorted by path."""
        for path in self._places:
            entry = self._entry(path)
            if isinstance(entry, FunctionEntry):
                yield entry

    def find(self, name: str) -> tuple[Entry, ...]:
        """Entries that a user may mean: by any dotted path, or by its last parts (`SVC`, `svm.SVC`); sorted by path."""
        exact = self.resolve(name)
        if exact is not None and not isinstance(exact, str):
            return (exact,)
        return tuple(self._entry(path) for path in self._places if path.endswith("." + name))

    def nearest(self, name: str) -> tuple[str, ...]:
        """Up to three public paths whose ends resemble a name that was not found, best first."""
        from difflib import get_close_matches

        parts = name.count(".") + 1
        by_end = {".".join(path.split(".")[-parts:]).lower(): path for path in self._places}
        return tuple(by_end[end] for end in get_close_matches(name.lower(), by_end, n=3, cutoff=0.6))

    def documentation_url(self, entry: Entry, member: str | None = None) -> str:
        """scikit-learn's page of an entry in this version; `member` names a method to open the page at."""
        path = self._documented.get(entry.path, entry.path)
        anchor = f"#{path}.{member}" if member else ""
        return f"https://scikit-learn.org/{self.version}/modules/generated/{path}.html{anchor}"

    def _public_members(self, module: str) -> tuple[str, ...]:
        return tuple(sorted(name for name in self._names(module) if not name.startswith("_")))

    def _names(self, module: str) -> dict[str, str]:
        """Name -> public path of the entry, or path of the submodule."""
        names = self._members.get(module)
        if names is None:
            written = self._modules.get(module)
            if written is None:
                return {}
            names = {}
            for item in written:
                name, equals, path = item.partition("=")
                names[name] = path if equals else self._public[name]
            # Only now: another thread of the language server may ask.
            self._members[module] = names
        return names

    def _entry(self, path: str) -> Entry:
        entry = self._known.get(path)
        if entry is None:
            form, line, lines = self._places[path]
            entry = self._known[path] = self._read(path, form, line, lines)
        return entry

    def _read(self, path: str, form: str, line: int, lines: list[int | None]) -> Entry:
        try:
            record = json.loads(line_of(self._records, record_key(path, form)))
            inherited = {
                name
                for base in record.get("bases", ())
                if base in self._places and isinstance(entry := self._entry(base), ClassEntry)
                for name in entry.attributes
            }
            return decode(record, line, lines, inherited)
        except (KeyError, TypeError, ValueError) as error:
            raise _damaged(os.path.join(self._directory, ENTRIES)) from error


def record_key(path: str, form: str) -> bytes:
    """How the line of a record begins; lines are sorted by their bytes."""
    return f'{{"path":"{path}","form":"{form}"'.encode()


def open_catalog(version: str | None = None, *, directory: str = DATA) -> Catalog:
    """The catalog for a version such as `1.9` or `1.9.1`, the newest for None; opened once per process.

    Raises CatalogError where there is none for that version, or where its files are damaged.
    """
    known = _opened.get((directory, version))
    if known is not None:
        return known
    minors = _minors(directory)
    minor = minors[-1] if version is None else _minor(version)
    if minor not in minors:
        newest = minors[-1]
        there = f"there is {minors[0]}" + (f" to {newest}" if len(minors) > 1 else "")
        if minor is None:
            raise CatalogError(f"{version}: no version of scikit-learn, such as {newest}; {there}")
        siblings = [each for each in minors if each.partition(".")[0] == minor.partition(".")[0]]
        if siblings and _numbers(siblings[0]) < _numbers(minor) < _numbers(siblings[-1]):
            raise _damaged(os.path.join(directory, minor + INDEX_SUFFIX))  # a gap: its file has gone
        raise CatalogError(f"no catalog for scikit-learn {version}; {there}, the nearest is {_nearest(minor, minors)}")
    catalog = _opened.get((directory, minor)) or Catalog(directory, minor)
    _opened[directory, minor] = _opened[directory, version] = catalog
    return catalog


def nearest_catalog(version: str, *, directory: str = DATA) -> tuple[Catalog, bool]:
    """The catalog for a version, or else the nearest one, and whether it is of that minor version.

    The newest for a text that is no version. Raises CatalogError where the files are damaged.
    """
    minors = _minors(directory)
    minor = _minor(version)
    if minor in minors:
        return open_catalog(minor, directory=directory), True
    return open_catalog(_nearest(minor, minors) if minor else minors[-1], directory=directory), False


def versions(directory: str = DATA) -> tuple[str, ...]:
    """The minor versions that there is a catalog for, oldest first."""
    try:
        names = os.listdir(directory)
    except OSError as error:
        raise CatalogError(f"{directory}: {error.strerror}; reinstall fitlens") from error
    minors = [name.removesuffix(INDEX_SUFFIX) for name in names if name.endswith(INDEX_SUFFIX)]
    return tuple(sorted((minor for minor in minors if _numbers(minor)), key=_numbers))


_opened: dict[tuple[str, str | None], Catalog] = {}


def _minors(directory: str) -> tuple[str, ...]:
    minors = versions(directory)
    if not minors:
        raise CatalogError(f"{directory}: no catalog here; reinstall fitlens")
    return minors


def _minor(version: str) -> str | None:
    """`1.9` of `1.9`, `1.9.1`, `1.9rc1` or `1.9.dev0`; None for a text that is no version."""
    major, _, rest = version.strip().partition(".")
    minor = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    return f"{int(major)}.{int(minor)}" if major.isdecimal() and minor else None


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()


def _nearest(minor: str, minors: tuple[str, ...]) -> str:
    """The newest that is not newer, else the oldest: a version differs least from the one before it."""
    wanted = _numbers(minor)
    return max((each for each in minors if _numbers(each) <= wanted), key=_numbers, default=minors[0])


def _read_index(file: str) -> dict[str, Any]:
    try:
        with open(file, encoding="utf-8") as stream:
            index = json.load(stream)
        if not all(
            isinstance(index[key], str if key in ("version", "level") else dict)
            for key in ("version", "level", "modules", "exports", "documented", "entries")
        ):
            raise _damaged(file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(file) from error
    return cast("dict[str, Any]", index)


def map_records(file: str) -> mmap.mmap:
    """Mapped, not read: a look-up touches a few pages of the megabytes. What was cut off is noticed here."""
    try:
        with open(file, "rb") as stream:
            records = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:  # ValueError: it is empty
        raise _damaged(file) from error
    if records[-2:] != b"}\n":
        raise _damaged(file)
    return records


def _damaged(file: str) -> CatalogError:
    return CatalogError(f"{file}: the catalog is damaged; reinstall fitlens")


def line_of(records: mmap.mmap, key: bytes) -> bytes:
    """The line that begins with `key`. Raises KeyError where there is none."""
    low, high = 0, len(records)
    while low < high:
        start = records.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = records.find(b"\n", start)
        end = len(records) if end < 0 else end
        head = records[start : start + len(key)]
        if head == key:
            return records[start:end]
        if head < key:
            low = end + 1
        else:
            high = start
    raise KeyError(key)
