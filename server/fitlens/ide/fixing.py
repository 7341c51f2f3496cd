"""All that can be fixed safely in a document, as edits of its text as it stands: as many rounds as a run of `check` would make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from fitlens.analysis.facts import Span
from fitlens.rules.model import Edit, Finding
from fitlens.rules.rounds import Judge, mend
from fitlens.source.document import Document


def everything_fixed(document: Document, findings: Sequence[Finding], judge: Judge) -> tuple[Edit, ...]:
    """The edits, in order and by lines; none where nothing can be fixed. judge: says what is found in another document."""
    after = mend(document, findings, judge, unsafe=False).document
    if after is document:
        return ()
    if document.kind == "script":
        return tuple(_changed(document.text, after.text, 0))
    return tuple(
        edit
        for old, new in zip(document.cells, after.cells, strict=True)
        # the last line break is the document's, not the notebook's
        for edit in _changed(document.text[old.start : old.end - 1], after.text[new.start : new.end - 1], old.start)
    )


def _changed(before: str, after: str, start: int) -> Iterator[Edit]:
    """What makes one text of another, which begins at an offset."""
    if before == after:
        return
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    offsets = [start]
    for each in old:
        offsets.append(offsets[-1] + len(each))
    for kind, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Edit(Span(offsets[first], offsets[last]), "".join(new[begin:end]))
