"""Names of installed packages that reading leads nowhere: jedi is asked behind everyone's back, and what it knows adds labels."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from lsprotocol import types

from fitlens.environment.jedi_worker.wire import Question
from fitlens.environment.search_path import dotted_path
from fitlens.lsp.connection import FitLensServer
from fitlens.lsp.dependants import refresh
from fitlens.lsp.knowledge import Knowledge
from fitlens.lsp.session import Snapshot

logger = logging.getLogger(__name__)

MOST = 24
"""Names that are followed for one analysis."""


class Leads:
    """jedi says where a name is defined; what stands there is read as any other source, and jedi's word is not taken for it."""

    def __init__(
        self,
        ls: FitLensServer,
        workspace: types.WorkspaceClientCapabilities | None,
        renewed: Callable[[Snapshot | None], None],
    ) -> None:
        """renewed: what is done with a snapshot that must be analysed anew."""
        self._ls = ls
        self._workspace = workspace
        self._renewed = renewed
        self._tasks: set[asyncio.Task[None]] = set()

    def follow(self, knowledge: Knowledge, paths: tuple[str, ...]) -> None:
        """After an analysis, on the event loop. paths: those that led nowhere."""
        task = asyncio.get_running_loop().create_task(self._ask(knowledge, paths[:MOST]))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ask(self, knowledge: Knowledge, paths: tuple[str, ...]) -> None:
        try:
            directories = await self._ls.answers.submit(lambda: knowledge.directories)
            led: dict[str, tuple[str, int]] = {}
            for path in paths:
                for place in (await self._ls.jedi.places(Question(path, directories)) or ())[:1]:
                    module = dotted_path(place.file, directories)
                    if module is not None and place.name and f"{module}.{place.name}" != path:
                        led[path] = f"{module}.{place.name}", place.line
            if led and await self._ls.analyst.submit(lambda: _learn(knowledge, led)):
                for snapshot in self._ls.session.renew_all():
                    self._renewed(snapshot)
                refresh(self._ls, self._workspace)
        except Exception:
            logger.exception("where names of other packages lead to could not be found out")


def _learn(knowledge: Knowledge, led: dict[str, tuple[str, int]]) -> bool:
    """On the analysis thread. Whether there are estimators that were not known before."""
    with knowledge.reading:
        found = [knowledge.choice.learn(path, *defined) for path, defined in led.items()]
    if any(found):
        knowledge.library.forget()
    return any(found)
