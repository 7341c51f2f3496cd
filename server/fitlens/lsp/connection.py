"""The server object: what one connection holds, and the rules that every handler lives by."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from functools import wraps
from time import perf_counter
from typing import NoReturn, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter

from fitlens import __version__
from fitlens.environment.jedi_worker.process import JediProcess
from fitlens.lsp.above import holds
from fitlens.lsp.analysing import Analysis, analysed
from fitlens.lsp.garbage import WhenQuiet, after_analysis, between_analyses, take_over
from fitlens.lsp.knowledge import Knowledge, KnowledgeOfProjects
from fitlens.lsp.opened import OpenDocuments
from fitlens.lsp.protocol import Protocol
from fitlens.lsp.scheduling import Analyst, Stale, Worker
from fitlens.lsp.session import Session, Snapshot
from fitlens.lsp.settings_files import SettingsFiles

logger = logging.getLogger(__name__)

Params = TypeVar("Params")
Answer = TypeVar("Answer")
Empty = TypeVar("Empty")

_NOTEBOOKS = ("jupyter-notebook", "interactive")


class FitLensServer(LanguageServer):
    """One connection to one client."""

    protocol: Protocol  # pyright: ignore[reportIncompatibleVariableOverride] -- given below

    def __init__(self) -> None:
        python_cells = [types.NotebookCellLanguage(language="python")]
        super().__init__(  # pyright: ignore[reportUnknownMemberType] -- pygls leaves `*args` untyped
            "fitlens",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            notebook_document_sync=types.NotebookDocumentSyncOptions(
                # A selector of cells alone cannot be read back by clients built on lsprotocol.
                notebook_selector=[
                    types.NotebookDocumentFilterWithNotebook(notebook=kind, cells=python_cells) for kind in _NOTEBOOKS
                ]
            ),
            protocol_cls=Protocol,
            converter_factory=default_converter,
            max_workers=1,
        )
        self.session = Session()
        self.settings_files = SettingsFiles()
        self.typing = Worker("fitlens-typing", urgent=True)
        """Answers about the place that is being typed: they wait for no analysis, and an analysis waits for them."""
        self.analyst: Analyst[Analysis] = Analyst(
            Worker("fitlens-analysis", after_analysis, between_analyses), self._analyse, self._give_way
        )
        self.garbage = WhenQuiet(self.analyst.submit)
        self.answers = Worker("fitlens-answers", urgent=True)
        """Composes answers that may read files: never behind an analysis, never on the event loop."""
        self.jedi = JediProcess()
        """Not started before something is asked of it."""
        self.is_shut_down = False
        self.opened = OpenDocuments()
        self._analysed: dict[str, Analysis] = {}
        """The newest of each document; changed on the analysis thread only."""
        self.known = KnowledgeOfProjects(self.opened.find)
        """On the analysis thread only."""
        self.unled: Callable[[Knowledge, tuple[str, ...]], None] | None = None
        """Told on the event loop of names of packages that led an analysis nowhere."""
        self.told: Callable[[Analysis, float], None] | None = None
        """Told on the event loop of each analysis and the seconds that it took."""
        self._loop: asyncio.AbstractEventLoop | None = None

    def prepare(self, folders: Sequence[str], interpreter: str | None = None, config: Sequence[str] = ()) -> None:
        """Opens the catalog in the background.

        folders: directories of the workspace. interpreter: the one that the user chose in the editor, or its environment.
        config: `KEY=VALUE` each, the editor's own settings.
        """
        self._loop = asyncio.get_running_loop()
        self.analyst.submit(lambda: self.known.open(folders, interpreter, config))
        self.analyst.submit(take_over)

    async def newest(self, uri: str) -> Analysis | None:
        """The analysis of the newest version of a document, waiting for it; None for one that is not open."""
        while (snapshot := self.session.snapshot(uri)) is not None:
            analysis = await self.analyst.analysis(snapshot)
            if analysis is not None:
                return analysis
        return None

    async def of_now(self, uri: str) -> Analysis | None:
        """The analysis of the version a request was made for; None where the user has typed on meanwhile.

        For answers about a position, which is worth nothing in another version.
        """
        snapshot = self.session.snapshot(uri)
        return None if snapshot is None else await self.analyst.analysis(snapshot)

    async def of_place(self, uri: str, position: types.Position) -> Analysis | None:
        """As `of_now`; where an analysis is under way and the last one holds at the place, that one at once."""
        snapshot, last = self.session.snapshot(uri), None
        if snapshot is not None:
            last = self._analysed.get(snapshot.uri)
        if (
            snapshot is None
            or last is None
            or last.snapshot is snapshot
            or last.snapshot.revision < self.session.renewed
        ):
            return await self.of_now(uri)
        if holds(last, snapshot, self.opened.read(snapshot), uri, position):
            return last
        return await self.of_now(uri)

    async def knowledge(self, snapshot: Snapshot) -> Knowledge | None:
        """What its document is explained by, which its last analysis says; the first is waited for."""
        analysis = self._analysed.get(snapshot.uri) or await self.newest(snapshot.uri)
        return None if analysis is None else analysis.knowledge

    def analysed(self, uri: str) -> Analysis | None:
        """The newest analysis of a document there is by now."""
        return self._analysed.get(uri)

    def outdated(self) -> list[tuple[str, int]]:
        """Analysed documents, each with its revision, that rest on modules which have changed. On the analysis thread only."""
        found: list[tuple[str, int]] = []
        for analysis in self._analysed.values():
            analysis.knowledge.refresh()
        for uri, analysis in self._analysed.items():
            uses = analysis.facts.uses
            if uses is not None and not analysis.knowledge.library.is_current(uses):
                found.append((uri, analysis.snapshot.revision))
        return found

    def forget(self, uri: str) -> None:
        """A document is closed. Call it from the event loop."""
        self.analyst.forget(uri)
        self.analyst.submit(lambda: self._analysed.pop(uri, None))

    def report_server_error(self, error: Exception, source: object) -> None:
        """Errors are for the log. A message box would tell the user nothing, and at exit it fails in turn, for ever."""
        if not isinstance(error, JsonRpcException):
            logger.error("%s", error, exc_info=error)

    def close(self) -> None:
        """Drops all work that has not begun."""
        self.is_shut_down = True
        self.analyst.close()
        self.answers.close()
        self.typing.close()
        self.jedi.close()

    def _give_way(self, longest: float) -> None:
        self.typing.give_way(longest)
        self.answers.give_way(longest)

    def _analyse(self, snapshot: Snapshot, stale: Stale) -> Analysis | None:
        document = self.opened.read(snapshot)
        knowledge, settings = self.known.of(snapshot.path), self.known.settings(snapshot.path)
        began = perf_counter()
        analysis = analysed(snapshot, document, knowledge, settings, self.session.encoding, stale)
        if analysis is not None:
            self._analysed[snapshot.uri] = analysis
            if self.told is not None and self._loop is not None and not self.is_shut_down:
                self._loop.call_soon_threadsafe(self.told, analysis, perf_counter() - began)
            with analysis.knowledge.reading:
                paths = analysis.knowledge.choice.unled()
            if paths and self.unled is not None and self._loop is not None and not self.is_shut_down:
                self._loop.call_soon_threadsafe(self.unled, analysis.knowledge, paths)
        return analysis


def leave(code: int) -> NoReturn:
    """Ends the process at once, whatever its threads are at."""
    os._exit(code)


def quiet(
    empty: Empty,
) -> Callable[
    [Callable[[FitLensServer, Params], Awaitable[Answer]]],
    Callable[[FitLensServer, Params], Awaitable[Answer | Empty]],
]:
    """Makes a request's handler answer `empty` where it fails, and log why: better no hover than an error."""

    def decorate(
        handler: Callable[[FitLensServer, Params], Awaitable[Answer]],
    ) -> Callable[[FitLensServer, Params], Awaitable[Answer | Empty]]:
        # pygls hands the server over to a handler whose first parameter is called `ls`.
        @wraps(handler)
        async def handled(ls: FitLensServer, params: Params) -> Answer | Empty:
            try:
                return await handler(ls, params)
            except JsonRpcException:
                raise  # a refusal that the user is to read
            except Exception:
                logger.exception("request failed")
                return empty

        return handled

    return decorate
