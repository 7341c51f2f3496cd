"""What may be done where the cursor is: repairs of findings, comments that silence them, and rewritings of constructions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from fitlens.analysis.facts import Facts, Span
from fitlens.catalog.store import Catalog
from fitlens.ide.pipelining import into_pipeline
from fitlens.ide.refactorings import rewritings
from fitlens.record import NamedTuple
from fitlens.rules.model import Edit, Finding, Fix
from fitlens.rules.registry import documentation, rule_named
from fitlens.rules.repairing import is_as_good, repair
from fitlens.settings.comments import comments_for
from fitlens.source.document import Document
from fitlens.source.replacing import Replacement, replaced

Kind = Literal["quickfix", "refactor.rewrite", "source.fixAll.fitlens"]
FIX_ALL: Final[Kind] = "source.fixAll.fitlens"


class Action(NamedTuple):
    """One change that a user may choose."""

    title: str
    kind: Kind
    edits: tuple[Edit, ...] = ()
    """Of one that fixes everything none: `everything_fixed` makes them, which takes its time."""
    finding: Finding | None = None
    """That it settles."""
    preferred: bool = False
    alone: bool = False
    """Only where no other file imports this one: it could see the difference."""
    explains: str = ""
    """The code of the rule whose documentation is to be shown, instead of a change."""


def repairs(findings: Sequence[Finding], span: Span) -> Iterator[tuple[Finding, Fix]]:
    """The fixes of the findings that touch a range or stand right behind it, in order."""
    for finding in _touched(findings, span):
        if finding.fix is not None:
            yield finding, finding.fix


def actions(
    facts: Facts,
    document: Document,
    catalog: Catalog,
    findings: Sequence[Finding],
    span: Span,
    wanted: frozenset[Kind],
    *,
    explain: bool,
) -> Iterator[Action]:
    """Everything that may be done in a range, of the kinds that are wanted. explain: the client can show a rule."""
    if "quickfix" in wanted:
        for finding, fix in repairs(findings, span):
            yield Action(fix.title, "quickfix", fix.edits, finding, preferred=fix.safe)
        yield from _of_whole_rules(document, findings, span)
        yield from _ignoring(document, findings, span)
        if explain:
            for code, name in dict.fromkeys((each.code, each.name) for each in _touched(findings, span)):
                yield Action(f"Explain {name} ({code})", "quickfix", explains=code)
    if "refactor.rewrite" in wanted:
        for title, edits in rewritings(facts, document, span):
            if _stays_python(document, edits):
                yield Action(title, "refactor.rewrite", edits)
        for title, edits, seen in into_pipeline(facts, document, span, catalog):
            if _stays_python(document, edits):
                yield Action(title, "refactor.rewrite", edits, alone=seen)
    if FIX_ALL in wanted and repair(document, findings, unsafe=False).settled:
        yield Action("Fix all that FitLens can fix safely", FIX_ALL)


def explanation(code: str) -> str:
    """What a rule is about, for a message; empty where there is no such rule."""
    rule = rule_named(code)
    if rule is None:
        return ""
    page = documentation(rule)
    said = [" ".join(_section(page, title).split()) for title in ("What it does", "Why is this bad?")]
    return f"{rule.name} ({rule.code}): {' '.join(filter(None, said))}"


def _section(page: str, title: str) -> str:
    return page.partition(f"## {title}\n")[2].partition("\n## ")[0]


def _touched(findings: Iterable[Finding], span: Span) -> list[Finding]:
    return [each for each in findings if each.span.start <= span.end and span.start <= each.span.end]


def _of_whole_rules(document: Document, findings: Sequence[Finding], span: Span) -> Iterator[Action]:
    """All fixes of a rule, where the cursor is on one of several; unsafe ones only where that one is."""
    for code in dict.fromkeys(finding.code for finding, _ in repairs(findings, span)):
        here = next(finding for finding, _ in repairs(findings, span) if finding.code == code)
        same = [each for each in findings if each.code == code]
        made = repair(document, same, unsafe=here.fix is not None and not here.fix.safe)
        if len(made.settled) > 1:
            title = f"Fix all {len(made.settled)} of {here.name} ({code}) in this file"
            yield Action(title, "quickfix", _edits(made.replacements), here)


def _ignoring(document: Document, findings: Sequence[Finding], span: Span) -> Iterator[Action]:
    for code in dict.fromkeys(each.code for each in _touched(findings, span)):
        here = next(each for each in _touched(findings, span) if each.code == code)
        edits = _edits(comments_for(document, [here]))
        if edits and _stays_python(document, edits):
            yield Action(f"Ignore {here.name} ({code}) here", "quickfix", edits, here)


def _edits(replacements: Iterable[Replacement]) -> tuple[Edit, ...]:
    return tuple(Edit(Span(start, end), text) for start, end, text in replacements)


def _stays_python(document: Document, edits: Iterable[Edit]) -> bool:
    return is_as_good(document, replaced(document, [Replacement(*edit.span, edit.text) for edit in edits]))
