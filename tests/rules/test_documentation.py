"""The examples in the rules' documentation are true: the first is found, the other is clean and runs.

The first raises where the rule finds errors; else it runs as well, since that is all that a warning says.
"""

from __future__ import annotations

import re

import pytest

from fitlens.rules import registry
from fitlens.rules.model import Finding, Rule
from tests.rules.test_markdown import _findings, _raised

HEADINGS = ["What it does", "Why is this bad?", "Example", "Use instead"]


def _block(rule: Rule, heading: str) -> str:
    match = re.search(
        rf"^## {re.escape(heading)}\n```python\n(.*?)^```$", registry.documentation(rule), re.MULTILINE | re.DOTALL
    )
    assert match is not None, f"{rule.code} has no code under {heading}"
    return match[1]


def _version(code: str) -> str | None:
    """The version that an example is for, where its first line names one: of another than the installed it is not run."""
    match = re.match(r"# scikit-learn (\d+\.\d+)\n", code)
    return None if match is None else match[1]


def _found(code: str, rule: Rule) -> list[Finding]:
    """What is found in an example; its first line may name the lowest version that its project declares."""
    declared = re.match(r"# scikit-learn >= (\d+\.\d+)\n", code)
    return _findings(code, rule, _version(code), None if declared is None else declared[1])


@pytest.mark.parametrize("rule", registry.all_rules(), ids=lambda rule: rule.code)
def test_documented_under_the_fixed_headings(rule: Rule) -> None:
    text, code = registry.documentation(rule), _block(rule, "Example")
    assert [line[3:] for line in text.split("\n") if line.startswith("## ")][: len(HEADINGS)] == HEADINGS
    # an example that nothing can mend today may belong to a rule that mends others
    assert "## Fix safety" in text or not any(finding.fix for finding in _found(code, rule))


@pytest.mark.parametrize("rule", registry.all_rules(), ids=lambda rule: rule.code)
def test_the_example_is_found_and_raises_if_that_is_promised(rule: Rule) -> None:
    code = _block(rule, "Example")
    assert {finding.code for finding in _found(code, rule)} == {rule.code}
    if _version(code) is None:
        assert (_raised(code) is not None) == (rule.severity == "error")
    if rule.name.startswith("deprecated-"):
        assert _raised(code, warned=True) is not None


@pytest.mark.parametrize("rule", registry.all_rules(), ids=lambda rule: rule.code)
def test_the_other_example_is_clean_and_runs(rule: Rule) -> None:
    code = _block(rule, "Use instead")
    assert _found(code, rule) == []
    if _version(code) is None:
        assert _raised(code, warned=rule.name.startswith("deprecated-")) is None


@pytest.mark.parametrize("rule", registry.all_rules(), ids=lambda rule: rule.code)
def test_a_rule_is_found_by_code_and_by_name(rule: Rule) -> None:
    assert registry.rule_named(rule.code) is rule
    assert registry.rule_named(rule.name.upper()) is rule
