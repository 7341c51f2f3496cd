"""`fitlens rule`: what a rule finds and why, or the list of all."""

from __future__ import annotations

import sys
from typing import Literal

from fitlens.check.report.paint import Paint, for_stream
from fitlens.cli.exits import CLEAN, UsageError
from fitlens.rules import registry
from fitlens.rules.model import Rule


def run(name: str | None, *, output: Literal["text", "json"]) -> int:
    """Prints the documentation of the rule with that code or name, or a table of all rules."""
    rules = registry.all_rules()
    if name is not None:
        rule = registry.rule_named(name)
        if rule is None:
            raise UsageError(f"no rule {name!r}: `fitlens rule` lists them all")
        rules = (rule,)
    if output == "json":
        import json

        records = [_record(rule) for rule in rules]
        print(json.dumps(records if name is None else records[0], indent=2))
        return CLEAN
    paint = for_stream(sys.stdout)
    if name is None:
        widest = max(len(rule.name) for rule in rules)
        for rule in rules:
            print(f"{paint('bold', rule.code)}  {rule.name:{widest}}  {paint(rule.severity, rule.severity)}")
    else:
        print(_page(rules[0], paint))
    return CLEAN


def _record(rule: Rule) -> dict[str, str]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "explanation": registry.documentation(rule),
    }


def _page(rule: Rule, paint: Paint) -> str:
    lines = registry.documentation(rule).rstrip().splitlines()
    return "\n".join(paint("bold", line) if line.startswith("#") else line for line in lines)
