"""Which rules a run applies: `--select` and `--ignore`, by code, beginning of a code, or name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fitlens.check.syntax import InvalidSyntax
from fitlens.rules import registry
from fitlens.rules.model import Rule


class UnknownRuleError(Exception):
    """A selector that no rule answers to; `str()` is fit for the user."""


def every_rule() -> tuple[Rule, ...]:
    """What a lint run can be told to look for, by code: the rules, and the syntax."""
    return (*registry.all_rules(), InvalidSyntax())


def chosen(rules: Sequence[Rule], select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules that are selected (without a selection those that are more than advice) and not ignored.

    A selector is a code (`SKL102`), the beginning of codes (`SKL1`), a rule's name, or `ALL`. Raises UnknownRuleError.
    """
    selectors = tuple(select)
    wanted = _matching(rules, selectors) if selectors else {rule.code for rule in rules if rule.severity != "info"}
    unwanted = _matching(rules, ignore)
    return tuple(rule for rule in rules if rule.code in wanted and rule.code not in unwanted)


def _matching(rules: Sequence[Rule], selectors: Iterable[str]) -> set[str]:
    codes: set[str] = set()
    for selector in selectors:
        prefix = "SKL" if selector.upper() == "ALL" else selector.upper()
        matches = {rule.code for rule in rules if rule.code.startswith(prefix) or rule.name == selector.lower()}
        if not matches or not prefix:
            known = f"{rules[0].code} to {rules[-1].code}, the beginning of a code, a rule's name, or ALL"
            raise UnknownRuleError(f"no rule {selector!r}: expected one of {known} (`fitlens rule` lists them)")
        codes |= matches
    return codes
