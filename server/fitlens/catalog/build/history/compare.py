"""What happened from one version to the next: modules, classes and functions, and then what each of these has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fitlens.catalog.build.history.calling import compare_calls, warned_calls
from fitlens.catalog.build.history.events import Event, Subject
from fitlens.catalog.build.history.members import compare_members
from fitlens.catalog.build.history.world import World
from fitlens.catalog.history import ChangeKind
from fitlens.catalog.model import ClassEntry, Entry


def compare(old: World, new: World) -> Iterator[Event]:
    """Every event of the version `new`, against the one before it."""
    yield from _modules(old, new)
    for path, before in old.entries.items():
        after = new.entry(path)
        if type(after) is not type(before):
            if after is None and new.importable(path):
                continue
            yield Event(new.version, "removed", _subject(before), renamed=_moved_to(before, old, new))
            continue
        assert after is not None
        if _unreadable(before, after, old, new):
            continue
        yield from compare_calls(before, after, old, new)
        if isinstance(before, ClassEntry) and isinstance(after, ClassEntry):
            yield from compare_members(before, after, old, new)
    for path, after in new.entries.items():
        if type(old.entry(path)) is not type(after):
            if not old.importable(path) and not _unreadable(None, after, old, new):
                yield Event(new.version, "added", _subject(after))
            yield from warned_calls(after, new)
    yield from _warned(new)


def begin(oldest: World) -> Iterator[Event]:
    """What the oldest version warns of."""
    for entry in oldest.entries.values():
        yield from warned_calls(entry, oldest)
    yield from _warned(oldest)


def _warned(world: World) -> Iterator[Event]:
    """Modules, classes, functions and members that a version keeps only to warn of them."""
    for module, home in world.seen.shims.items():
        if module in world.modules:
            yield Event(world.version, "deprecated", Subject(module, "module"), renamed=home)
    for path, entry in world.entries.items():
        place = f"{entry.defined}.{entry.name}"
        if place in world.seen.deprecated:
            yield Event(world.version, "deprecated", _subject(entry), announced=world.seen.deprecated[place])
        if isinstance(entry, ClassEntry):
            for name, announced in world.deprecated_members(entry).items():
                kind: ChangeKind = "method" if entry.method_named(name) is not None else "attribute"
                yield Event(world.version, "deprecated", Subject(path, kind, name), announced=announced)


def _unreadable(before: Entry | None, after: Entry, old: World, new: World) -> bool:
    """Whether it is compiled, and one of the two versions was only read: of that it could tell nothing."""
    return old.observed != new.observed and not (after.file and (before is None or before.file))


def _subject(entry: Entry) -> Subject:
    return Subject(entry.path, "class" if isinstance(entry, ClassEntry) else "function")


def _moved_to(entry: Entry, old: World, new: World) -> str | None:
    """The path of the one public thing of the same name and kind that was not there before."""
    found = [
        other.path
        for other in new.homes.get(entry.name, ())
        if type(other) is type(entry) and old.entry(other.path) in (None, entry)
    ]
    return found[0] if len(found) == 1 else None


def _modules(old: World, new: World) -> Iterator[Event]:
    for module in sorted(old.modules - new.modules):
        if new.catalog.resolve(module) is None:
            yield Event(new.version, "removed", Subject(module, "module"), renamed=_home(module, old, new))
    for module in sorted(new.modules - old.modules):
        if old.catalog.resolve(module) is None:
            yield Event(new.version, "added", Subject(module, "module"))


def _home(module: str, old: World, new: World) -> str | None:
    """The module from which most of what a module had is imported in the next version."""
    homes = Counter(
        home
        for name in old.catalog.members(module)
        if (entry := old.entry(f"{module}.{name}")) is not None and entry.defined in (module, _private(module))
        if (home := _public_home(entry, new)) is not None
    )
    return min(homes, key=lambda home: (-homes[home], home)) if homes else None


def _private(module: str) -> str:
    parent, _, name = module.rpartition(".")
    return f"{parent}._{name}"


def _public_home(entry: Entry, new: World) -> str | None:
    after = new.entry(entry.path)
    return after.path.rpartition(".")[0] if after is not None else None
