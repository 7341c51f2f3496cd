"""`fitlens catalog diff`: what a program written for one scikit-learn meets in a newer one."""

from __future__ import annotations

import json
import sys
import textwrap
from ast import literal_eval
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Final, Literal

from fitlens.catalog.between import Event, EventKind, between
from fitlens.catalog.history import Change, History, encode, numbers, open_history
from fitlens.catalog.model import ClassEntry
from fitlens.catalog.store import Catalog, CatalogError, open_catalog, versions
from fitlens.catalog.wording import literal
from fitlens.check.report.paint import Paint, for_stream
from fitlens.cli.exits import CLEAN, UsageError
from fitlens.cli.width import terminal_width

_TITLES: Final[dict[EventKind, str]] = {
    "removed": "Removed",
    "renamed": "Renamed",
    "deprecated": "Deprecated",
    "default": "Default changed",
    "keyword-only": "By keyword only",
    "added": "Added",
}
_NAMED: Final = 4
"""So many classes with the same change are named; of more, the first ones and their number."""


def run(old: str, new: str, name: str | None, *, output: Literal["text", "json"]) -> int:
    """Prints what changed from the version `old` to `new`, in everything or in what the name means."""
    try:
        older, newer = open_catalog(old), open_catalog(new)
        if numbers(older.version) >= numbers(newer.version):
            way = f"{newer.version} {older.version}" if older.version != newer.version else " ".join(versions()[-2:])
            raise UsageError(f"{old} is not older than {new}: give the older version first, as in `{way}`")
        history = open_history()
        changes = (
            _of(name, history, older, newer) if name else [c for path in history.paths() for c in history.of(path)]
        )
    except CatalogError as error:
        raise UsageError(str(error)) from error
    events = between(changes, older.version, newer.version)
    if output == "json":
        written = [
            {"event": each.what, "version": each.version, "target": each.change.target, **encode(each.change)}
            for each in events
        ]
        print(
            json.dumps({"old": older.version, "new": newer.version, "changes": written}, ensure_ascii=False, indent=2)
        )
        return CLEAN
    paint = for_stream(sys.stdout)
    about = f"{name}, scikit-learn" if name else "scikit-learn"
    print(paint("bold", f"{about} {older.version} to {newer.version}: {_counted(len(events))}"))
    for line in _page(events, paint, min(terminal_width(), 120)):
        print(line)
    if name and not events:
        for change in changes:
            if change.kind not in ("default", "keyword-only") and change.state(older.version) == "removed":
                subject = f"sklearn.{_line(_what(change), [change.target.removeprefix('sklearn.')])}"
                print(f"  {subject} was removed in {change.removed}{_note(Event('removed', '', change))}")
    return CLEAN


def _counted(number: int) -> str:
    return f"{number or 'no'} change{'' if number == 1 else 's'}"


def _of(name: str, history: History, older: Catalog, newer: Catalog) -> list[Change]:
    """The changes of one module with all in it, of one class or function, or of one thing of a class.

    Raises UsageError where the name means nothing in either version, or more than one thing.
    """
    paths = history.paths()
    for module in (name, f"sklearn.{name}"):
        if history.module(module) or module in (newer.resolve(module), older.resolve(module)):
            within = [path for path in paths if path == module or path.startswith(module + ".")]
            return [change for path in within for change in history.of(path)]
    path = _path(name, history, older, newer)
    if path is not None:
        return list(history.of(path))
    owner, _, member = name.rpartition(".")
    path = _path(owner, history, older, newer) if owner else None
    if path is None:
        near = list(dict.fromkeys((*newer.nearest(name), *older.nearest(name))))[:3]
    else:
        members = _members(path, history, older, newer)
        if member in members:
            return list(history.member(path, member))
        near = [f"{owner}.{each}" for each in get_close_matches(member, members)]
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise UsageError(f"nothing is named {name!r} in scikit-learn {older.version} or {newer.version}{hint}")


