"""`fitlens/labels`: the labels as data, for clients that draw them by themselves.

An editor that asks one server alone for semantic tokens would lose its Python server's by ours (VS Code).
"""

from __future__ import annotations

from fitlens.analysis.facts import Span
from fitlens.ide.labels import labels
from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer, quiet
from fitlens.lsp.positions import as_data

METHOD = "fitlens/labels"


def register(ls: FitLensServer) -> None:
    """Registers the request. Its parameters are those of `textDocument/semanticTokens/full`: a script's or a cell's URI.

    The answer is null for what is not open, else the version that the labels are of, and for each in source order its range,
    role (estimator, hyperparameter, learned-parameter) and modifiers.
    """

    @ls.feature(METHOD)
    @quiet(None)
    async def labelled(ls: FitLensServer, params: object) -> dict[str, object] | None:
        uri = getattr(getattr(params, "textDocument", None), "uri", None)
        analysis = await ls.newest(uri) if isinstance(uri, str) else None
        if analysis is None or not isinstance(uri, str):
            return None
        return await ls.answers.submit(lambda: _told(analysis, uri))


def _told(analysis: Analysis, uri: str) -> dict[str, object] | None:
    part = analysis.places.part(uri)
    if part is None:
        return None
    found: list[dict[str, object]] = []
    for label in labels(analysis.facts, Span(part.start, part.start + part.length)):
        place = analysis.places.place(label.span)
        if place.uri == uri:
            found.append({"range": as_data(place.range), "role": label.role, "modifiers": sorted(label.modifiers)})
    return {"version": analysis.snapshot.version(uri), "labels": found}
