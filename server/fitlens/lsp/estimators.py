"""`fitlens/estimators`: the estimators of a document as a tree, with what is set in each and what it learns."""

from __future__ import annotations

from fitlens.analysis.facts import Span
from fitlens.ide.inventory import Item, inventory
from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer, quiet
from fitlens.lsp.documents import uri_of

METHOD = "fitlens/estimators"


def register(ls: FitLensServer) -> None:
    """Registers the request: `{textDocument: {uri}}` names a script, a notebook or one of its cells."""

    @ls.feature(METHOD)
    @quiet(None)
    async def estimators(ls: FitLensServer, params: object) -> list[dict[str, object]] | None:
        analysis = await ls.newest(uri_of(params))
        if analysis is None:
            return None
        return await ls.answers.submit(
            lambda: [_told(each, analysis) for each in inventory(analysis.facts, analysis.document)]
        )


def _told(item: Item, analysis: Analysis) -> dict[str, object]:
    return {
        "name": item.symbol.name,
        "class": item.symbol.detail,
        "kind": item.kind,
        "step": item.symbol.step,
        "place": _place(item.symbol.selection, analysis),
        "fitted": item.fitted,
        "fittedBy": _place(item.by, analysis),
        "hyperparameters": [
            {
                "name": each.name,
                "value": each.value,
                "given": _place(each.given, analysis),
                "runtime": each.runtime,
                "ineffective": each.ineffective,
            }
            for each in item.hyperparameters
        ],
        "learned": [{"name": each.name, "shape": each.shape, "excluded": each.excluded} for each in item.learned],
        "inside": [_told(each, analysis) for each in item.inside],
    }


def _place(span: Span | None, analysis: Analysis) -> dict[str, object] | None:
    if span is None:
        return None
    place = analysis.places.place(span)
    return {"uri": place.uri, "range": place.range}
