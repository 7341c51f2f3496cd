"""What is found in a document by the settings that hold for it: the same in a terminal and in an editor."""

from __future__ import annotations

from collections.abc import Sequence

from fitlens.analysis.facts import Facts
from fitlens.rules import registry
from fitlens.rules.model import Finding, Rule
from fitlens.rules.skl999 import InvalidSyntax
from fitlens.settings.settings import Settings
from fitlens.source.document import Document


def judge(facts: Facts, document: Document, settings: Settings, *, syntax: bool = True) -> list[Finding]:
    """The findings that are to be shown, in source order. syntax: whether to tell what is not Python."""
    rules = settings.rules_for(document.path)
    if not syntax:
        rules = tuple(rule for rule in rules if rule.code != InvalidSyntax.code)
    found = registry.run(facts, document, rules)
    text = document.text
    if "noqa" in text or "fitlens" in text or "FitLens" in text:
        found = _silenced(facts, document, rules, found)
    severities = settings.severities
    if severities:
        found = [finding._replace(severity=severities.get(finding.code, finding.severity)) for finding in found]
    return found


def _silenced(facts: Facts, document: Document, rules: Sequence[Rule], found: list[Finding]) -> list[Finding]:
    from fitlens.source.suppressions import suppressions

    comments = suppressions(document)
    if not comments:
        return found
    from fitlens.settings.suppressed import silenced

    def ask(others: Sequence[Rule]) -> list[Finding]:
        return registry.run(facts, document, others)

    left = silenced(document, comments, found, rules, ask)
    return sorted(left, key=lambda finding: (finding.span, finding.code))
