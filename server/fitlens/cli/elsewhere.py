"""What to say of a name that the selected scikit-learn lacks and another version has."""

from __future__ import annotations

from fitlens.catalog.history import Change, open_history
from fitlens.catalog.model import Entry
from fitlens.catalog.store import Catalog
from fitlens.rules import lives


def path_elsewhere(name: str, catalog: Catalog) -> str | None:
    """Of a module, class or function, by its path or the end of it; None where no version is known to have it."""
    history = open_history()
    end = f".{name}"
    for path in history.paths():
        if f".{path}".endswith(end):
            for change in history.along(path):
                if change.state(catalog.version) in ("removed", "not yet"):
                    return _told(path, change, catalog)
    return None


def member_elsewhere(owner: Entry, name: str, catalog: Catalog) -> str | None:
    """Of a hyperparameter, argument, method or attribute."""
    found = lives.elsewhere(lives.paths([owner]), name, lives.ATTRIBUTE, catalog.version)
    return None if found is None else _told(f"{owner.name}.{name}", found[1], catalog)


def _told(path: str, change: Change, catalog: Catalog) -> str:
    removed = change.state(catalog.version) == "removed"
    instead = lives.instead(change) if removed else ""
    return f"{path} {lives.was_removed(change) if removed else lives.is_new(change)}" + (
        f"; {instead}" if instead else ""
    )
