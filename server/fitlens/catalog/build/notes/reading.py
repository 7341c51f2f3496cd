"""Finds the notes on a class's hyperparameters, and reads each as far as it can be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from fitlens.catalog.build.notes.conditions import leaves_more, read_condition, speaks_of
from fitlens.catalog.build.notes.domains import Domains, domains, phrase
from fitlens.catalog.build.notes.model import Note, Unread
from fitlens.catalog.build.notes.sentences import Claim, claims, knows_more, sentences
from fitlens.catalog.model import ClassEntry, Conditions


def notes_of(entry: ClassEntry, paragraphs: Mapping[str, Sequence[str]]) -> Iterator[Note | Unread]:
    """The notes in what is written about each hyperparameter of a class, each distinct one once.

    A sentence that names no other hyperparameter, and no value of one, is no note.
    """
    known = domains(entry)
    told: set[object] = set()
    for name, lines in paragraphs.items():
        if name not in known:
            continue
        about = [
            each.text
            for each in sentences(lines)
            # An item of a list that describes one of its own values says nothing of it as a whole.
            if not _begins_with_value(each.item, known[name])
            or any(_subjects(claim.subject, name, known) for claim in claims(each.text))
        ]
        more = any(knows_more(each) for each in about)
        for number, sentence in enumerate(about):
            for each in _read(entry.path, name, about[: number + 1], known):
                if isinstance(each, Note) and more and "onl" not in sentence and each.says == "used":
                    continue
                key = (each.parameter, _key(each)) if isinstance(each, Note) else (name, sentence)
                if key not in told:
                    told.add(key)
                    yield each


def _begins_with_value(item: str, values: Sequence[object]) -> bool:
    first = re.match(r"""(?:if )?[`'"]*([\w-]+)""", item, re.IGNORECASE)
    return first is not None and any(first[1] == str(each) for each in values)


def _key(note: Note) -> Conditions:
    """The same for "only used under" and "ignored under any other"."""
    if note.says == "used" and len(note.when) == 1 and len(note.when[0]) == 1:
        return _negated(note.when) or note.when
    return note.when


def _read(path: str, name: str, about: Sequence[str], known: Domains) -> Iterator[Note | Unread]:
    """What the last sentence says; the ones before it are what it may refer to."""
    sentence = about[-1]
    noted = False
    for claim in claims(sentence):
        noted = noted or claim.otherwise or speaks_of(sentence, name, known)
        subjects = _subjects(claim.subject, name, known)
        when = _earlier(name, claim, about[:-1], known) if claim.otherwise else _condition(name, claim, subjects, known)
        if when:
            for each in subjects or (name,):
                yield Note(path, each, claim.says, when, sentence)
            return
    if noted:
        yield Unread(path, name, sentence)


def _subjects(text: str, name: str, known: Domains) -> list[str]:
    """The other hyperparameters that a text names, written as code or in a list."""
    plain = text.replace("`", "")
    return [each for each in known if each != name and re.search(rf"\b{re.escape(each)}\b", plain)]


def _condition(name: str, claim: Claim, subjects: Sequence[str], known: Domains) -> Conditions | None:
    if claim.topic and not re.search(phrase(name), claim.topic.replace("`", ""), re.IGNORECASE):
        return None  # something else is said to be used then
    owner = "" if subjects else name
    when = read_condition(claim.condition, owner, known, "" if claim.subject else "exact")
    if when is None or (claim.says == "ignored" and leaves_more(claim.condition, owner, known)):
        return None
    return _without(_negated(when) if claim.negated else when, subjects or (name,))


def _earlier(name: str, claim: Claim, before: Sequence[str], known: Domains) -> Conditions | None:
    """Any value but those of the nearest sentence that names some."""
    for sentence in reversed(before):
        when = read_condition(sentence, name, known)
        if claim.noun and (when is None or f" {claim.noun}" in sentence):
            when = read_condition(f"{sentence} {claim.noun}", name, known, "any form")
        if when:
            return _negated(when)
    return None


def _negated(when: Conditions) -> Conditions | None:
    """Its opposite, where that is as simple."""
    if len(when) == 1:
        return tuple((each._replace(other=not each.other),) for each in when[0])
    return None


def _without(when: Conditions | None, names: Sequence[str]) -> Conditions | None:
    """What is asked of other hyperparameters; a condition on the very one says nothing here."""
    kept = tuple(tuple(each for each in together if each.parameter not in names) for together in when or ())
    return kept if kept and all(kept) else None
