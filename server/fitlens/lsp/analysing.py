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
from fitlens.rules.registry import run
from fitlens.source.document import Document, document_from_cells, document_from_text

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


def analysed(
    snapshot: Snapshot, knowledge: Knowledge, encoding: types.PositionEncodingKind, stale: Callable[[], bool]
) -> Analysis | None:
    """Reads, analyses and judges a snapshot; None where a newer version came between two steps."""
    if snapshot.notebook:
        cells = [(text.cell or 0, text.text) for text in snapshot.texts]
        document = document_from_cells(snapshot.path, cells)
        places = Places.of_notebook([text.uri for text in snapshot.texts], document, encoding)
    else:
        document = document_from_text(snapshot.path, snapshot.texts[0].text)
        places = Places.of_script(snapshot.uri, document, encoding)
    facts, findings = Facts(), ()
    # The analysis promises never to raise. Should it break its word, the labels of one version of one file are lost.
    try:
        if stale():
            return None
        _ = document.tree
        if stale():
            return None
        facts = analyze(document, knowledge.catalog, knowledge.choice.packaged)
        if stale():
            return None
        findings = tuple(run(facts, document))
    except Exception:
        logger.exception("%s: analysis failed", snapshot.path)
    return Analysis(snapshot, document, places, facts, findings, knowledge)
