"""Source with a mark where the cursor is, analysed as in an editor."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

import pytest

from fitlens.analysis.analyze import analyze
from fitlens.analysis.facts import Facts
from fitlens.catalog.model import ClassEntry
from fitlens.catalog.store import Catalog, open_catalog
from fitlens.environment.documentation import Paragraph
from fitlens.ide.completion.complete import completions
from fitlens.ide.completion.item import Completions
from fitlens.ide.hover import Hover, hover
from fitlens.ide.signature import Signature, signature
from fitlens.rules.model import Finding
from fitlens.rules.registry import run
from fitlens.source.document import Document, document_from_cells, document_from_text

CURSOR = "<CURSOR>"


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return open_catalog("1.9")


@dataclass(frozen=True)
class Opened:
    """A document with its facts, and the offset of the mark in it."""

    document: Document
    facts: Facts
    catalog: Catalog
    offset: int

    def hover(self, documented: dict[str, Paragraph] | None = None) -> Hover | None:
        """At the mark. documented: what the installed scikit-learn says, by name."""

        def documentation(entry: ClassEntry, name: str) -> Paragraph | None:
            return (documented or {}).get(f"{entry.name}.{name}")

        return hover(self.facts, self.document, self.catalog, self.offset, documentation)

    def told(self, documented: dict[str, Paragraph] | None = None) -> str:
        """That hover's Markdown."""
        found = self.hover(documented)
        assert found is not None, "no hover"
        return found.markdown

    def completions(self, sign: str = "") -> Completions | None:
        """At the mark, by the text alone."""
        return completions(self.document, self.catalog, self.offset, self._analyse, sign)

    def offered(self, sign: str = "") -> list[str]:
        """The labels of these."""
        found = self.completions(sign)
        return [] if found is None else [item.label for item in found.items]

    def signature(self) -> Signature | None:
        """At the mark, by the text alone."""
        return signature(self.document, self.offset, self._analyse)

    def judged(self, document: Document) -> list[Finding]:
        """What is found in another text of the document."""
        return run(self._analyse(document), document)

    def _analyse(self, document: Document) -> Facts:
        return analyze(document, self.catalog)


@pytest.fixture
def opened(catalog: Catalog):
    """Analyses a script, or the cells of a notebook, of which one may carry the mark."""

    def opened(*sources: str) -> Opened:
        texts = [dedent(source) for source in sources]
        plain = [text.replace(CURSOR, "") for text in texts]
        if len(texts) == 1:
            document = document_from_text("script.py", plain[0])
        else:
            document = document_from_cells("notebook.ipynb", list(enumerate(plain, start=1)))
        joined = "\n".join(texts)
        offset = joined.find(CURSOR)
        return Opened(document, analyze(document, catalog), catalog, offset)

    return opened
