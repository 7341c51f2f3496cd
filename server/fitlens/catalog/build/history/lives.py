"""Events, in the order of versions, as lives of names."""

from __future__ import annotations

from collections.abc import Iterable

from fitlens.catalog.build.history.events import Event, Subject
from fitlens.catalog.build.history.values import same_value, sentinel
from fitlens.catalog.history import Change


class Lives:
    """Takes events oldest first and keeps what they amount to."""

    def __init__(self) -> None:
        self._closed: list[Change] = []
        self._open: dict[Subject, Change] = {}
        self._gone: set[str] = set()
        """Modules, classes and functions that are no more, and with them what they had."""
        self._meant: dict[Subject, tuple[str | None, str | None]] = {}
        """Subject of a default that now is a sentinel -> the default that stood there before."""

    def take(self, events: Iterable[Event]) -> None:
        """One version's events, all of them: what it no longer warns of is there to stay."""
        events = tuple(events)
        spoken_of = {event.subject for event in events if event.what in ("deprecated", "removed")}
        self._gone.update(
            event.subject.target
            for event in events
            if event.what == "removed" and event.subject.kind in ("module", "class", "function")
        )
        for subject, life in self._open.items():
            if life.deprecated is not None and subject not in spoken_of and subject.target not in self._gone:
                self._open[subject] = life._replace(deprecated=None, removed=None, announced=False)
        for event in events:
            if event.what == "changed":
                self._change(event)
                continue
            subject = event.subject
            life = self._open.get(subject) or Change(*subject)
            match event.what:
                case "added":
                    self._open[subject] = life._replace(added=event.version)
                case "deprecated":
                    self._open[subject] = life._replace(
                        deprecated=life.deprecated or event.version,
                        removed=event.announced or life.removed,
                        announced=event.announced is not None or life.announced,
                        renamed=event.renamed or life.renamed,
                        positional=event.positional,
                    )
                case "removed":
                    self._open.pop(subject, None)
                    self._closed.append(
                        life._replace(
                            removed=event.version,
                            announced=False,
                            renamed=event.renamed or life.renamed,
                            positional=event.positional,
                        )
                    )

    def told(self) -> list[Change]:
        """Every life, ended or not, of which there is anything to tell."""
        return [*self._closed, *(life for life in self._open.values() if life.added or life.deprecated)]

    def _change(self, event: Event) -> None:
        """A sentinel (`'warn'`) is no default: what counts is the value before it and the one that comes after."""
        subject, old, new = event.subject, event.old, event.new
        if sentinel(old) is not None:
            if subject not in self._meant:
                return
            old, since = self._meant.pop(subject)
        else:
            since = None
        if sentinel(new) is not None:
            self._meant[subject] = (old, event.version if sentinel(new) != "deprecated" else None)
        elif not same_value(old, new):
            self._closed.append(Change(*subject, deprecated=since, changed=event.version, old=old, new=new))
