"""A step that is renamed in the files which import it, too: where it is certain what they mean.

What an importing file means by a name is known from what becomes of it when the step is called something else: the names that
lead nowhere then are those of the step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fitlens.ide.steps import Doubt, Refusal, followed, led_astray
from fitlens.lsp.analysing import Analysis
from fitlens.lsp.elsewhere import MOST_FILES, shown, users
from fitlens.record import NamedTuple
from fitlens.rules.model import Edit
from fitlens.source.document import Document, document_from_text
from fitlens.source.replacing import Replacement, replaced


class Elsewhere(NamedTuple):
    """The edits of another file."""

    document: Document
    edits: tuple[Edit, ...]


def renamed_elsewhere(
    analysis: Analysis, edits: Sequence[Edit], name: str, new: str, opened: Mapping[str, str]
) -> list[Elsewhere] | Refusal:
    """What a new name of a step changes in other files, or the place that is in doubt.

    edits: those of the document itself. opened: the texts of open documents by their files.
    """
    files = users(analysis, name, opened)
    if files is None:
        return Refusal(f"more than {MOST_FILES} files may use the step: it is not known whether they do")
    if not files:
        return []
    knowledge = analysis.knowledge
    as_it_is = knowledge.supposing(analysis.document)
    as_it_would_be = knowledge.supposing(_edited(analysis.document, edits))
    found: list[Elsewhere] = []
    for file, text in files:
        if not file.endswith(".py"):
            line = text.count("\n", 0, text.find(name)) + 1
            return Refusal(
                f'{shown(file, analysis)}, line {line}: "{name}" may mean the step, and notebooks are not changed'
            )
        document = document_from_text(file, text)
        before = as_it_is(document)
        places = followed(before, as_it_would_be(document), document, name, knowledge.catalog)
        if isinstance(places, Doubt):
            line = document.line_of(places.span.start)
            return Refusal(f'{shown(file, analysis)}, line {line}: "{name}" may mean the step or something else')
        mine = tuple(Edit(span, new) for span in places)
        if mine and not new.isidentifier():
            return Refusal(f'"{new}" cannot name a step that other files address: {shown(file, analysis)}')
        after = as_it_would_be(_edited(document, mine))
        if led_astray(after) > led_astray(before):
            return Refusal(f'{shown(file, analysis)}: not every use of step "{name}" can be renamed there')
        if mine:
            found.append(Elsewhere(document, mine))
    return found


def _edited(document: Document, edits: Sequence[Edit]) -> Document:
    return replaced(document, [Replacement(*each.span, each.text) for each in edits])
