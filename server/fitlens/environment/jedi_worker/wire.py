"""What goes over the pipes between the server and its jedi worker: JSON, each message behind its length."""

from __future__ import annotations

import json
from typing import BinaryIO, TypedDict

from fitlens.environment.place import Place
from fitlens.record import NamedTuple

HEADER = 4
LARGEST = 4_000_000
"""Bytes of one message: what claims to be longer is none of ours."""


class Question(NamedTuple):
    """Where does this lead to?"""

    path: str
    """Dotted, `sklearn.svm.SVC.fit`."""
    directories: tuple[str, ...]
    """Those that hold the packages, the first before the others; nothing outside of them is answered."""
    learned: str = ""
    """An attribute of an instance of the class that the path names; empty where the path itself is meant."""


class Asked(TypedDict):
    """A question as it is sent."""

    path: str
    directories: list[str]
    learned: str


class Told(TypedDict, total=False):
    """An answer as it is sent; the first message of a worker has none of it but `missing`, where there is no jedi."""

    places: list[Place]
    error: str
    missing: str
    memory: int
    """Bytes, the most that the worker has had so far; 0 where that cannot be told."""


def asked(question: Question) -> Asked:
    """The message of a question."""
    return {"path": question.path, "directories": list(question.directories), "learned": question.learned}


def packed(message: Asked | Told) -> bytes:
    """A message with its length before it."""
    body = json.dumps(message).encode()
    return len(body).to_bytes(HEADER, "big") + body


def read(stream: BinaryIO) -> Asked | None:
    """The next question; None at the end of the stream."""
    header = stream.read(HEADER)
    if len(header) < HEADER:
        return None
    length = int.from_bytes(header, "big")
    if length > LARGEST:
        return None
    body = stream.read(length)
    return None if len(body) < length else json.loads(body)
