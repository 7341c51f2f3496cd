"""One version of a document, understood: its facts and findings, and where they lie in the client's terms."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from lsprotocol import types

from fitlens.analysis.analyze import analyze
from fitlens.analysis.facts import Facts
from fitlens.lsp.knowledge import Knowledge
from fitlens.lsp.positions import Places
from fitlens.lsp.session import Snapshot
from fitlens.rules.model import Finding
from fitlens.settings.judge import judge
from fitlens.settings.settings import Settings
from fitlens.source.document import Document

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What every request is answered from. Immutable, hence shared between threads."""

    snapshot: Snapshot
    document: Document
    places: Places
    facts: Facts
    findings: tuple[Finding, ...]
    knowledge: Knowledge
    """What it was analysed with, and is explained by."""
    settings: Settings
    known: frozenset[Finding] = frozenset()
    """Findings that a baseline holds: they are shown, and raise no alarm."""

    def judged(self, document: Document) -> list[Finding]:
        """What would be found in another text of the document. On the thread for what is being typed only."""
        return judge(self.knowledge.analyse(document), document, self.settings, syntax=False)


def places_of(snapshot: Snapshot, document: Document, encoding: types.PositionEncodingKind) -> Places:
    """Where the texts of a snapshot lie in the document that it is read as."""
    if snapshot.notebook:
        return Places.of_notebook([text.uri for text in snapshot.texts], document, encoding)
    return Places.of_script(snapshot.uri, document, encoding)


def analysed(
    snapshot: Snapshot,
    document: Document,
    knowledge: Knowledge,
    settings: Settings,
    encoding: types.PositionEncodingKind,
    stale: Callable[[], bool],
) -> Analysis | None:
    """Analyses and judges a snapshot, which is read as `document`; None where a newer version came between two steps."""
    places = places_of(snapshot, document, encoding)
    facts, findings, known = Facts(), (), frozenset[Finding]()
    # The analysis promises never to raise. Should it break its word, the labels of one version of one file are lost.
    try:
        if stale():
            return None
        _ = document.tree
        if stale():
            return None
        knowledge.refresh()
        facts = analyze(document, knowledge.catalog, knowledge.packaged, knowledge.library, stale)
        if stale():
            return None
        if not settings.leaves_out(snapshot.path):
            findings = tuple(judge(facts, document, settings, syntax=False))
            baseline = None if settings.baseline is None else knowledge.baseline(settings.baseline)
            known = frozenset(() if baseline is None else baseline.sort(document, findings).known)
    except Exception:
        logger.exception("%s: analysis failed", snapshot.path)
    return Analysis(snapshot, document, places, facts, findings, knowledge, settings, known)
