"""The classes that a package's class is made of, in the order in which Python asks them."""

from __future__ import annotations

from collections.abc import Sequence

from fitlens.catalog.model import ClassEntry
from fitlens.environment.third_party.members import Members
from fitlens.environment.third_party.modules import Module
from fitlens.record import NamedTuple


class Ancestor(NamedTuple):
    """A class of the method resolution order; one that could not be read has nothing."""

    path: str
    members: Members | None
    """Of a class that was read from source."""
    entry: ClassEntry | None
    """Of one of scikit-learn's: with all that it inherits in turn."""
    generated: bool
    """Its constructor is written by a decorator."""
    added: frozenset[str] | None = frozenset()
    """Names that functions set on an instance which they are handed; None where there may be any."""
    module: Module | None = None
    """Where its source stands."""

    @property
    def unknown(self) -> bool:
        """Nothing is known of it."""
        return self.members is None and self.entry is None


def covered(ancestors: Sequence[Ancestor]) -> list[Ancestor]:
    """The ancestors that say something: a class of scikit-learn's that has no entry is part of those before it."""
    inherited = {base for ancestor in ancestors if ancestor.entry is not None for base in ancestor.entry.bases}
    return [ancestor for ancestor in ancestors if not (ancestor.unknown and ancestor.path in inherited)]
