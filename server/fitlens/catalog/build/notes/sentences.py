"""Splits what is written about a hyperparameter into sentences, and finds those that say when it does nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from fitlens.catalog.build.notes.model import Says

_DIRECTIVE = re.compile(r"\s*\.\. (\w+)::")
_DATED = ("deprecated", "versionadded", "versionchanged")
_ITEM = re.compile(r"\s*[-*] ")
_END = re.compile(r"(?<!e\.g\.)(?<!i\.e\.)(?<=[.;])\s+(?=[^a-z\d])|(?<=[.;])\s+(?=not used)")
_STATES: Final = (
    r"(?:(?:be )?(?:used|useful|relevant|effective|significant|meaningful|considered|applied|applicable|available|"
    r"supported|implemented|enabled|needed|compatible|valid)|ha(?:s|ve) an effect|has effect|appl(?:y|ies)|works?)"
)
_LINKS: Final = r"(?:when|if|for|by|in|with|under|to|on)"
_ONLY = re.compile(
    rf"\bonly(?: {_STATES})?(?: only)? (?:{_LINKS}) (?:{_LINKS} )?|\b{_STATES} only {_LINKS} ", re.IGNORECASE
)
_USED = re.compile(r"(?<!also )\bused\b(?! only)[^.;(),]*?,? (?:when|if) ", re.IGNORECASE)
_NOTHING: Final = r"(?:ignored|no effect|not used|unused|no influence)"
_IGNORED = re.compile(rf"\b{_NOTHING} (?:{_LINKS}|once|unless) ", re.IGNORECASE)
_BEFORE = tuple(
    re.compile(
        rf"(?:^|[,(] )(?:note that )?(?:if|when|for|once|with) (?P<condition>.+?)(?P<subject>{turn}.*?)\b{_NOTHING}\b",
        re.IGNORECASE,
    )
    for turn in (r",(?! ?['\"`]| or\b)", r" (?:then|the|this|it) ")
)
_OTHERWISE = re.compile(
    rf"\b{_NOTHING} (?:by|for|on|in|with) (?:all |any )?(?:the )?other (?P<noun>\w+)|"
    rf"\b{_NOTHING} otherwise|^otherwise\b.*\b{_NOTHING}",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:when|if)\b|, and\b", re.IGNORECASE)
_STOP = re.compile(r"\(|\)|;|\.$|\. |, (?:and|but) (?:for|is|the|it)\b| to (?:shuffle|ensure|avoid)\b| e\.g\.| i\.e\.")
_TOPIC = re.compile(r"^(?:note that )?(?P<topic>[^,]*?) (?:is|are|can be)$", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:it|this|which|that|parameter|option|flag|value|keyword|argument)\b", re.IGNORECASE)


class Claim(NamedTuple):
    """What a sentence says, its condition still in words."""

    says: Says
    condition: str
    negated: bool = False
    """It holds unless the condition does."""
    otherwise: bool = False
    """The condition is any other than an earlier sentence names."""
    noun: str = ""
    """What the other ones are: `kernels`."""
    subject: str = ""
    """What is said to do nothing, where the sentence says so behind its condition."""
    topic: str = ""
    """What is said to be used, where it has a name."""


class Sentence(NamedTuple):
    """One sentence."""

    text: str
    item: str = ""
    """How the item of a list begins that it belongs to; empty outside lists."""


def sentences(lines: Sequence[str]) -> list[Sentence]:
    """The sentences in their order; remarks on versions left out."""
    found: list[Sentence] = []
    for block, item in _blocks(lines):
        text = re.sub(r"\s+", " ", block).strip()
        found.extend(Sentence(each.strip(), text if item else "") for each in _END.split(text) if each.strip())
    return found


def claims(sentence: str) -> Iterator[Claim]:
    """The ways to read it as a note on when a hyperparameter does nothing, the likeliest first."""
    if (match := _OTHERWISE.search(sentence)) is not None:
        yield Claim("ignored", "", otherwise=True, noun=match["noun"] or "")
        return
    if (match := _IGNORED.search(sentence)) is not None:
        negated = match.group().lower().endswith("unless ")
        yield Claim("ignored", _clause(sentence[match.end() :]), negated=negated, topic=_topic(sentence, match))
    for pattern in _BEFORE:
        if (match := pattern.search(sentence)) is not None:
            yield Claim("ignored", match["condition"], subject=match["subject"])
    if (match := _ONLY.search(sentence)) is not None:
        yield Claim("used", _clause(sentence[match.end() :]), topic=_topic(sentence, match))
        return
    match = _USED.search(sentence)
    # Without "only", it is so only where the sentence knows no other use.
    if match is not None and not _MORE.search(sentence[match.end() :]):
        yield Claim("used", _clause(sentence[match.end() :]))


def knows_more(sentence: str) -> bool:
    """Whether it adds another use to what was said before."""
    return re.search(r"\balso (?:be )?used\b", sentence, re.IGNORECASE) is not None


def _topic(sentence: str, match: re.Match[str]) -> str:
    found = _TOPIC.search(sentence[: match.start()].rstrip())
    return "" if found is None or _PRONOUN.search(found["topic"]) else found["topic"]


def _clause(text: str) -> str:
    stop = _STOP.search(text)
    return text[: stop.start()] if stop else text


def _blocks(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Paragraphs and list items."""
    block: list[str] = []
    item = False
    skipped: int | None = None
    for line in [*lines, ""]:
        indent = len(line) - len(line.lstrip())
        if skipped is not None and line.strip() and indent > skipped:
            continue
        directive = _DIRECTIVE.match(line)
        starts = _ITEM.match(line)
        if not line.strip() or directive or starts:
            if block:
                yield "\n".join(block), item
            block = []
            if directive or (item and line.strip()):
                item = bool(starts)
        if line.strip():
            skipped = None
        if directive:
            skipped = indent if directive[1] in _DATED else None
            continue
        if not line.strip():
            continue
        if starts:
            item = True
        elif not block and not line[:1].isspace():
            item = False
        block.append(line[starts.end() :] if starts else line)
