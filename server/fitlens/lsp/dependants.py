"""Open documents that import what was changed: they are analysed again, and no others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from lsprotocol import types

from fitlens.lsp.connection import FitLensServer
from fitlens.lsp.session import Snapshot

logger = logging.getLogger(__name__)

PAUSE = 0.2
"""Seconds without a further change before others are looked at: while a module is typed, they can wait."""


class Dependants:
    """Renews open documents whose analysis rests on something that is not as it was."""

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
        self._changes = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def changed(self) -> None:
        """Some file changed, in the editor or on disk."""
        self._changes += 1
        task = asyncio.get_running_loop().create_task(self._follow(self._changes))
        # The loop itself keeps only weak references to tasks.
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _follow(self, change: int) -> None:
        await asyncio.sleep(PAUSE)
        if change != self._changes:
            return
        try:
            outdated = await self._ls.analyst.submit(self._ls.outdated)
        except Exception:
            logger.exception("what rests on a changed file could not be found out")
            return
        any_ = False
        for uri, revision in outdated:
            snapshot = self._ls.session.snapshot(uri)
            if snapshot is not None and snapshot.revision == revision:
                self._renewed(self._ls.session.renew(uri))
                any_ = True
        if any_:
            refresh(self._ls, self._workspace)


def refresh(ls: FitLensServer, workspace: types.WorkspaceClientCapabilities | None) -> None:
    """Asks the client to ask again for what it pulls."""
    if workspace is None:
        return
    if workspace.diagnostics and workspace.diagnostics.refresh_support:
        ls.workspace_diagnostic_refresh(None)
    if workspace.inlay_hint and workspace.inlay_hint.refresh_support:
        ls.workspace_inlay_hint_refresh(None)
    if workspace.semantic_tokens and workspace.semantic_tokens.refresh_support:
        ls.workspace_semantic_tokens_refresh(None)
