"""workspace/didChangeWatchedFiles: a project that comes to another scikit-learn, or to other settings, is judged by these.

What imports a module that changes on disk is analysed again.
"""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types

from fitlens.environment.project import CONDA, ENVIRONMENTS, LOCKS
from fitlens.lsp.connection import FitLensServer
from fitlens.lsp.dependants import Dependants, refresh
from fitlens.lsp.session import Snapshot
from fitlens.settings.configuration import NAMES

_WATCHED = (
    *(f"**/{name}" for name in NAMES),
    "**/fitlens-baseline.json",
    "**/setup.cfg",
    f"**/{{{','.join((*LOCKS, *CONDA))}}}",
    "**/requirements*.txt",
    "**/requirements/*.txt",
    f"**/{{{','.join(ENVIRONMENTS)}}}/pyvenv.cfg",
    # What open documents may import.
    "**/*.py",
    # What an installer writes last into an environment.
    "**/scikit_learn-*.dist-info/RECORD",
)


def register(
    ls: FitLensServer,
    capabilities: types.ClientCapabilities,
    renewed: Callable[[Snapshot | None], None],
    dependants: Dependants,
) -> None:
    """Registers for changes of the files that choose a version, and of modules, with clients that watch files for a server.

    renewed: what is done with a snapshot that must be analysed anew.
    """
    workspace = capabilities.workspace
    watches = workspace.did_change_watched_files if workspace else None

    @ls.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change(params: types.DidChangeWatchedFilesParams) -> None:
        if all(_is_module(change.uri) for change in params.changes):
            dependants.changed()
            return
        # In the analysis's queue: what is under way ends with what it began with.
        ls.analyst.submit(ls.known.forget)
        ls.jedi.forget()
        for snapshot in ls.session.renew_all():
            renewed(snapshot)
        refresh(ls, workspace)

    if watches is None or not watches.dynamic_registration:
        return

    @ls.feature(types.INITIALIZED)
    def initialized(_params: types.InitializedParams) -> None:
        watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = types.Registration("fitlens-versions", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        ls.client_register_capability(types.RegistrationParams([registration]))


def _is_module(uri: str) -> bool:
    return uri.endswith(".py")
