"""Programs with the labels written into them: `⟦C⟧` marks a place, and the test says what stands there."""

from __future__ import annotations

from fitlens.analysis.analyze import analyze
from fitlens.analysis.facts import Facts, Site
from fitlens.catalog.store import open_catalog
from fitlens.rules import registry
from fitlens.source.document import document_from_cells, document_from_text


def labels(program: str) -> list[tuple[str, str, str, str] | None]:
    """(role, estimators, name, state) at each marked place, None where there is no label."""
    return at_marks(program, analyze(document_from_text("program.py", unmarked(program)), open_catalog()))


def unmarked(program: str) -> str:
    """The program without the marks."""
    return program.replace("⟦", "").replace("⟧", "")


def at_marks(program: str, facts: Facts) -> list[tuple[str, str, str, str] | None]:
    """The labels at the marks of a program that was analysed without them."""
    offsets: list[int] = []
    for index, character in enumerate(program):
        if character == "⟦":
            offsets.append(index - program[:index].count("⟦") - program[:index].count("⟧"))
    return [_label(next((s for s in facts.sites if s.span.start == offset), None)) for offset in offsets]


def notebook_labels(*cells: str) -> list[tuple[str, str, str, str]]:
    """All labels of a notebook, in order."""
    document = document_from_cells("study.ipynb", enumerate(cells, 1))
    return [label for site in analyze(document, open_catalog()).sites if (label := _label(site))]


def _label(site: Site | None) -> tuple[str, str, str, str] | None:
    if site is None:
        return None
    return site.role, "|".join(path.rpartition(".")[2] for path in site.estimators), site.name, site.state


def notebook_findings(*cells: str) -> list[str]:
    """The codes of what is found in a notebook, in order."""
    document = document_from_cells("study.ipynb", enumerate(cells, 1))
    return [finding.code for finding in registry.run(analyze(document, open_catalog()), document)]


def findings(program: str) -> list[str]:
    """The codes of what is found in a program, in order."""
    document = document_from_text("program.py", unmarked(program))
    return [finding.code for finding in registry.run(analyze(document, open_catalog()), document)]
