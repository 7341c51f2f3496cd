"""Files of settings that the client has open, for which we complete what may be written in them."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from fitlens.ide.completion.item import Completions
from fitlens.ide.completion.settings_file import setting_completions
from fitlens.lsp.positions import Part, Places, TextPositions, edited
from fitlens.settings.configuration import NAMES

_SHARED = "pyproject.toml"
"""The one that holds settings of other tools besides."""


class SettingsFiles:
    """Their texts, by URI. Used by the event loop only."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def open(self, item: types.TextDocumentItem) -> None:
        """Takes a file in, if it is one of settings."""
        if item.uri.rpartition("/")[2] in NAMES:
            self._texts[item.uri] = item.text

    def change(
        self, uri: str, changes: Sequence[types.TextDocumentContentChangeEvent], encoding: types.PositionEncodingKind
    ) -> None:
        """Applies edits to a file that is open."""
        if uri in self._texts:
            self._texts[uri] = edited(self._texts[uri], changes, encoding)

    def close(self, uri: str) -> None:
        """Forgets a file."""
        self._texts.pop(uri, None)

    def completions(
        self, uri: str, position: types.Position, encoding: types.PositionEncodingKind
    ) -> tuple[Completions, int, Places] | None:
        """What may stand at a position, with its offset and the places of the text; None where none of it is ours."""
        text = self._texts.get(uri)
        if text is None:
            return None
        positions = TextPositions(text, encoding)
        offset = positions.offset(position)
        found = setting_completions(text, offset, whole=not uri.endswith(f"/{_SHARED}"))
        places = Places((Part(uri, 0, len(text), positions),), (0,))
        return None if found is None else (found, offset, places)
