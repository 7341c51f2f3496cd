"""The bytes of a file after some of its text was replaced: encoding, byte order mark and line breaks as they were."""

from __future__ import annotations

from collections.abc import Iterable

from fitlens.source.document import Document
from fitlens.source.read import UTF8_BOM, SourceError, declared_encoding, decode_source
from fitlens.source.replacing import Replacement, spliced


def rewritten(document: Document, data: bytes, replacements: Iterable[Replacement]) -> bytes:
    """What `data`, the bytes that the document was read from, become.

    Raises SourceError where that would change more than the text that is meant, or is not possible in its encoding.
    """
    ordered = sorted(replacements)
    if document.kind == "notebook":
        from fitlens.source.notebook_rewriting import rewritten_notebook

        return rewritten_notebook(document, data, ordered)
    text = decode_source(document.path, data)
    if text != document.text:
        raise SourceError(document.path, "is not fixed: it was changed while it was checked; run this again")
    mark = UTF8_BOM if data.startswith(UTF8_BOM) else b""
    encoding = declared_encoding(data[len(mark) :]) or "utf-8"
    if mark or encoding.lower().replace("_", "-") in {"utf-8-sig", "utf8-sig"}:
        encoding = "utf-8"
    if mark + text.encode(encoding) != data:
        raise SourceError(
            document.path, f"is not fixed: written again as {encoding}, it is not what it was; save it as UTF-8"
        )
    try:
        return mark + spliced(text, ordered).encode(encoding)
    except UnicodeEncodeError as error:
        what = error.object[error.start : error.end]
        raise SourceError(
            document.path, f"is not fixed: {what!r} cannot be written in {encoding}; save it as UTF-8"
        ) from None
