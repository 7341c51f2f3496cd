"""textDocument/completion and completionItem/resolve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from lsprotocol import types

from fitlens.analysis.facts import Span
from fitlens.ide.completion.complete import completions
from fitlens.ide.completion.explained import explained
from fitlens.ide.completion.item import Completions, Item, ItemKind, Subject
from fitlens.ide.markup import Piece
from fitlens.lsp.connection import FitLensServer, quiet
from fitlens.lsp.positions import Places
from fitlens.lsp.typed import Here, at_position

SIGNS: Final = (".", '"', "'", "=")
"""Characters behind which there is something to choose from.

None of those behind which a user goes on to the next line or writes a name of their own, an opening bracket or a comma: a list
that is open there takes the Enter key away. None of a name's own characters either: where they are typed without a list, only
the servers that named them would be asked.
"""
_KINDS: Final[dict[ItemKind, types.CompletionItemKind]] = {
    "hyperparameter": types.CompletionItemKind.Property,
    "argument": types.CompletionItemKind.Variable,
    "learned": types.CompletionItemKind.Field,
    "method": types.CompletionItemKind.Method,
    "value": types.CompletionItemKind.Value,
    "step": types.CompletionItemKind.Reference,
    "class": types.CompletionItemKind.Class,
    "function": types.CompletionItemKind.Function,
    "module": types.CompletionItemKind.Module,
    "setting": types.CompletionItemKind.Property,
}
"""Only such as the first version of the protocol has, which every client knows."""
_CHOICE: Final = str.maketrans({sign: f"\\{sign}" for sign in "\\,|"})


@dataclass(frozen=True, slots=True)
class Support:
    """What the client can show and do."""

    snippets: bool
    replaces: bool
    details: bool
    tagged: bool
    deprecated: bool
    formats: tuple[types.MarkupKind, ...]

    @classmethod
    def of(cls, capabilities: types.CompletionClientCapabilities) -> Support:
        """As the client announces it."""
        item = capabilities.completion_item or types.ClientCompletionItemOptions()
        tags = item.tag_support.value_set if item.tag_support else ()
        return cls(
            snippets=bool(item.snippet_support),
            replaces=bool(item.insert_replace_support),
            details=bool(item.label_details_support),
            tagged=types.CompletionItemTag.Deprecated in tags,
            deprecated=bool(item.deprecated_support),
            formats=tuple(types.MarkupKind(each) for each in item.documentation_format or ()),
        )


def register(ls: FitLensServer, capabilities: types.ClientCapabilities) -> None:
    """Registers completion, where the client has it."""
    supported = capabilities.text_document.completion if capabilities.text_document else None
    if supported is None:
        return
    support = Support.of(supported)

    @ls.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=list(SIGNS), resolve_provider=True)
    )
    @quiet(None)
    async def completion(ls: FitLensServer, params: types.CompletionParams) -> types.CompletionList | None:
        uri = params.text_document.uri
        settings = ls.settings_files.completions(uri, params.position, ls.session.encoding)
        if settings is not None:
            return _list(*settings, uri, support)
        context = params.context
        sign = (context.trigger_character or "") if context is not None else ""

        def complete(here: Here) -> types.CompletionList | None:
            knowledge = here.knowledge
            found = completions(here.document, knowledge.catalog, here.offset, knowledge.analyse, sign)
            return None if found is None else _list(found, here.offset, here.places, uri, support)

        return await at_position(ls, params, complete)

    @quiet(None)
    async def documented(ls: FitLensServer, item: types.CompletionItem) -> types.MarkupContent | str | None:
        found = await _explanation(ls, item)
        if found is None:
            return None
        if not support.formats:
            return found.plain
        markdown = support.formats[0] == types.MarkupKind.Markdown
        return types.MarkupContent(support.formats[0], found.markdown if markdown else found.plain)

    @ls.feature(types.COMPLETION_ITEM_RESOLVE)
    async def resolve(ls: FitLensServer, item: types.CompletionItem) -> types.CompletionItem:
        item.documentation = await documented(ls, item)
        return item


def _list(found: Completions, offset: int, places: Places, uri: str, support: Support) -> types.CompletionList:
    inserted = places.place(Span(found.span.start, offset)).range
    replaced = places.place(found.span).range
    items = [
        _item(item, number, (inserted, replaced), _edits(item, found.span, places, uri), uri, support)
        for number, item in enumerate(found.items)
    ]
    return types.CompletionList(is_incomplete=found.incomplete, items=items)


def _item(
    item: Item,
    number: int,
    ranges: tuple[types.Range, types.Range],
    edits: list[types.TextEdit],
    uri: str,
    support: Support,
) -> types.CompletionItem:
    text = item.insert or item.label
    snippet = bool(item.choices) and support.snippets
    if snippet:
        text += f"${{1|{','.join(each.translate(_CHOICE) for each in item.choices)}|}}"
    inserted, replaced = ranges
    edit = types.InsertReplaceEdit(text, inserted, replaced) if support.replaces else types.TextEdit(inserted, text)
    made = types.CompletionItem(
        label=item.label,
        kind=_KINDS[item.kind],
        detail=item.detail,
        sort_text=f"{'~' if item.last else '0'}{number:04}",
        text_edit=edit,
        additional_text_edits=edits or None,
    )
    if snippet:
        made.insert_text_format = types.InsertTextFormat.Snippet
    if item.brief and support.details:
        made.label_details = types.CompletionItemLabelDetails(description=item.brief)
    if item.deprecated and support.tagged:
        made.tags = [types.CompletionItemTag.Deprecated]
    elif item.deprecated and support.deprecated:
        made.deprecated = True
    if item.subject is not None:
        made.data = {"uri": uri, "path": item.subject.path, "member": item.subject.member}
    return made


def _edits(item: Item, span: Span, places: Places, uri: str) -> list[types.TextEdit]:
    """What is added elsewhere in the same document of the client's; two edits at one place are refused."""
    found: list[types.TextEdit] = []
    for each in item.also:
        place = places.place(Span(each.offset, each.offset))
        if place.uri == uri and not span.holds(each.offset):
            found.append(types.TextEdit(place.range, each.text))
    return found


async def _explanation(ls: FitLensServer, item: types.CompletionItem) -> Piece | None:
    data = cast("object", item.data)
    if not isinstance(data, Mapping):
        return None
    uri, path, member = (cast("Mapping[str, object]", data).get(key) for key in ("uri", "path", "member"))
    snapshot = ls.session.snapshot(uri) if isinstance(uri, str) else None
    knowledge = await ls.knowledge(snapshot) if snapshot is not None else None
    if knowledge is None or not isinstance(path, str) or not isinstance(member, str):
        return None
    subject = Subject(path, member)
    # The installed documentation is read: on the thread that its reader belongs to.
    return await ls.answers.submit(lambda: explained(subject, knowledge.catalog, knowledge.documentation))
