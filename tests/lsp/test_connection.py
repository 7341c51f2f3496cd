"""What becomes of an error inside the server: the log has it, the user never sees it."""

import logging

import pytest
from pygls.exceptions import FeatureNotificationError

from fitlens.lsp.connection import FitLensServer, quiet


@pytest.fixture(scope="module")
def server():
    server = FitLensServer()
    yield server
    server.close()


async def test_a_request_that_fails_is_answered_emptily(server: FitLensServer, caplog: pytest.LogCaptureFixture):
    @quiet("nothing")
    async def handler(ls: FitLensServer, params: str) -> str:
        raise ZeroDivisionError(params)

    assert await handler(server, "in a hover") == "nothing"
    assert "ZeroDivisionError: in a hover" in caplog.text


def test_an_error_report_sends_nothing(
    server: FitLensServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    sent: list[object] = []
    monkeypatch.setattr(server, "window_show_message", sent.append)
    server.report_server_error(ValueError("broken"), FeatureNotificationError)
    assert sent == []
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
