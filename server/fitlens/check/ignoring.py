"""Comments that silence what a run has found, put behind the statements it was found in."""

from __future__ import annotations

from collections.abc import Sequence

from fitlens.check.model import Checked, Problem
from fitlens.record import NamedTuple
from fitlens.rules.registry import all_rules
from fitlens.rules.repairing import is_as_good
from fitlens.settings.comments import comments_for
from fitlens.source.read import SourceError, read_bytes
from fitlens.source.replacing import replaced
from fitlens.source.rewriting import rewritten
from fitlens.source.saving import save


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
        replacements = comments_for(each.document, each.findings)
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
