"""Fixes made round after round, each judged anew, until nothing is left to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from fitlens.record import NamedTuple
from fitlens.rules.model import Finding
from fitlens.rules.repairing import is_as_good, offered, repair
from fitlens.source.document import Document
from fitlens.source.orphans import orphans
from fitlens.source.replacing import Replacement, replaced

MOST: Final = 25
"""Rounds. Fixes that are still not done then undo each other."""

Judge = Callable[[Document], Sequence[Finding]]


class Mended(NamedTuple):
    """What fixes make of one document."""

    document: Document
    findings: Sequence[Finding]
    """What is left."""
    rounds: tuple[tuple[Replacement, ...], ...] = ()
    """What was changed, each round in the text that the one before made."""
    settled: tuple[Finding, ...] = ()
    """Whose fixes were made."""
    refused: tuple[Finding, ...] = ()
    """Whose fixes would have made something that is no Python."""
    restless: bool = False
    """The fixes did not come to an end."""


def mend(document: Document, findings: Sequence[Finding], judge: Judge, *, unsafe: bool) -> Mended:
    """Makes all fixes of a document. `findings` are those of the document, `judge` says what is found in another."""
    original = document
    rounds: list[tuple[Replacement, ...]] = []
    settled: list[Finding] = []
    refused: tuple[Finding, ...] = ()
    seen = {document.text}
    restless = False
    while offered(findings, unsafe=unsafe):
        done = repair(document, findings, unsafe=unsafe)
        if not done.settled:
            refused = done.refused
            break
        if len(rounds) == MOST or done.document.text in seen:
            restless = True
            break
        seen.add(done.document.text)
        rounds.append(done.replacements)
        settled += done.settled
        document = done.document
        findings = judge(document)
    idle = orphans(original, document) if rounds else []
    if idle:
        without = replaced(document, idle)
        if is_as_good(document, without):
            rounds.append(tuple(sorted(idle)))
            document, findings = without, judge(without)
    return Mended(document, findings, tuple(rounds), tuple(settled), refused, restless)
