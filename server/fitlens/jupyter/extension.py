"""The Jupyter server's side of the JupyterLab extension: a websocket, behind which each page has a language server of its own.

Not through jupyter-lsp, which has one process for all pages and tells every page what any of them was answered, does not
notice when that process has ended, and looks for answers ten times a second.
"""
# Jupyter's packages are there where JupyterLab is, and not where FitLens is developed.
# pyright: basic, reportMissingImports=false

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any, Protocol

from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from jupyter_server.utils import url_path_join
from tornado import web
from tornado.websocket import WebSocketHandler

from fitlens.jupyter.process import LanguageServer

ADDRESS = "fitlens/server"
ENDED = 4000
"""The code that the websocket is closed with when the language server has ended by itself."""


class ServerApp(Protocol):
    """What is asked of a Jupyter server."""

    web_app: web.Application
    base_url: str
    contents_manager: Any


class LanguageServerSocket(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """One page's connection to one language server, which lives as long as it."""

    _server: LanguageServer | None = None

    async def get(self, *args: Any, **kwargs: Any) -> None:
        """Lets in who may run code: a language server reads any file that an import leads to."""
        user = self.current_user
        if user is None:
            raise web.HTTPError(403)
        if not await ensure_async(self.authorizer.is_authorized(self, user, "execute", "lsp")):
            raise web.HTTPError(403)
        await super().get(*args, **kwargs)

    def open(self, *args: Any, **kwargs: Any) -> None:
        """Starts the language server."""
        super().open(*args, **kwargs)
        loop = asyncio.get_running_loop()

        def on_loop(act: Any, *arguments: Any) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(act, *arguments)

        try:
            self._server = LanguageServer(
                lambda message: on_loop(self._tell, message), lambda code: on_loop(self._ended, code)
            )
        except OSError as error:
            self.close(ENDED, str(error)[:100])

    def on_message(self, message: str | bytes) -> None:
        """The page's word to the language server."""
        if self._server is not None and isinstance(message, str):
            self._server.send(message)

    def on_close(self) -> None:
        """The page is gone, and with it what it had open."""
        if self._server is not None:
            self._server.stop()
        super().on_close()

    def _tell(self, message: str) -> None:
        if self.ws_connection is not None:
            self.write_message(message)

    def _ended(self, code: int) -> None:
        self.close(ENDED, f"exit code {code}")


def load(app: ServerApp) -> None:
    """Adds the websocket, and tells pages in which directory the files are that they show."""
    app.web_app.add_handlers(".*", [(url_path_join(app.base_url, ADDRESS), LanguageServerSocket)])
    root = getattr(app.contents_manager, "root_dir", None)
    if root:
        page = app.web_app.settings.setdefault("page_config_data", {})
        page["fitlensRoot"] = Path(os.path.expanduser(root)).resolve().as_uri()
