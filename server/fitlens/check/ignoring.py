"""Comments that silence what a run has found, put behind the statements it was found in."""

from __future__ import annotations

from collections.abc import Sequence

from fitlens.check.model import Checked, Problem
from fitlens.record import NamedTuple
from fitlens.rules.registry import all_rules
from fitlens.rules.repairing import is_as_good
from fitlens.source.document import Document
from fitlens.source.read import SourceError, read_bytes
from fitlens.source.replacing import Replacement, replaced
from fitlens.source.rewriting import rewritten
from fitlens.source.saving import save
from fitlens.source.suppressions import lines_about, suppressions, units
from fitlens.source.tokens import TOKEN


class Added(NamedTuple):
    """What was written."""

    comments: int = 0
    findings: int = 0
    """How many they silence."""
    files: int = 0
    problems: tuple[Problem, ...] = ()


def add_ignores(checked: Sequence[Checked]) -> Added:
    """Writes the comments into the files."""
    added = Added()
    for each in checked:
        about = {rule.code for rule in all_rules()}
        silenced = sum(finding.code in about for finding in each.findings)
        replacements = comments_for(each)
        if not replacements:
            continue
        path = each.document.path
        if not is_as_good(each.document, replaced(each.document, replacements)):
            what = "no comments are added: it would not be Python with them. This is a fault of FitLens: report it"
            added = added._replace(problems=(*added.problems, Problem(path, what)))
            continue
        try:
            before = read_bytes(path)
            save(path, before, rewritten(each.document, before, replacements))
        except SourceError as error:
            added = added._replace(problems=(*added.problems, Problem(path, error.message)))
            continue
        added = Added(added.comments + len(replacements), added.findings + silenced, added.files + 1, added.problems)
    return added


def comments_for(checked: Checked) -> list[Replacement]:
    """The comments for one document: one for each statement, or more rules in the list of one that is there."""
    document = checked.document
    statements = units(document)
    about = {rule.code for rule in all_rules()}
    codes: dict[tuple[int, int], list[str]] = {}
    places: dict[tuple[int, int], int] = {}
    for finding in checked.findings:
        if finding.code not in about:
            continue
        lines = lines_about(document, finding.span.start, statements)
        listed = codes.setdefault(lines, [])
        places.setdefault(lines, document.line_of(finding.span.start))
        if finding.code not in listed:
            listed.append(finding.code)
    there = {
        (comment.first, comment.last): comment
        for comment in suppressions(document)
        if comment.kind == "statement" and comment.selectors and not comment.problem
    }
    found: list[Replacement] = []
    for lines, listed in sorted(codes.items()):
        comment = there.get(lines)
        if comment is not None:
            end = comment.list[1]
            found.append(Replacement(end, end, f", {', '.join(listed)}"))
            continue
        start, end = document.line_span(_line(document, places[lines], lines))
        behind = start + len(document.text[start:end].rstrip())
        found.append(Replacement(behind, end, f"  # fitlens: ignore[{', '.join(listed)}]"))
    return found


def _line(document: Document, wanted: int, lines: tuple[int, int]) -> int:
    """The line of a statement that can end in a comment: the one that is wanted, else the next that can."""
    first, last = lines
    position, end = document.line_span(first)[0], document.line_span(last)[1]
    able: list[int] = []
    while position < end:
        token = TOKEN.match(document.code, position, end)
        if token is None:
            break
        # A line break within a string, or behind a backslash, is no token of its own.
        if token.lastgroup == "newline":
            able.append(document.line_of(token.start()))
        position = token.end()
    return next((line for line in able if line >= wanted), last)
