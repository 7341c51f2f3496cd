"""What the user has chosen in the client: initialization options, and what `workspace/didChangeConfiguration` says later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from lsprotocol import types

from fitlens.ide.inlay import KINDS, USUAL, HintKind
from fitlens.lsp.connection import FitLensServer

SECTION = "fitlens"


class Options:
    """The options as they are now. What a client does not say, or says in no form of ours, is as it was."""

    def __init__(self, given: object) -> None:
        """given: the initialization options."""
        self.hints: frozenset[HintKind] = USUAL
        """The kinds of inlay hints that are wanted."""
        self.take(given)

    def take(self, given: object) -> bool:
        """Takes what a client says now. Gives whether anything is other than before."""
        hints = _of(given, "inlayHints")
        chosen: frozenset[HintKind]
        if isinstance(hints, bool):
            chosen = USUAL if hints else frozenset()
        else:
            switches = {kind: value for kind in KINDS if isinstance(value := _of(hints, kind), bool)}
            chosen = frozenset(kind for kind in KINDS if switches.get(kind, kind in self.hints))
        changed, self.hints = chosen != self.hints, chosen
        return changed


def register(
    ls: FitLensServer, capabilities: types.ClientCapabilities, options: Options, changed: Callable[[], None]
) -> None:
    """Registers for changes, which clients send unasked. changed: called where an option is other than before."""

    @ls.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(ls: FitLensServer, params: types.DidChangeConfigurationParams) -> None:
        told = cast("object", params.settings)
        given = _of(told, SECTION) or told
        workspace = capabilities.workspace
        if not given and workspace is not None and workspace.configuration:
            # such clients tell that something changed, and not what
            asked = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
            answer = await ls.workspace_configuration_async(asked)
            given = answer[0] if answer else None
        if options.take(given):
            changed()


def _of(given: object, name: str) -> object:
    """What is said under a name: in a mapping, or in an object that pygls made of one."""
    if isinstance(given, Mapping):
        return cast("Mapping[str, object]", given).get(name)
    return getattr(given, name, None) if given is not None else None
