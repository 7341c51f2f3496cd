"""An editor of the tests' own: speaks to a real server as one of the recorded clients, counting in its units."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
from lsprotocol import types
from lsprotocol.converters import get_converter
from pytest_lsp import ClientServerConfig, LanguageClient

TESTS = Path(__file__).parents[1]
SERVER = TESTS.parent / "server"
CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


COMMAND = [sys.executable, "-m", "fitlens", "server", "--stdio"]


def capabilities(client: str) -> types.ClientCapabilities:
    """What a real client announced, as it was recorded."""
    recorded = json.loads((TESTS / "clients" / "caps" / f"{client}.json").read_text())
    return get_converter().structure(recorded, types.ClientCapabilities)


@pytest.fixture(scope="session")
def example() -> str:
    """A program with an emoji before the names that are hovered."""
    return (TESTS / "clients" / "emoji.py.txt").read_text()


class Token(NamedTuple):
    """One semantic token."""

    offset: int
    text: str
    type: str
    modifiers: int


@pytest.fixture(scope="module")
async def editor(request: pytest.FixtureRequest):
    """The client named by the test's parameter (`indirect`), one server for all tests of a module that name it."""
    client = await ClientServerConfig(COMMAND, server_env={**os.environ, "PYTHONPATH": str(SERVER)}).start()
    assert isinstance(client, LanguageClient)
    yield await Editor.start(client, request.param)
    await client.shutdown_session()
    await client.stop()


