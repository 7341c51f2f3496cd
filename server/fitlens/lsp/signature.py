"""textDocument/signatureHelp."""

from __future__ import annotations

from lsprotocol import types

from fitlens.ide.markup import Piece
from fitlens.ide.signature import Signature, signature
from fitlens.lsp.connection import FitLensServer, quiet
from fitlens.lsp.typed import Here, at_position


def register(ls: FitLensServer, capabilities: types.ClientCapabilities) -> None:
    """Registers signature help, where the client has it."""
    supported = capabilities.text_document.signature_help if capabilities.text_document else None
    if supported is None:
        return
    told = supported.signature_information or types.ClientSignatureInformationOptions()
    formats = tuple(told.documentation_format or ())
    offsets = bool(told.parameter_information and told.parameter_information.label_offset_support)
    each_active = bool(told.active_parameter_support)

    @ls.feature(types.TEXT_DOCUMENT_SIGNATURE_HELP, types.SignatureHelpOptions(trigger_characters=["(", ","]))
    @quiet(None)
    async def signature_help(ls: FitLensServer, params: types.SignatureHelpParams) -> types.SignatureHelp | None:
        def compose(here: Here) -> types.SignatureHelp | None:
            found = signature(here.document, here.offset, here.knowledge.analyse)
            return None if found is None else help_of(found)

        return await at_position(ls, params, compose)

    def help_of(found: Signature) -> types.SignatureHelp:
        # Behind the last one none is marked: to say nothing means the first.
        active = len(found.arguments) if found.active is None else found.active
        parameters = [
            types.ParameterInformation(
                (each.start, each.end) if offsets else found.label[each.start : each.end], documentation(each.explained)
            )
            for each in found.arguments
        ]
        one = types.SignatureInformation(found.label, parameters=parameters)
        if each_active:
            one.active_parameter = active
        return types.SignatureHelp([one], active_signature=0, active_parameter=active)

    def documentation(piece: Piece) -> types.MarkupContent | str:
        if not formats:
            return piece.plain
        markdown = formats[0] == types.MarkupKind.Markdown
        return types.MarkupContent(formats[0], piece.markdown if markdown else piece.plain)
