"""textDocument/definition: from the installed source where that tells, else from jedi, if it says so in time."""

from __future__ import annotations

import os
import tokenize

from lsprotocol import types
from pygls.uris import from_fs_path

from fitlens.analysis.facts import Span
from fitlens.environment.jedi_worker.wire import Question
from fitlens.environment.place import Place
from fitlens.ide.definition import Definition, definition
from fitlens.lsp.analysing import Analysis
from fitlens.lsp.connection import FitLensServer, quiet
from fitlens.lsp.positions import TextPositions

Answer = list[types.LocationLink] | list[types.Location] | None


def register(ls: FitLensServer, capabilities: types.ClientCapabilities, wanted: bool | None) -> None:
    """Registers go-to-definition, where the client knows it and the user's options do not say no."""
    supported = capabilities.text_document.definition if capabilities.text_document else None
    if supported is None or wanted is False:
        return
    links = bool(supported.link_support)

    @ls.feature(types.TEXT_DOCUMENT_DEFINITION)
    @quiet(None)
    async def go_to_definition(ls: FitLensServer, params: types.DefinitionParams) -> Answer:
        uri = params.text_document.uri
        analysis = await ls.of_now(uri)
        offset = analysis.places.offset(uri, params.position) if analysis else None
        if analysis is None or offset is None:
            return None
        knowledge = analysis.knowledge
        found = await ls.answers.submit(
            lambda: definition(
                analysis.facts,
                analysis.document,
                offset,
                knowledge.catalog,
                knowledge.definitions,
                lambda package: knowledge.concerns(analysis.document.path, package),
            )
        )
        if found is None:
            return None
        places = list(found.places)
        directories = await ls.answers.submit(lambda: knowledge.directories) if found.leads else ()
        for lead in found.leads:
            places += await ls.jedi.places(Question(lead.path, directories, lead.learned)) or ()
        return await ls.answers.submit(lambda: _answer(analysis, uri, found, places, ls.session.encoding, links))


def _answer(
    analysis: Analysis,
    uri: str,
    found: Definition,
    places: list[Place],
    encoding: types.PositionEncodingKind,
    links: bool,
) -> Answer:
    locations = [location for place in places if (location := _location(analysis, place, encoding)) is not None]
    if not locations:
        return None
    if not links:
        return locations
    origin = analysis.places.place(found.span)
    own = origin.range if origin.uri == uri else None
    return [types.LocationLink(each.uri, each.range, each.range, own) for each in locations]


def _location(analysis: Analysis, place: Place, encoding: types.PositionEncodingKind) -> types.Location | None:
    document = analysis.document
    if place.file == document.path:
        start = document.lines.span(place.line)[0] + place.column
        here = analysis.places.place(Span(start, start + len(place.name)))
        return types.Location(here.uri, here.range)
    uri = from_fs_path(os.path.abspath(place.file))
    try:
        with tokenize.open(place.file) as file:
            text = file.read()
    except (OSError, SyntaxError, UnicodeError):
        return None
    if uri is None:
        return None
    positions = TextPositions(text, encoding)
    start = positions.offset_of(place.line, place.column)
    return types.Location(uri, types.Range(positions.position(start), positions.position(start + len(place.name))))
