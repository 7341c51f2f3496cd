"""A pipeline in the place of a transformer and a model that are used one behind the other."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.chained import chain_at
from fitlens.analysis.facts import Facts, Span
from fitlens.catalog.model import ClassEntry, FunctionEntry
from fitlens.catalog.store import Catalog
from fitlens.ide.completion.names import needed_import
from fitlens.rules.model import Edit
from fitlens.source.document import Document
from fitlens.source.replacing import cell_at, within_cell


def into_pipeline(
    facts: Facts, document: Document, place: Span, catalog: Catalog
) -> Iterator[tuple[str, tuple[Edit, ...], bool]]:
    """The title, the edits, and whether another file could see the difference, if it imports this one."""
    maker = _maker(catalog)
    pipeline = catalog.resolve(maker.builds or "") if maker is not None else None
    if maker is None or not isinstance(pipeline, ClassEntry):
        return
    chain = chain_at(document, facts, place, pipeline)
    if chain is None:
        return
    removed = [_whole_lines(document, span) for span in chain.removed]
    module, _, name = maker.path.rpartition(".")
    brought = needed_import(document, chain.model.start, module, name)
    if brought is None or None in removed:
        return
    steps = [document.text[span.start : span.end] for span in (chain.transformer, chain.model)]
    edits = [Edit(span, "") for span in removed if span is not None]
    edits += [Edit(Span(each.offset, each.offset), each.text) for each in brought]
    edits.append(Edit(chain.model, f"{name}({', '.join(steps)})"))
    edits += [Edit(old, document.text[new.start : new.end]) for old, new in chain.inputs]
    classes = [made.classes[0].name for made in facts.constructions if made.span in (chain.transformer, chain.model)]
    yield f"Make a pipeline of {' and '.join(classes)}", tuple(sorted(edits)), not chain.local


def _maker(catalog: Catalog) -> FunctionEntry | None:
    """The function that makes a composite whose steps work one behind the other."""
    for path in catalog.paths():
        entry = catalog.resolve(path)
        if isinstance(entry, FunctionEntry) and entry.builds:
            built = catalog.resolve(entry.builds)
            if isinstance(built, ClassEntry) and any(each.by_position for each in built.compositions):
                return entry
    return None


def _whole_lines(document: Document, span: Span) -> Span | None:
    """The lines of a statement that has them for itself; None where others stand on them."""
    first, last = document.line_of(span.start), document.line_of(span.end)
    start, end = document.line_span(first)[0], document.line_span(last)[1]
    behind = document.text[span.end : end].strip()
    if document.text[start : span.start].strip() or (behind and not behind.startswith("#")):
        return None
    following = document.line_span(last + 1)[0]
    if (
        following > end
        and within_cell(document, start, following)
        and cell_at(document, following) == cell_at(document, start)
    ):
        end = following
    return Span(start, end)