@dataclass
class Editor:
    """One client with its open documents."""

    client: LanguageClient
    capabilities: types.ClientCapabilities
    offered: types.ServerCapabilities
    numbers: count[int] = field(default_factory=count)
    texts: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    @classmethod
    async def start(cls, client: LanguageClient, name: str) -> Editor:
        """Initializes the session as the named client."""
        announced = capabilities(name)
        result = await client.initialize_session(
            types.InitializeParams(capabilities=announced, root_uri="file:///nowhere")
        )
        return cls(client, announced, result.capabilities)

    @property
    def pulls(self) -> bool:
        document = self.capabilities.text_document
        return document is not None and document.diagnostic is not None

    @property
    def codec(self) -> tuple[str, int]:
        """Python's name of the encoding that positions are in, and the bytes of one unit of it."""
        assert self.offered.position_encoding is not None
        return CODECS[self.offered.position_encoding]

    def position(self, uri: str, offset: int) -> types.Position:
        """The position of an offset, computed by Python's codecs."""
        codec, unit = self.codec
        before = self.texts[uri][:offset]
        line = before.count("\n")
        return types.Position(line, len(before.rpartition("\n")[2].encode(codec)) // unit)

    def offset(self, uri: str, position: types.Position) -> int:
        codec, unit = self.codec
        lines = self.texts[uri].split("\n")
        inside = lines[position.line].encode(codec)[: position.character * unit].decode(codec)
        return sum(len(line) + 1 for line in lines[: position.line]) + len(inside)

    def written(self, uri: str, range_: types.Range) -> str:
        """The text that a range covers."""
        return self.texts[uri][self.offset(uri, range_.start) : self.offset(uri, range_.end)]

    def open(self, text: str, suffix: str = ".py") -> str:
        """Opens a script that was never opened before, so that nothing published of an earlier one is taken for its own."""
        uri = f"file:///nowhere/{next(self.numbers)}{suffix}"
        self.texts[uri], self.versions[uri] = text, 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "python", 1, text))
        )
        return uri

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
        del self.texts[uri], self.versions[uri]

    def edit(self, uri: str, edits: Sequence[types.TextEdit]) -> None:
        """Applies edits here, and tells the server of them as one change each, the last in the text first."""
        changes: list[types.TextDocumentContentChangeEvent] = []
        for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
            start, end = self.offset(uri, edit.range.start), self.offset(uri, edit.range.end)
            changes.append(types.TextDocumentContentChangePartial(edit.range, edit.new_text))
            self.texts[uri] = self.texts[uri][:start] + edit.new_text + self.texts[uri][end:]
        self.versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, changes))

    async def diagnostics(self, uri: str) -> list[types.Diagnostic]:
        """By the client's way: pulled, or the next that are pushed."""
        if self.pulls:
            report = await self.client.text_document_diagnostic_async(
                types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
            )
            assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
            return list(report.items)
        return await self.pushed(uri)

    async def pushed(self, uri: str) -> list[types.Diagnostic]:
        """What is published for the document next, or was already."""
        async with asyncio.timeout(20):
            while uri not in self.client.diagnostics:
                await asyncio.sleep(0.005)
        return list(self.client.diagnostics.pop(uri))

    async def hover(self, uri: str, needle: str, occurrence: int = 0) -> types.Hover | None:
        """On the first character of the text that stands there."""
        offset = -1
        for _ in range(occurrence + 1):
            offset = self.texts[uri].index(needle, offset + 1)
        return await self.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(uri), self.position(uri, offset))
        )

    async def told(self, uri: str, needle: str, occurrence: int = 0) -> str:
        """What that hover says."""
        hover = await self.hover(uri, needle, occurrence)
        assert hover is not None, f"no hover on {needle!r}"
        assert hover.range is not None
        assert self.written(uri, hover.range) == needle
        assert isinstance(hover.contents, types.MarkupContent)
        return hover.contents.value

    async def completions(self, uri: str, offset: int, sign: str | None = None) -> Sequence[types.CompletionItem]:
        """At an offset; sign: the character that was typed there, where that is why the client asks."""
        kind = types.CompletionTriggerKind.TriggerCharacter if sign else types.CompletionTriggerKind.Invoked
        document = self.capabilities.text_document
        told = document is not None and document.completion is not None and document.completion.context_support
        found = await self.client.text_document_completion_async(
            types.CompletionParams(
                types.TextDocumentIdentifier(uri),
                self.position(uri, offset),
                context=types.CompletionContext(kind, sign) if told else None,
            )
        )
        return list(found.items) if isinstance(found, types.CompletionList) else list(found or ())

    def complete(self, uri: str, item: types.CompletionItem) -> None:
        """Takes an item into the text, as the client does when the user chooses it; its snippet's first choice at once."""
        edit = item.text_edit
        assert edit is not None
        range_ = edit.insert if isinstance(edit, types.InsertReplaceEdit) else edit.range
        text = edit.new_text
        if item.insert_text_format == types.InsertTextFormat.Snippet:
            text = re.sub(r"\$\{1\|([^,|]*)[^}]*\|\}", r"\1", text)
        self.edit(uri, [types.TextEdit(range_, text), *(item.additional_text_edits or ())])

    async def signature(self, uri: str, offset: int) -> types.SignatureHelp | None:
        return await self.client.text_document_signature_help_async(
            types.SignatureHelpParams(types.TextDocumentIdentifier(uri), self.position(uri, offset))
        )

    async def actions(self, uri: str, diagnostic: types.Diagnostic) -> Sequence[types.CodeAction]:
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(uri), diagnostic.range, types.CodeActionContext([diagnostic])
            )
        )
        return [action for action in found or () if isinstance(action, types.CodeAction)]

    async def chosen(self, action: types.CodeAction) -> types.CodeAction:
        """The action as it is when the user chooses it: with the edit that it may have been offered without."""
        return action if action.edit is not None else await self.client.code_action_resolve_async(action)

    def edits(self, action: types.CodeAction) -> list[types.TextEdit]:
        """The edits of an action on one document, in the form that the client announced."""
        assert action.edit is not None
        workspace = self.capabilities.workspace
        versioned = workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes
        if not versioned:
            assert action.edit.document_changes is None
            (edits,) = (action.edit.changes or {}).values()
            return list(edits)
        assert action.edit.changes is None
        (change,) = action.edit.document_changes or [None]
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == self.versions[change.text_document.uri]
        return [edit for edit in change.edits if isinstance(edit, types.TextEdit)]

    async def tokens(self, uri: str) -> list[Token]:
        """Every semantic token, in order."""
        tokens = await self.client.text_document_semantic_tokens_full_async(
            types.SemanticTokensParams(types.TextDocumentIdentifier(uri))
        )
        return self.decoded(uri, tokens)

    def decoded(self, uri: str, tokens: types.SemanticTokens | None) -> list[Token]:
        assert tokens is not None
        assert self.offered.semantic_tokens_provider is not None
        legend = list(self.offered.semantic_tokens_provider.legend.token_types)
        found: list[Token] = []
        line = character = 0
        for down, right, length, kind, modifiers in zip(*[iter(tokens.data)] * 5, strict=True):
            line, character = line + down, right if down else character + right
            range_ = types.Range(types.Position(line, character), types.Position(line, character + length))
            offset = self.offset(uri, range_.start)
            found.append(Token(offset, self.written(uri, range_), legend[kind], modifiers))
        return found
