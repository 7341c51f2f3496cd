"""Every Markdown case: what is found, what the fixes make of it, and what scikit-learn itself says."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from fitlens.analysis.analyze import analyze
from fitlens.catalog.store import open_catalog
from fitlens.rules import registry
from fitlens.rules.model import Finding, Rule
from fitlens.source.document import document_from_text
from tests.rules.mdtest import Case, cases

CASES = cases(Path(__file__).parent)
SECTIONS = {"Valid", "Invalid", "Known gaps"}


def _findings(text: str, rule: Rule | None) -> list[Finding]:
    """What the rules that are on by default find, and this one."""
    document = document_from_text("case.py", text)
    rules = [each for each in registry.all_rules() if each is rule or each.severity != "info"]
    return registry.run(analyze(document, open_catalog()), document, rules)


def _raised(text: str) -> BaseException | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(text, "case.py", "exec"), {"__name__": "__main__"})
        except Exception as error:
            return error
    return None


def _rule(case: Case) -> Rule | None:
    return registry.rule_named(case.file.stem)


def _name(case: Case) -> str:
    return f"{case.file.stem}: {case.section}: {case.title}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_found_as_written(case: Case) -> None:
    assert case.section in SECTIONS
    document = document_from_text("case.py", case.program)
    found = [
        (document.line_of(f.span.start), f.severity, f.code, f.message) for f in _findings(case.program, _rule(case))
    ]
    expected = case.expected()
    assert [(line, severity, code) for line, severity, code, _ in found] == [e[:3] for e in expected], found
    for (_, _, _, message), (_, _, _, text) in zip(found, expected, strict=True):
        assert text in message
    assert bool(expected) == (case.section == "Invalid")


@pytest.mark.parametrize("case", [case for case in CASES if case.runs], ids=_name)
def test_scikit_learn_agrees(case: Case) -> None:
    error = _raised(case.program)
    rule = _rule(case)
    if case.section == "Valid" or (rule is not None and rule.severity != "error"):
        assert error is None, error
    else:
        assert error is not None, "the code runs: there is nothing wrong with it"


@pytest.mark.parametrize("case", [case for case in CASES if case.fixed is not None], ids=_name)
def test_fixed_as_written(case: Case) -> None:
    text = case.program
    edits = [edit for finding in _findings(text, _rule(case)) if finding.fix is not None for edit in finding.fix.edits]
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert case.fixed is not None
    assert _code(text) == _code(case.setup + case.fixed)
    assert _findings(text, _rule(case)) == []


def _code(text: str) -> list[str]:
    return [line.partition("  #")[0].rstrip() for line in text.split("\n")]


def test_each_rule_has_cases_of_both_kinds() -> None:
    for rule in registry.all_rules():
        sections = {case.section for case in CASES if case.file.stem == rule.code.lower()}
        assert {"Valid", "Invalid"} <= sections, rule.code
