"""From bytes on disk to text: encodings, byte order marks, and what to tell the user where that fails."""

from __future__ import annotations

import os
import re
import stat

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
UTF8_BOM = b"\xef\xbb\xbf"


class SourceError(Exception):
    """A file that cannot be read as a document. `str()` of it names the file and the mend."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(path, message)
        self.path = path
        self.message = message

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


def read_bytes(path: str) -> bytes:
    """The bytes of a regular file. Raises SourceError where there is none or it may not be read."""
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise SourceError(path, "is a directory; name a Python file or a notebook in it")
        # A pipe or a device may never end.
        if not stat.S_ISREG(mode):
            raise SourceError(path, "is not a regular file; save the program to a file first")
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise SourceError(path, "no such file; check the path") from None
    except NotADirectoryError:
        raise SourceError(path, "no such file: a part of the path is not a directory") from None
    except PermissionError:
        raise SourceError(path, "permission denied; allow this user to read it") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(path, f"cannot be read: {reason}") from None


def decode_source(path: str, data: bytes) -> str:
    """The text of Python source as PEP 263 says: a byte order mark (left out), else a coding line, else UTF-8.

    Line breaks stay as they are. Raises SourceError where the bytes are not in that encoding.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(path, "is UTF-16, which Python does not read; save it as UTF-8")
    marked = data.startswith(UTF8_BOM)
    if marked:
        data = data[len(UTF8_BOM) :]
    encoding = declared_encoding(data)
    if marked and encoding is not None and encoding.lower().replace("_", "-") not in {"utf-8", "utf8", "utf-8-sig"}:
        raise SourceError(path, f"begins with a UTF-8 mark but its coding line says {encoding}; remove one of the two")
    try:
        return data.decode(encoding or "utf-8")
    except LookupError:
        raise SourceError(
            path, f"its coding line names {encoding}, which Python does not know; save it as UTF-8"
        ) from None
    except (UnicodeDecodeError, UnicodeError) as error:
        where = ""
        if isinstance(error, UnicodeDecodeError):
            line = data.count(b"\n", 0, error.start) + 1
            where = f" (byte 0x{data[error.start]:02x} on line {line})"
        if encoding is None:
            mend = "and no coding line says otherwise; save it as UTF-8, or name its encoding on the first line: # coding: latin-1"
            raise SourceError(path, f"is not UTF-8{where}, {mend}") from None
        raise SourceError(path, f"is not {encoding}{where} as its coding line says; save it as UTF-8") from None


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a comment on line 1 or 2 names, or None."""
    lines = re.split(rb"\r\n|\n|\r", data[:4096], maxsplit=2)[:2]
    for line in lines:
        found = _COOKIE.match(line)
        if found:
            return found[1].decode("ascii", "replace")
        if not _BLANK.match(line):
            return None
    return None