def _path(name: str, history: History, older: Catalog, newer: Catalog) -> str | None:
    found = {entry.path for catalog in (newer, older) for entry in catalog.find(name)}
    found = found or {path for path in history.paths() if path == name or path.endswith("." + name)}
    if len(found) > 1:
        raise UsageError(f"{name!r} may mean {' or '.join(sorted(found))}: name one of them")
    return next(iter(found), None)


def _members(path: str, history: History, older: Catalog, newer: Catalog) -> set[str]:
    """What a class or function has in either version or had in any."""
    names = {change.member for change in history.of(path) if change.member and change.kind != "behavior"}
    for catalog in (newer, older):
        entry = catalog.resolve(path)
        if entry is not None and not isinstance(entry, str):
            names.update(each.name for each in entry.parameters)
        if isinstance(entry, ClassEntry):
            names.update(each.name for each in (*entry.methods, *entry.learned))
    return names


def _page(events: Sequence[Event], paint: Paint, width: int) -> Iterator[str]:
    """A heading and its lines for each kind of event; the same change of several classes is one line."""
    for what, title in _TITLES.items():
        rows: dict[tuple[tuple[int, ...], str, str], list[str]] = {}
        for event in events:
            if event.what == what:
                key = (numbers(event.version), _what(event.change), _note(event))
                rows.setdefault(key, []).append(event.change.target.removeprefix("sklearn."))
        if not rows:
            continue
        yield ""
        yield paint("bold", f"{title} ({sum(map(len, rows.values()))})")
        for (version, thing, note), targets in sorted(rows.items(), key=lambda row: (row[0][0], row[1], row[0][1])):
            text = _line(thing, targets) + note
            lines = textwrap.wrap(text, max(20, width - 8), break_long_words=False, break_on_hyphens=False)
            yield f"  {paint('dim', f'{version[0]}.{version[1]}'.ljust(5))} {lines[0]}"
            yield from (f"        {line}" for line in lines[1:])


def _line(thing: str, targets: Sequence[str]) -> str:
    """`svm.SVC(probability)` of one class, `probA_ of svm.NuSVC, svm.SVC` of several."""
    if len(targets) == 1:
        return targets[0] + (thing if thing.startswith(("(", " ")) or not thing else f".{thing}")
    if not thing:
        return ", ".join(targets)
    rest = len(targets) - _NAMED
    named = ", ".join(targets if rest <= 1 else targets[:_NAMED]) + (f" and {rest} more" if rest > 1 else "")
    return f"{thing[1:-1] if thing.startswith('(') else thing.strip()} of {named}"


def _what(change: Change) -> str:
    """What of its target changed, as it follows the target's name."""
    match change.kind:
        case "value":
            return f"({change.member}={_source(change.value)})"
        case "parameter":
            return f"({change.member})"
        case "method" | "keyword-only" if change.member:
            return f"{change.member}()"
        case "argument" | "default" if change.member and "." in change.member:
            method, _, argument = change.member.partition(".")
            return f"{method}({argument})"
        case "default":
            return f"({change.member})"
        case "scoring":
            return f'(scoring="{change.member}")'
        case "behavior":
            return f" {change.member}"
        case _:
            return change.member or ""


def _note(event: Event) -> str:
    """What came of it, with the space before it."""
    change = event.change
    if event.what == "added":
        return ""
    if event.what == "default":
        return f": {_source(change.old)} → {_source(change.new)}"
    if change.kind == "keyword-only":
        first = ", ".join(change.positional) if change.positional else "nothing"
        return f": by position only {first}" if event.what == "keyword-only" else f": soon by position only {first}"
    notes: list[str] = []
    if event.what == "deprecated" and change.removed:
        notes.append(f"{'to go' if change.announced else 'gone'} in {change.removed}")
    if change.renamed:
        notes.insert(0, f" → {_source(change.renamed)}")
        return "; ".join(notes)
    if change.replacement:
        notes.append(f"instead: {change.replacement}")
    return "".join(f"; {note}" for note in notes)


def _source(text: str | None) -> str:
    """Source text with its strings in double quotes, as findings write them."""
    if text is None:
        return "(required)"
    try:
        return literal(literal_eval(text))
    except (ValueError, SyntaxError):
        return text
