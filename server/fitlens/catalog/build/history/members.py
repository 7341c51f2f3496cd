"""What happened to a class's methods and attributes from one version to the next."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.catalog.build.history.events import Event, Subject
from fitlens.catalog.build.history.world import World
from fitlens.catalog.model import ClassEntry


def compare_members(old: ClassEntry, new: ClassEntry, before: World, after: World) -> Iterator[Event]:
    """Events of methods, learned parameters and other attributes; of a removed hyperparameter's attribute there is none.

    Where only one of the versions was read and the other asked, what is documented of attributes is compared, and what
    was marked as deprecated: the other knows many more.
    """
    alike = before.observed == after.observed
    was, now = before.names(old), after.names(new)
    if was is None or now is None:
        return
    arguments = {each.name for each in (*old.parameters, *new.parameters)}
    for method in old.methods:
        if method.name not in now:
            yield Event(after.version, "removed", Subject(new.path, "method", method.name))
    for method in new.methods:
        if method.name not in was:
            yield Event(after.version, "added", Subject(new.path, "method", method.name))
    for name in _attributes(old, before, alike=alike) - arguments - now:
        yield Event(after.version, "removed", Subject(new.path, "attribute", name))
    for name in _attributes(new, after, alike=alike) - arguments - was:
        yield Event(after.version, "added", Subject(new.path, "attribute", name))


def _attributes(entry: ClassEntry, world: World, *, alike: bool) -> set[str]:
    """Those that are compared: public ones that are no methods, and private ones that were marked."""
    marked = set(world.deprecated_members(entry))
    learned = {each.name for each in entry.learned if alike or each.documented}
    others = {name for name in entry.attributes if alike and not name.startswith("_")}
    return (marked | learned | others) - {each.name for each in entry.methods}
