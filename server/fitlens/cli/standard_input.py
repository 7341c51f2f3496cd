"""A program that comes by standard input, as editors and other tools hand one over."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from fitlens.cli.exits import UsageError
from fitlens.record import NamedTuple
from fitlens.source.document import Document, document_from_bytes, read_document


class Sources(NamedTuple):
    """What a run is about: paths, or a program that has been read already."""

    paths: tuple[str, ...]
    given: bytes | None = None
    """What standard input held; the one path is then what it is called."""

    @classmethod
    def of(cls, paths: Sequence[str], filename: str | None) -> Sources:
        """Reads standard input where `-` is the path. Raises UsageError where that cannot be."""
        if "-" not in paths:
            if filename is not None:
                raise UsageError(f"--stdin-filename {filename}: it names what - reads, and - is not among the paths")
            return cls(tuple(paths))
        if len(paths) > 1:
            raise UsageError("-: standard input is checked alone; leave out the other paths")
        if filename is not None and os.path.isdir(filename):
            raise UsageError(f"--stdin-filename {filename}: is a directory; expected a file's name")
        if sys.stdin is None:
            raise UsageError("-: standard input is closed; write the program there")
        return cls((filename or "<stdin>",), sys.stdin.buffer.read())

    def read(self, path: str) -> Document:
        """The document of a path. Raises SourceError."""
        return read_document(path) if self.given is None else document_from_bytes(path, self.given)
