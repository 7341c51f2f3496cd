"""A program typed character by character: every state of it in between is answered, and what stands above stays labelled."""

import asyncio

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcRequestCancelled

pytestmark = pytest.mark.parametrize("editor", ["neovim-0.11.4"], indirect=True, scope="module")


async def test_every_prefix_is_answered_and_labels_above_survive(editor, example):
    uri = editor.open(example)
    whole = await editor.tokens(uri)
    editor.close(uri)

    uri = editor.open("")
    for length, character in enumerate(example, start=1):
        end = editor.position(uri, length - 1)
        editor.edit(uri, [types.TextEdit(types.Range(end, end), character)])
        at = types.HoverParams(types.TextDocumentIdentifier(uri), editor.position(uri, length))
        # An error response would raise here.
        _, _, tokens = await asyncio.gather(
            editor.client.text_document_hover_async(at), editor.diagnostics(uri), editor.tokens(uri)
        )
        finished = example.rfind("\n", 0, length) + 1
        above = [token for token in tokens if token.offset < finished]
        assert above == [token for token in whole if token.offset < finished], example[:length]
    assert await editor.tokens(uri) == whole
    editor.close(uri)


async def test_typing_faster_than_the_analysis_ends_at_the_newest_version(editor, example):
    uri = editor.open("")
    waiting = []
    for length, character in enumerate(example, start=1):
        end = editor.position(uri, length - 1)
        editor.edit(uri, [types.TextEdit(types.Range(end, end), character)])
        waiting.append(asyncio.ensure_future(editor.diagnostics(uri)))
    reports = await asyncio.gather(*waiting)
    assert {diagnostic.code for diagnostic in reports[-1]} == {"SKL101", "SKL201"}
    editor.close(uri)


async def test_a_cancelled_request_is_over_and_the_next_is_answered(editor, example):
    uri = editor.open(example * 200)
    params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
    first = editor.client.protocol.send_request_async(types.TEXT_DOCUMENT_DIAGNOSTIC, params, msg_id="cancelled")
    waiting = asyncio.ensure_future(first)
    await asyncio.sleep(0)
    editor.client.cancel_request(types.CancelParams("cancelled"))
    with pytest.raises(JsonRpcRequestCancelled):
        await waiting
    assert await editor.diagnostics(uri)
    editor.close(uri)


async def test_requests_about_documents_that_are_not_open_are_empty(editor):
    editor.texts["file:///nowhere/other.py"] = "SVC"
    assert await editor.hover("file:///nowhere/other.py", "SVC") is None
    assert await editor.diagnostics("file:///nowhere/other.py") == []
