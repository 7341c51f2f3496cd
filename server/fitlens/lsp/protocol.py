"""Each message from the client, as it came in: handed on, or refused by the protocol's code for what is wrong with it.

pygls alone leaves a request that it cannot read, or that comes after shutdown, without an answer.
"""

from __future__ import annotations

import asyncio
import json
import logging
from concurrent.futures import Future
from typing import Any, Final, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol

logger = logging.getLogger(__name__)

_VERSION: Final = "2.0"
# pygls keeps texts of its own, split into lines where Python would split them and not where editors do.
_OURS: Final = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
)


class Protocol(LanguageServerProtocol):
    """pygls's protocol without its copies of the documents, with an answer to every request."""

    greeted = False
    """Whether the client has said who it is."""

    def receive(self, body: bytes | str) -> None:
        """Takes one message, whatever it is. Never raises."""
        try:
            # A text that JSON has in halves, as it does with one half of a surrogate pair, is a text all the same.
            data: object = json.loads(body)
        except (ValueError, RecursionError) as error:
            self._refuse(None, types.ErrorCodes.ParseError, f"this is no JSON: {error}")
            return
        if not isinstance(data, dict):
            self._refuse(None, types.ErrorCodes.InvalidRequest, "expected one JSON object for each message")
            return
        message = cast("dict[str, Any]", data)
        number, method = message.get("id"), message.get("method")
        if number is not None and (isinstance(number, bool) or not isinstance(number, int | str)):
            self._refuse(None, types.ErrorCodes.InvalidRequest, "id: expected a whole number or a text")
        elif message.get("jsonrpc") != _VERSION or not isinstance(method, str | None):
            self._refuse(number, types.ErrorCodes.InvalidRequest, f'expected "jsonrpc": "{_VERSION}" and a method')
        elif method is None and ("result" in message) == ("error" in message):
            self._refuse(number, types.ErrorCodes.InvalidRequest, "expected a method, a result or an error")
        elif method is not None and (refused := self._out_of_turn(method)) is not None:
            if number is not None:
                self._refuse(number, *refused)
        elif method is None and isinstance(self._request_futures.get(number or ""), asyncio.Task):
            # The number of a request of the client's own: pygls would take it for one of ours, and lose the client's.
            logger.warning("a response to a request that was not made")
        else:
            self._hand_on(message, number, method)

    def _out_of_turn(self, method: str) -> tuple[types.ErrorCodes, str] | None:
        if method == types.EXIT:
            return None
        if self._shutdown:
            return types.ErrorCodes.InvalidRequest, "the server has been shut down"
        if self.greeted:
            twice = method == types.INITIALIZE
            return (types.ErrorCodes.InvalidRequest, "the server is initialized already") if twice else None
        early = method != types.INITIALIZE
        return (types.ErrorCodes.ServerNotInitialized, "expected initialize first") if early else None

    def _hand_on(self, message: dict[str, Any], number: int | str | None, method: str | None) -> None:
        logging_ = logging.getLogger("pygls.protocol.json_rpc")
        try:
            # It would write the whole message and a traceback into the log.
            logging_.disabled = True
            structured = self.structure_message(message)
        except Exception as error:  # noqa: BLE001 -- whatever the client sent
            if number is not None and method is not None:
                code = types.ErrorCodes.InvalidParams
                self._refuse(number, code, f"{method}: the parameters are not those of the protocol")
            else:
                logger.warning(
                    "%s: cannot be read (%s)", method or "a response", type(error.__cause__ or error).__name__
                )
            return
        finally:
            logging_.disabled = False
        self.greeted = self.greeted or method == types.INITIALIZE
        try:
            self.handle_message(cast(Any, structured))
        except Exception:
            logger.exception("%s: failed", method or "a response")

    def _refuse(self, number: int | str | None, code: types.ErrorCodes, message: str) -> None:
        error = {"code": code.value, "message": message}
        self._send_data({"jsonrpc": _VERSION, "id": number, "error": error})

    def _register_builtin_features(self) -> None:
        super()._register_builtin_features()
        for method in _OURS:
            cast("dict[str, object]", self.fm.builtin_features).pop(method, None)

    def _send_handler_result(self, future: Future[Any], *, msg_id: int | str) -> None:
        error = None if future.cancelled() else future.exception()
        if isinstance(error, JsonRpcException):
            # A refusal is an answer: pygls would log it as a mistake of ours.
            self._request_futures.pop(msg_id, None)
            self._send_response(msg_id, error=error.to_response_error())
        else:
            super()._send_handler_result(future, msg_id=msg_id)

    def _handle_cancel_notification(self, msg_id: int | str) -> None:
        # One that has been answered meanwhile is no event.
        if msg_id in self._request_futures:
            super()._handle_cancel_notification(msg_id)
